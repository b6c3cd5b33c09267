//! Whom to trust where the system does not say: Mozilla's certificate authorities, as they were when this was built.

use std::env;

use reqwest::Certificate;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

/// The authorities of this build, unless the environment names others: whoever sets `SSL_CERT_FILE` or `SSL_CERT_DIR` trusts
/// these and nobody else, even if there is nothing in them.
pub(super) fn unless_named_by_the_environment() -> Option<Vec<Certificate>> {
    let is_named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .iter()
        .any(|variable| env::var_os(variable).is_some());
    if is_named {
        return None;
    }
    let parsed = TLS_SERVER_ROOT_CERTS.iter().map(|der| Certificate::from_der(der));
    // All of them can be parsed, or none would be trusted: see the test.
    parsed.collect::<Result<_, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_authority_can_be_used() {
        let bundled = TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|der| Certificate::from_der(der).expect("a certificate"));
        let client = reqwest::Client::builder().tls_certs_only(bundled).build();
        assert!(client.is_ok(), "{client:?}");
        assert!(TLS_SERVER_ROOT_CERTS.len() > 50);
    }
}
