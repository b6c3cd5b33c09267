//! Signs calls that a scenario makes behind Terraform's back, with the API's simplified signature.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

/// RFC 3986: everything but the unreserved characters is encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Who signs, and when.
pub(crate) struct Signer<'a> {
    pub(crate) access_key: &'a str,
    pub(crate) secret_key: &'a str,
    pub(crate) region: &'a str,
    /// UTC, `YYYY-MM-DDThh:mm:ssZ`.
    pub(crate) timestamp: &'a str,
}

impl Signer<'_> {
    /// The query string of a signed GET request.
    pub(crate) fn query(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("Action", action),
            ("Version", "2016-03-04"),
            ("Service", "kec"),
            ("Region", self.region),
            ("Accesskey", self.access_key),
            ("Timestamp", self.timestamp),
            ("SignatureVersion", "1.0"),
            ("SignatureMethod", "HMAC-SHA256"),
        ];
        pairs.extend_from_slice(parameters);
        pairs.sort_unstable();
        let encoded: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let canonical = encoded.join("&");
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.secret_key.as_bytes()).expect("a key of any length");
        mac.update(canonical.as_bytes());
        format!(
            "{canonical}&Signature={}",
            hex::encode(mac.finalize().into_bytes())
        )
    }
}

fn encode(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector_is_reproduced() {
        let signer = Signer {
            access_key: "AKLTExampleAccessKey01",
            secret_key: "OExampleSecretKey/For+Golden=Tests01",
            region: "cn-beijing-6",
            timestamp: "2024-01-15T08:30:00Z",
        };
        let query = signer.query(
            "DescribeScalingGroup",
            &[
                ("Marker", "0"),
                ("MaxResults", "10"),
                ("ScalingGroupId.1", "436995593677910016"),
                ("ScalingGroupName", "测试 group*~+"),
            ],
        );
        let signature = query.rsplit('=').next();
        assert_eq!(
            signature,
            Some("d53900e64d4ee9beb5d14a594acd9fde1a75a221233b1d2df46de732da5da77f")
        );
    }
}
