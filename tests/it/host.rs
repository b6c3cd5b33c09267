//! The host's side of go-plugin: a certificate like Terraform's, the handshake line, and calls to the plugin.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper_util::rt::TokioIo;
use ksyun_autoscaling::plugin::Environment;
use ksyun_autoscaling::tfplugin6::proto::{stop_provider, validate_provider_config};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P521_SHA512,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::{self, CryptoProvider};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{
    self, ALL_VERSIONS, CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme,
    SupportedProtocolVersion,
};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};
use tonic_prost::ProstCodec;

/// Only guards against tests that hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const MAGIC_COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// A host's certificate and key.
pub(crate) struct Identity {
    pub(crate) pem: String,
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Makes one as Terraform does: self-signed, its own authority, with a P-521 key.
    pub(crate) fn like_terraforms() -> Self {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params
            .distinguished_name
            .push(DnType::OrganizationName, "HashiCorp");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyAgreement,
            KeyUsagePurpose::KeyCertSign,
        ];
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ClientAuth,
            ExtendedKeyUsagePurpose::ServerAuth,
        ];
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            pem: certificate.pem(),
            certificate: certificate.der().clone(),
            key: PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        }
    }

    /// This certificate with the key of `other`: what somebody has who has only seen the certificate.
    pub(crate) fn with_key_of(&self, other: &Self) -> Self {
        Self {
            pem: self.pem.clone(),
            certificate: self.certificate.clone(),
            key: other.key.clone_key(),
        }
    }
}

/// What Terraform puts into the environment of a plugin.
pub(crate) fn environment(socket_dir: &Path, identity: Option<&Identity>) -> Environment {
    let variables = variables(socket_dir, identity);
    Environment::from_lookup(|name| {
        let variable = variables.iter().find(|(variable, _)| *variable == name);
        variable.map(|(_, value)| value.clone())
    })
}

/// What a host says in the environment of the plugin, as variables.
pub(crate) fn variables(socket_dir: &Path, identity: Option<&Identity>) -> Vec<(&'static str, OsString)> {
    let certificate = identity.map(|identity| ("PLUGIN_CLIENT_CERT", identity.pem.clone().into()));
    [
        ("TF_PLUGIN_MAGIC_COOKIE", MAGIC_COOKIE.into()),
        ("PLUGIN_PROTOCOL_VERSIONS", "5,6".into()),
        ("PLUGIN_MIN_PORT", "10000".into()),
        ("PLUGIN_MAX_PORT", "25000".into()),
        ("PLUGIN_UNIX_SOCKET_DIR", socket_dir.into()),
    ]
    .into_iter()
    .chain(certificate)
    .collect()
}

/// The plugin's handshake line, read as Terraform reads it.
#[derive(Debug)]
pub(crate) struct Handshake {
    pub(crate) network: String,
    pub(crate) address: String,
    pub(crate) certificate: Option<CertificateDer<'static>>,
}

impl Handshake {
    pub(crate) fn parse(line: &str) -> Self {
        let fields: Vec<_> = line
            .strip_suffix('\n')
            .expect("a whole line")
            .split('|')
            .collect();
        let [core, app, network, address, transport, certificate] = fields[..] else {
            panic!("not six fields: {line}")
        };
        assert_eq!((core, app, transport), ("1", "6", "grpc"));
        let certificate = STANDARD_NO_PAD.decode(certificate).unwrap();
        Self {
            network: network.to_owned(),
            address: address.to_owned(),
            certificate: (!certificate.is_empty()).then(|| certificate.into()),
        }
    }

    pub(crate) async fn dial(&self) -> Box<dyn Stream> {
        match self.network.as_str() {
            "unix" => Box::new(UnixStream::connect(&self.address).await.unwrap()),
            "tcp" => Box::new(TcpStream::connect(&self.address).await.unwrap()),
            other => panic!("unknown network {other}"),
        }
    }

