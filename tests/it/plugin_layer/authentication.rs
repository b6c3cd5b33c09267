//! Who is let in: the process that owns the certificate in the environment, and nobody else.

use ksyun_autoscaling::plugin::Mode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, ProtocolVersion};

use crate::host::{Client, Handshake, Identity, PATIENCE, environment};
use crate::plugin_layer::provider;

/// Runs `attempt` against a plugin that waits for the owner of `host`, once over a Unix socket and once over TCP; then
/// checks that the plugin still serves the right host.
async fn on_each_transport(host: &Identity, attempt: impl AsyncFn(&Handshake)) {
    let dir = tempfile::tempdir().unwrap();
    // No Unix socket can be made in a folder that does not exist.
    for (socket_dir, network) in [
        (dir.path().to_owned(), "unix"),
        (dir.path().join("missing"), "tcp"),
    ] {
        let plugin = provider::start(Mode::Plugin, &environment(&socket_dir, Some(host)));
        let handshake = Handshake::parse(&plugin.announcement);
        assert_eq!(handshake.network, network);

        timeout(PATIENCE, attempt(&handshake)).await.unwrap();

        let stream = handshake.dial_tls(handshake.tls(Some(host))).await.unwrap();
        let client = Client::over(stream).await;
        assert_eq!(client.stop_provider().await.unwrap(), "tiny", "over {network}");
        plugin.ended.abort();
    }
}

/// Connects with `config` and returns why the plugin ended the connection.
async fn refusal(handshake: &Handshake, config: ClientConfig) -> String {
    let refusal = match handshake.dial_tls(config).await {
        Err(error) => error,
        // TLS 1.3 lets the client finish first; it learns the server's verdict when it reads.
        Ok(mut stream) => {
            // The plugin may have hung up already, which the read reports better.
            let _ = stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
            stream
                .read_u8()
                .await
                .expect_err("the plugin talks to a stranger")
        }
    };
    refusal.to_string()
}

#[tokio::test]
async fn terraform_is_let_in_and_speaks_http2_over_either_tls_version() {
    let host = Identity::like_terraforms();
    on_each_transport(&host, async |handshake| {
        for (offered, version) in [
            (&TLS12, ProtocolVersion::TLSv1_2),
            (&TLS13, ProtocolVersion::TLSv1_3),
        ] {
            let config = handshake.tls_of_versions(Some(&host), &[offered]);
            let stream = handshake.dial_tls(config).await.unwrap();
            let (_, session) = stream.get_ref();
            assert_eq!(session.protocol_version(), Some(version));
            assert_eq!(session.alpn_protocol(), Some(&b"h2"[..]));
            let client = Client::over(stream).await;
            assert_eq!(client.stop_provider().await.unwrap(), "tiny");
        }
    })
    .await;
}

#[tokio::test]
async fn a_peer_without_a_certificate_is_refused() {
    on_each_transport(&Identity::like_terraforms(), async |handshake| {
        let refusal = refusal(handshake, handshake.tls(None)).await;
        assert!(refusal.contains("CertificateRequired"), "{refusal}");
    })
    .await;
}

#[tokio::test]
async fn a_peer_with_another_certificate_is_refused() {
    let stranger = Identity::like_terraforms();
    on_each_transport(&Identity::like_terraforms(), async |handshake| {
        for version in [&TLS12, &TLS13] {
            let config = handshake.tls_of_versions(Some(&stranger), &[version]);
            let refusal = refusal(handshake, config).await;
            assert!(refusal.contains("fatal alert: AccessDenied"), "{refusal}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_has_seen_the_certificate_but_not_its_key_is_refused() {
    let host = Identity::like_terraforms();
    let thief = host.with_key_of(&Identity::like_terraforms());
    on_each_transport(&host, async |handshake| {
        for version in [&TLS12, &TLS13] {
            let config = handshake.tls_of_versions(Some(&thief), &[version]);
            let refusal = refusal(handshake, config).await;
            assert!(refusal.contains("fatal alert: DecryptError"), "{refusal}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_does_not_speak_http2_is_refused() {
    let host = Identity::like_terraforms();
    on_each_transport(&host, async |handshake| {
        let mut config = handshake.tls(Some(&host));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let refusal = refusal(handshake, config).await;
        assert!(refusal.contains("NoApplicationProtocol"), "{refusal}");
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_does_not_speak_tls_is_refused() {
    on_each_transport(&Identity::like_terraforms(), async |handshake| {
        let mut stream = handshake.dial().await;
        stream
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            .await
            .unwrap();
        let mut answer = Vec::new();
        // Whatever comes before the end is a TLS alert (record type 21), no HTTP/2 frame.
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer.first().copied().unwrap_or(21), 21, "{answer:?}");
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_connects_and_stays_silent_holds_up_nobody() {
    let host = Identity::like_terraforms();
    let silent = tokio::sync::Mutex::new(Vec::new());
    on_each_transport(&host, async |handshake| {
        for _ in 0..20 {
            silent.lock().await.push(handshake.dial().await);
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_certificate_in_the_environment_the_connection_is_plaintext() {
    let dir = tempfile::tempdir().unwrap();
    let plugin = provider::start(Mode::Plugin, &environment(dir.path(), None));
    let handshake = Handshake::parse(&plugin.announcement);
    assert_eq!(handshake.certificate, None);

    let client = Client::over(handshake.dial().await).await;
    assert_eq!(client.stop_provider().await.unwrap(), "tiny");
}
