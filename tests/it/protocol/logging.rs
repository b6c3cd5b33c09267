//! The lines on standard error, which Terraform reads as its logging library writes them.

use serde_json::{Map, Value};

use crate::protocol::process::{Provider, rpc};

/// Starts a provider with `environment`, lets it answer some calls, and returns what it logged.
async fn log(environment: &[(&str, &str)]) -> String {
    let provider = Provider::start(environment).await;
    rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    rpc!(provider.client, ValidateResourceConfig, validate_resource_config, {
        type_name: "ksyun_scaling_group".to_owned(),
    });
    provider.shut_down().await.stderr
}

fn lines(log: &str) -> Vec<Map<String, Value>> {
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

fn is_timestamp(text: &str) -> bool {
    let pattern = "0000-00-00T00:00:00.000000Z";
    text.len() == pattern.len()
        && text
            .chars()
            .zip(pattern.chars())
            .all(|(character, expected)| match expected {
                '0' => character.is_ascii_digit(),
                _ => character == expected,
            })
}

#[tokio::test]
async fn every_line_is_one_that_terraform_can_read() {
    let log = log(&[("TF_LOG", "TRACE")]).await;
    let lines = lines(&log);
    assert!(!lines.is_empty());
    for line in lines {
        let text = |name: &str| line[name].as_str().unwrap_or_else(|| panic!("{name}: {line:?}"));
        assert!(
            ["trace", "debug", "info", "warn", "error"].contains(&text("@level")),
            "{line:?}"
        );
        assert!(is_timestamp(text("@timestamp")), "{line:?}");
        assert!(text("@module").contains("ksyun"), "{line:?}");
        text("@message");
    }
}

#[tokio::test]
async fn every_request_has_a_line_with_its_name_its_id_its_type_and_its_duration() {
    let log = log(&[("TF_LOG", "DEBUG")]).await;
    let lines = lines(&log);
    let served: Vec<_> = lines
        .iter()
        .filter(|line| line.contains_key("duration_ms"))
        .collect();
    let rpcs: Vec<_> = served
        .iter()
        .map(|line| line["tf_rpc"].as_str().unwrap())
        .collect();
    assert_eq!(rpcs, ["GetProviderSchema", "ValidateResourceConfig"]);
    assert!(
        served.iter().all(|line| line["duration_ms"].is_u64()),
        "{served:?}"
    );
    let [schema, validate] = served[..] else {
        panic!("{served:?}")
    };
    assert_ne!(schema["tf_req_id"], validate["tf_req_id"]);
    assert!(!schema.contains_key("tf_resource_type"));
    assert_eq!(validate["tf_resource_type"], "ksyun_scaling_group");
}

#[tokio::test]
async fn nothing_is_logged_unless_terraform_logs() {
    for environment in [
        &[][..],
        &[("TF_LOG", "")],
        &[("TF_LOG", "off")],
        &[("TF_LOG_CORE", "TRACE")],
        &[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "OFF")],
        &[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER_KSYUN_AUTOSCALING", "OFF")],
    ] {
        assert_eq!(log(environment).await, "", "{environment:?}");
    }
}

#[tokio::test]
async fn the_level_is_respected() {
    let log = log(&[("TF_LOG_PROVIDER", "DEBUG")]).await;
    assert!(lines(&log).iter().all(|line| line["@level"] != "trace"), "{log}");
}
