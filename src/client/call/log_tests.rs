//! What gets into the log, and what never does.
use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::client::actions::{CreateScalingConfiguration, EnableScalingGroup, ScalingConfigurationSettings};
use crate::client::testing::{FakeApi, SECRET_KEY, error, ok};
use crate::client::{CallContext, Credentials, SignatureVersion};

/// Collects log lines.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn record() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_traced() {
    let (log, _guard) = record();
    let api = FakeApi::script([
        error(409, "LimitExceeded", "too fast"),
        ok(json!({"RequestId": "req-ok"})),
    ]);
    api.client()
        .call(
            &CallContext::background(),
            &EnableScalingGroup {
                scaling_group_id: "1".to_owned(),
            },
        )
        .await
        .unwrap();
    let text = log.text();
    let lines: Vec<_> = text.lines().filter(|line| line.contains("API call")).collect();
    assert_eq!(lines.len(), 2, "{text}");
    for field in [
        "DEBUG",
        "api_action=\"EnableScalingGroup\"",
        "attempt=1",
        "api_http_status=409",
        "duration_ms=0",
    ] {
        assert!(lines[0].contains(field), "{field}: {}", lines[0]);
    }
    assert!(
        lines[0].contains("api_request_id=\"req-1\"") && lines[0].contains("error=\"LimitExceeded"),
        "{text}"
    );
    assert!(
        lines[1].contains("attempt=2") && lines[1].contains("api_request_id=\"req-ok\""),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn secrets_never_get_out() {
    const TOKEN: &str = "t0ken-of-tests";
    const PASSWORD: &str = "Hunter2!";
    const USER_DATA: &str = "dG9wLXNlY3JldA==";
    let (log, _guard) = record();
    let echo = format!("bad: {PASSWORD} {USER_DATA} {TOKEN} {SECRET_KEY}");
    let api = FakeApi::new(move |_| error(400, "InvalidParameterValue", &echo));
    let request = CreateScalingConfiguration {
        settings: ScalingConfigurationSettings {
            password: Some(PASSWORD.into()),
            user_data: Some(USER_DATA.into()),
            ..ScalingConfigurationSettings::default()
        },
    };
    for signature in [SignatureVersion::V4, SignatureVersion::Simplified] {
        let credentials = Credentials::new("AKEXAMPLE", SECRET_KEY).with_security_token(TOKEN);
        let client = api.client_with(|config| {
            config.credentials = credentials;
            config.signature = signature;
            config.http_proxy = Some("http://user:pr0xy-password@proxy.example".into());
            tracing::info!(?config, "configuration");
        });
        let error = client
            .call(&CallContext::background(), &request)
            .await
            .unwrap_err();
        tracing::info!(?client, ?request, ?error, %error, url = api.sent().last().unwrap().url, "all of it");
    }
    let text = log.text();
    assert!(
        text.contains("[REDACTED]") && text.contains("AKEXAMPLE"),
        "{text}"
    );
    for secret in [SECRET_KEY, TOKEN, PASSWORD, USER_DATA, "pr0xy-password"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
