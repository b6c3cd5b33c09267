//! What a signature is valid for: a service and a region.

use crate::emulator::error::ApiError;
use crate::emulator::neighbours;
use crate::emulator::request::RawRequest;

/// The service of the Auto Scaling actions; it shares the name of the compute service.
pub(crate) const AUTO_SCALING_SERVICE: &str = "kec";
/// The service of the one identity action that the emulator answers.
pub(crate) const IDENTITY_SERVICE: &str = "iam";

/// Where a call goes that names no region at all.
pub(crate) const DEFAULT_REGION: &str = "cn-beijing-6";

/// The documented regions that are not named after a place and a number.
const SPECIAL_REGIONS: [&str; 3] = ["cn-beijing-fin", "cn-shanghai-fin", "cn-north-1-gov"];
/// How the code of a region begins: with its country or its part of the world.
const AREAS: [&str; 5] = ["cn", "ap", "eu", "us", "me"];

/// The service and region that a verified request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) service: String,
    pub(crate) region: String,
}

impl Scope {
    /// Checks the service first, then the region. The identity service is one for all regions.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch` for a service or region that the emulator does not have.
    pub(super) fn new(service: &str, region: &str) -> Result<Self, ApiError> {
        if !neighbours::SERVICES.contains(&service) {
            return Err(ApiError::scope_service(AUTO_SCALING_SERVICE));
        }
        if service == AUTO_SCALING_SERVICE && !is_region(region) {
            return Err(ApiError::scope_region(region));
        }
        Ok(Self {
            service: service.to_owned(),
            region: region.to_owned(),
        })
    }
}

/// The region that the `Host` header names, as in `kec.cn-shanghai-2.api.ksyun.com`.
pub(super) fn region_of_host(request: &RawRequest) -> Option<&str> {
    request.header("host")?.split('.').find(|label| is_region(label))
}

/// Whether `code` can be a region: new ones come more often than new documents.
fn is_region(code: &str) -> bool {
    let usual = || {
        let (place, number) = code.rsplit_once('-')?;
        let (area, place) = place.split_once('-')?;
        let is_number =
            |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let is_place = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase());
        Some(AREAS.contains(&area) && is_place(place) && is_number(number))
    };
    SPECIAL_REGIONS.contains(&code) || usual().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_today_and_tomorrow_are_known_by_their_form() {
        for region in [
            "cn-beijing-6",
            "cn-shanghai-2",
            "ap-singapore-1",
            "cn-beijing-fin",
            "cn-north-1-gov",
            "cn-northwest-1",
            "eu-east-1",
        ] {
            assert!(Scope::new(AUTO_SCALING_SERVICE, region).is_ok(), "{region}");
        }
        for other in [
            "",
            "mars-1",
            "cn-beijing",
            "cn--1",
            "cn-beijing-6a",
            "CN-BEIJING-6",
            "127.0.0.1",
        ] {
            assert!(Scope::new(AUTO_SCALING_SERVICE, other).is_err(), "{other}");
        }
    }

    #[test]
    fn the_identity_service_takes_any_region() {
        assert!(Scope::new(IDENTITY_SERVICE, "cn-north-1").is_ok());
        assert!(Scope::new(IDENTITY_SERVICE, "anywhere").is_ok());
    }
}
