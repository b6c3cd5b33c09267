//! What a request says about its Version 4 signature, before any of it is believed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::ALGORITHM;
use crate::emulator::auth::instant;
use crate::emulator::error::ApiError;
use crate::emulator::request::{Pairs, RawRequest};

/// The longest lifetime that a signature in a query string may ask for, in seconds: seven days.
const MAX_LIFETIME_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The parts of a signature, in either form.
#[derive(Debug)]
pub(in super::super) struct Claim {
    pub(super) credential: Credential,
    /// `name;name;…` as the client sent it.
    pub(super) signed_headers: String,
    pub(super) signature: String,
    pub(super) signed_at: Timestamp,
    /// How long the signature is valid (`X-Amz-Expires`), if it says so itself.
    pub(super) lifetime: Option<SignedDuration>,
}

impl Claim {
    /// Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
    ///
    /// # Errors
    /// `IncompleteSignature` for the first part that is malformed or absent.
    pub(in super::super) fn from_header(request: &RawRequest) -> Result<Self, ApiError> {
        let text = request
            .header("authorization")
            .ok_or_else(ApiError::authorization_format)?;
        let (algorithm, parts) = split_authorization(text).ok_or_else(ApiError::authorization_format)?;
        check_algorithm(algorithm)?;
        let part = |name: &str| parts.get(name).copied().filter(|value| !value.is_empty());
        let credential = part("Credential").ok_or_else(|| ApiError::missing_credential(text))?;
        let credential = Credential::parse(credential)?;
        let signed_headers = part("SignedHeaders").ok_or_else(|| ApiError::missing_signed_headers(text))?;
        let signature = part("Signature").ok_or_else(|| ApiError::missing_signature(text))?;
        let signed_at = match request.header("x-amz-date") {
            Some(date) => parse_amz_date(date)?,
            None => date_header(request)?.ok_or_else(|| ApiError::missing_date(text))?,
        };
        Ok(Self {
            credential,
            signed_headers: signed_headers.to_owned(),
            signature: signature.to_owned(),
            signed_at,
            lifetime: None,
        })
    }

    /// Reads the `X-Amz-…` parameters of the query string.
    ///
    /// # Errors
    /// `IncompleteSignature` for the first part that is malformed or absent, `InvalidQueryParameter` for a lifetime that
    /// is not between one second and seven days.
    pub(in super::super) fn from_query(request: &RawRequest) -> Result<Self, ApiError> {
        let query: Pairs = request.query_pairs()?.into_iter().collect();
        let required = |name: &str| {
            let value = query.get(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| ApiError::missing_query_parameters(name))
        };
        check_algorithm(required("X-Amz-Algorithm")?)?;
        let credential = Credential::parse(required("X-Amz-Credential")?)?;
        let signed_headers = required("X-Amz-SignedHeaders")?;
        let signature = required("X-Amz-Signature")?;
        // The documentation lets the Date header stand in for the parameter.
        let signed_at = match (query.get("X-Amz-Date"), date_header(request)?) {
            (Some(date), _) => parse_amz_date(date)?,
            (None, Some(date)) => date,
            (None, None) => return Err(ApiError::missing_query_parameters("X-Amz-Date")),
        };
        Ok(Self {
            credential,
            signed_headers: signed_headers.clone(),
            signature: signature.clone(),
            signed_at,
            lifetime: query
                .get("X-Amz-Expires")
                .map(|text| parse_lifetime(text))
                .transpose()?,
        })
    }

    /// The names of the signed headers in the client's order, repetitions included.
    pub(super) fn signed_header_names(&self) -> impl Iterator<Item = &str> {
        self.signed_headers.split(';')
    }
}

/// `access key/date/region/service/terminator`.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) access_key: String,
    /// The day as `YYYYMMDD`.
    pub(super) date: String,
    pub(super) region: String,
    pub(super) service: String,
    pub(super) terminator: String,
}

impl Credential {
    fn parse(text: &str) -> Result<Self, ApiError> {
        let parts: Vec<&str> = text.split('/').collect();
        let [access_key, date, region, service, terminator] = parts[..] else {
            return Err(ApiError::credential_format(text));
        };
        Ok(Self {
            access_key: access_key.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            terminator: terminator.to_owned(),
        })
    }

    /// The credential without its access key, as it is signed.
    pub(super) fn scope(&self) -> String {
        format!(
            "{}/{}/{}/{}",
            self.date, self.region, self.service, self.terminator
        )
    }
}

/// Splits `ALGORITHM name=value, name=value`. An absent algorithm, a part without `=`, or one that is there twice, has
/// no meaning.
fn split_authorization(text: &str) -> Option<(&str, BTreeMap<&str, &str>)> {
    let (algorithm, rest) = text.trim().split_once(' ')?;
    if algorithm.contains('=') {
        return None;
    }
    let mut parts = BTreeMap::new();
    for part in rest.split(',') {
        let (name, value) = part.trim().split_once('=')?;
        if parts.insert(name, value).is_some() {
            return None;
        }
    }
    Some((algorithm, parts))
}

fn check_algorithm(algorithm: &str) -> Result<(), ApiError> {
    if algorithm == ALGORITHM {
        Ok(())
    } else {
        Err(ApiError::unsupported_algorithm(algorithm))
    }
}

fn parse_amz_date(text: &str) -> Result<Timestamp, ApiError> {
    instant::parse_basic(text).ok_or_else(|| ApiError::date_format(text))
}

fn date_header(request: &RawRequest) -> Result<Option<Timestamp>, ApiError> {
    let Some(text) = request.header("date") else {
        return Ok(None);
    };
    let date = instant::parse_date_header(text).ok_or_else(|| ApiError::date_format(text))?;
    Ok(Some(date))
}

fn parse_lifetime(text: &str) -> Result<SignedDuration, ApiError> {
    let seconds = text
        .parse()
        .ok()
        .filter(|seconds| (1..=MAX_LIFETIME_SECONDS).contains(seconds));
    let seconds = seconds.ok_or_else(|| ApiError::invalid_query_parameter("X-Amz-Expires"))?;
    Ok(SignedDuration::from_secs(seconds))
}