    /// Connects with TLS. The client does not know yet whether the plugin accepts its certificate.
    pub(crate) async fn dial_tls(&self, config: ClientConfig) -> std::io::Result<TlsStream<Box<dyn Stream>>> {
        let stream = self.dial().await;
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    /// How Terraform sets TLS up: it trusts the certificate in the line, and shows its own.
    pub(crate) fn tls(&self, identity: Option<&Identity>) -> ClientConfig {
        self.tls_of_versions(identity, ALL_VERSIONS)
    }

    pub(crate) fn tls_of_versions(
        &self,
        identity: Option<&Identity>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> ClientConfig {
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let certificate = self.certificate.clone().expect("a certificate in the line");
        let verifier = Arc::new(PinnedServer {
            certificate,
            provider: Arc::clone(&provider),
        });
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let mut config = match identity {
            None => config.with_no_client_auth(),
            Some(identity) => {
                let key = provider
                    .key_provider
                    .load_private_key(identity.key.clone_key())
                    .unwrap();
                let certified = CertifiedKey::new(vec![identity.certificate.clone()], key);
                config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(certified)))
            }
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        config
    }
}

/// Any byte stream to the plugin.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Trusts one server certificate, for the name that Terraform asks for.
#[derive(Debug)]
struct PinnedServer {
    certificate: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for PinnedServer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if *end_entity != self.certificate {
            return Err(CertificateError::UnknownIssuer.into());
        }
        verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        Ok(ServerCertVerified::assertion())
    }

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

/// The calls that these tests make to a plugin.
#[derive(Clone)]
pub(crate) struct Client(Channel);

impl Client {
    /// Speaks gRPC over `stream`, and over no other connection if that one ends.
    pub(crate) async fn over(stream: impl Stream + 'static) -> Self {
        let mut stream = Some(TokioIo::new(stream));
        let connector = tower::service_fn(move |_| {
            let stream = stream
                .take()
                .ok_or_else(|| std::io::Error::other("connected once already"));
            std::future::ready(stream)
        });
        let endpoint = Endpoint::from_static("http://localhost");
        Self(endpoint.connect_with_connector(connector).await.unwrap())
    }

    /// Calls the provider, and returns the error text in its answer.
    pub(crate) async fn stop_provider(&self) -> Result<String, Status> {
        let answer: stop_provider::Response = self
            .unary("/tfplugin6.Provider/StopProvider", stop_provider::Request {})
            .await?;
        Ok(answer.error)
    }

    /// The call that never ends.
    pub(crate) async fn validate_provider_config(
        &self,
    ) -> Result<validate_provider_config::Response, Status> {
        let request = validate_provider_config::Request::default();
        self.unary("/tfplugin6.Provider/ValidateProviderConfig", request)
            .await
    }

    pub(crate) async fn shutdown(&self) -> Result<(), Status> {
        self.unary("/plugin.GRPCController/Shutdown", ()).await
    }

    /// Asks for the health of the plugin; 1 means that it is serving.
    pub(crate) async fn health(&self, service: &str) -> Result<i32, Status> {
        let request = HealthCheckRequest {
            service: service.to_owned(),
        };
        let answer: HealthCheckResponse = self.unary("/grpc.health.v1.Health/Check", request).await?;
        Ok(answer.status)
    }

    pub(crate) async fn stream_stdio(&self) -> Result<Streaming<()>, Status> {
        self.streaming("/plugin.GRPCStdio/StreamStdio".to_owned()).await
    }

    /// One request and the stream of answers on `path`, whatever they hold. A call with one answer looks the same.
    pub(crate) async fn streaming(&self, path: String) -> Result<Streaming<()>, Status> {
        let mut client = tonic::client::Grpc::new(self.0.clone());
        client.ready().await.unwrap();
        let path = PathAndQuery::try_from(path).unwrap();
        Ok(client
            .server_streaming(Request::new(()), path, ProstCodec::<(), ()>::default())
            .await?
            .into_inner())
    }

    /// Opens the broker's stream with a request side that stays open.
    pub(crate) async fn start_broker_stream(&self) -> Result<Streaming<()>, Status> {
        let mut client = tonic::client::Grpc::new(self.0.clone());
        client.ready().await.unwrap();
        let path = PathAndQuery::from_static("/plugin.GRPCBroker/StartStream");
        let request = Request::new(tokio_stream::pending::<()>());
        Ok(client
            .streaming(request, path, ProstCodec::<(), ()>::default())
            .await?
            .into_inner())
    }

    /// One request, one answer, on `path`: `/SERVICE/RPC`.
    pub(crate) async fn unary<Q, A>(&self, path: &'static str, request: Q) -> Result<A, Status>
    where
        Q: prost::Message + Send + Sync + 'static,
        A: prost::Message + Default + Send + Sync + 'static,
    {
        // Terraform's own limit is higher than any message here.
        let mut client = tonic::client::Grpc::new(self.0.clone()).max_decoding_message_size(64 << 20);
        client
            .ready()
            .await
            .map_err(|error| Status::unavailable(error.to_string()))?;
        let path = PathAndQuery::from_static(path);
        Ok(client
            .unary(Request::new(request), path, ProstCodec::<Q, A>::default())
            .await?
            .into_inner())
    }
}

#[derive(Clone, PartialEq, prost::Message)]
struct HealthCheckRequest {
    #[prost(string, tag = "1")]
    service: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct HealthCheckResponse {
    #[prost(int32, tag = "1")]
    status: i32,
}
