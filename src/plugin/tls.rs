//! Mutual TLS as go-plugin does it: both sides make a throw-away certificate and accept exactly the other's.
//!
//! The verifier is made by hand because those of rustls trust authorities, and here nobody but the one peer is trusted.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{self, CryptoProvider};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    self, CertificateError, DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme,
};

/// The name under which Terraform expects the server, whatever the transport.
const SERVER_NAME: &str = "localhost";

/// Why mutual TLS could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The host's certificate cannot be read.
    #[error("PLUGIN_CLIENT_CERT holds no certificate in PEM form: {0}")]
    ClientCertificate(pem::Error),
    /// The server's own certificate could not be made.
    #[error("cannot make a certificate for the plugin's end of the connection: {0}")]
    ServerCertificate(#[from] rcgen::Error),
    /// The TLS library refused the configuration.
    #[error("cannot set up TLS: {0}")]
    Configuration(#[from] rustls::Error),
}

/// The server's end of a mutual TLS connection.
pub(crate) struct MutualTls {
    pub(crate) acceptor: TlsAcceptor,
    /// The server's certificate in DER; the host trusts this one and no other.
    pub(crate) certificate: CertificateDer<'static>,
}

impl MutualTls {
    /// Makes a fresh server identity that accepts only the peer that owns the certificate in `client_pem`.
    ///
    /// # Errors
    /// If `client_pem` is no certificate, or the cryptography library fails.
    pub(crate) fn accepting_only(client_pem: &str) -> Result<Self, TlsError> {
        let client =
            CertificateDer::from_pem_slice(client_pem.as_bytes()).map_err(TlsError::ClientCertificate)?;
        let (certificate, key) = server_identity()?;

        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let verifier = Arc::new(PinnedClient {
            certificate: client,
            provider: Arc::clone(&provider),
        });
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate.clone()], key.into())?;
        // The gRPC client of Terraform 1.12 and newer refuses a server that does not negotiate HTTP/2.
        config.alpn_protocols = vec![b"h2".to_vec()];

        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate,
        })
    }
}

/// Makes a self-signed certificate of the kind that go-plugin makes, and its key.
fn server_identity() -> Result<(CertificateDer<'static>, PrivatePkcs8KeyDer<'static>), rcgen::Error> {
    let mut params = CertificateParams::new([SERVER_NAME.to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, SERVER_NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![
        KeyUsagePurpose::DigitalSignature,
        KeyUsagePurpose::KeyEncipherment,
        KeyUsagePurpose::KeyAgreement,
        KeyUsagePurpose::KeyCertSign,
    ];
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];

    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = params.self_signed(&key)?;
    Ok((
        certificate.der().clone(),
        PrivatePkcs8KeyDer::from(key.serialize_der()),
    ))
}

/// Accepts one client certificate, compared byte for byte, from a peer that proves to hold its key.
///
/// The usual verifier cannot be used: Terraform's certificate is its own authority (CA:TRUE), which is not allowed at
/// the end of a chain. Making client certificates optional instead would let in every local process.
#[derive(Debug)]
struct PinnedClient {
    certificate: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for PinnedClient {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if end_entity.as_ref() == self.certificate.as_ref() {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    // The certificate is public, so what opens the door is this signature, made with its key.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        crypto::verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        crypto::verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem_of_some_certificate() -> String {
        let key = KeyPair::generate().unwrap();
        CertificateParams::default().self_signed(&key).unwrap().pem()
    }

    #[test]
    fn text_that_is_no_certificate_is_refused_with_the_variables_name() {
        let error = MutualTls::accepting_only("not a certificate").err().unwrap();
        assert!(error.to_string().starts_with("PLUGIN_CLIENT_CERT"), "{error}");
    }

    #[test]
    fn every_process_makes_its_own_certificate() {
        let client = pem_of_some_certificate();
        let first = MutualTls::accepting_only(&client).unwrap();
        let second = MutualTls::accepting_only(&client).unwrap();
        assert_ne!(first.certificate, second.certificate);
    }

    #[test]
    fn the_key_types_of_terraforms_certificate_can_be_verified() {
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let verifier = PinnedClient {
            certificate: CertificateDer::from(vec![]),
            provider,
        };
        assert!(
            verifier
                .supported_verify_schemes()
                .contains(&SignatureScheme::ECDSA_NISTP521_SHA512)
        );
    }

    #[test]
    fn only_the_identical_certificate_passes() {
        let certificate = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let pinned = certificate(&pem_of_some_certificate());
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let verifier = PinnedClient {
            certificate: pinned.clone(),
            provider,
        };

        assert!(verifier.verify_client_cert(&pinned, &[], UnixTime::now()).is_ok());
        let other = certificate(&pem_of_some_certificate());
        assert!(verifier.verify_client_cert(&other, &[], UnixTime::now()).is_err());
        assert!(
            verifier
                .verify_client_cert(&other, &[pinned], UnixTime::now())
                .is_err()
        );
    }
}
