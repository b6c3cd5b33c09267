use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::super::{HttpRequest, HttpTransport, Transport as _};
use super::*;
use crate::client::{ClientConfig, Credentials};

fn config() -> ClientConfig {
    ClientConfig::new(Credentials::new("AK", "SK"), "cn-beijing-6")
}

/// What a person reads when a request to `url` fails.
async fn problem(url: &str, config: &ClientConfig) -> String {
    let transport = HttpTransport::new(config, url, config.http_proxy.is_none()).unwrap();
    let request = HttpRequest {
        url: url.to_owned(),
        headers: Vec::new(),
        body: "a=b".into(),
    };
    transport.send(request).await.unwrap_err().to_string()
}

async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn who_refuses_the_connection_is_named_and_the_proxy_without_its_password() {
    let port = closed_port().await;
    assert_eq!(
        problem(&format!("http://127.0.0.1:{port}/"), &config()).await,
        format!("can't reach http://127.0.0.1:{port}: connection refused")
    );
    let mut proxied = config();
    proxied.http_proxy = Some(format!("http://user:Hunter2@127.0.0.1:{port}").into());
    for url in ["http://api.example/", "https://api.example/"] {
        assert_eq!(
            problem(url, &proxied).await,
            format!(
                "can't reach {} (through proxy http://127.0.0.1:{port}): connection refused",
                url.trim_end_matches('/')
            )
        );
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_named() {
    let text = problem("http://no-such-host.invalid/", &config()).await;
    assert!(
        text.starts_with(
            "can't reach http://no-such-host.invalid: the name no-such-host.invalid has no address: "
        ),
        "{text}"
    );
}

#[tokio::test]
async fn a_port_that_does_not_speak_tls_is_told_in_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut hello = [0; 64];
        let _ = socket.read(&mut hello).await.unwrap();
        socket
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
    };
    let mut config = config();
    config.insecure = true;
    let (text, ()) = tokio::join!(problem(&url, &config), server);
    assert!(text.contains(": it does not speak TLS; check the port"), "{text}");
}

#[test]
fn certificates_are_explained_with_the_way_out() {
    for (error, words) in [
        (
            CertificateError::UnknownIssuer,
            "signed by an authority that this machine does not trust",
        ),
        (CertificateError::Expired, "has expired"),
        (CertificateError::NotValidForName, "is for another name"),
        (CertificateError::BadSignature, "is not accepted"),
    ] {
        let text = explain_tls(&rustls::Error::InvalidCertificate(error));
        for part in [words, "SSL_CERT_FILE", "insecure"] {
            assert!(text.contains(part), "{text}");
        }
    }
}

/// A server whose certificate was made by nobody but itself, and the folder with the certificate.
fn self_signed() -> (rustls::ServerConfig, tempfile::NamedTempFile) {
    let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate.pem()).unwrap();
    let private = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let server =
        rustls::ServerConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .unwrap();
    (server, file)
}

#[tokio::test]
async fn a_server_that_shows_the_certificate_of_an_authority_is_told_so() {
    let (server, trusted) = self_signed();
    let roots = reqwest::Certificate::from_pem(&std::fs::read(trusted.path()).unwrap()).unwrap();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([roots])
        .build()
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let handshake = async {
        let (socket, _) = listener.accept().await.unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(server));
        let _ = acceptor.accept(socket).await;
    };
    let (sent, ()) = tokio::join!(client.post(&url).send(), handshake);
    let failure = Way::new(&url, None, true).failure(&sent.unwrap_err());
    assert!(matches!(failure, TransportError::NotSent(_)), "{failure:?}");
    let text = failure.to_string();
    assert!(
        text.contains("is that of a certificate authority (CA)") && text.contains("insecure"),
        "{text}"
    );
}

#[test]
fn a_file_of_certificates_that_is_missing_or_empty_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    assert!(
        certificate_file_problem(&path)
            .unwrap()
            .starts_with("which can't be read: ")
    );
    std::fs::write(&path, "nothing").unwrap();
    assert_eq!(
        certificate_file_problem(&path).unwrap(),
        "which holds no certificate in PEM form"
    );
    std::fs::write(&path, "-----BEGIN CERTIFICATE-----\n").unwrap();
    assert_eq!(certificate_file_problem(&path), None);
}
