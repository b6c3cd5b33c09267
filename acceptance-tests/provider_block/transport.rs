//! How calls are made: dry runs, repetitions, proxies.

use serde_json::json;

use super::{CONFIGURATION, configuration, launched, with_provider};
use crate::support::Scenario;

#[test]
fn a_dry_run_makes_nothing_and_says_so() {
    let mut s = Scenario::start();
    s.apply_fails(with_provider("dry_run = true").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("dry run: the caller is allowed to do this; nothing was done")
        .error_saying("KSYUN_DRY_RUN")
        .at(CONFIGURATION)
        .state_holds(&[])
        .leaves_nothing();

    let mut s = launched();
    s.set_variables(&[("KSYUN_DRY_RUN", "true")]);
    s.apply_fails(configuration())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("dry run")
        .leaves_nothing();
}

#[test]
fn without_retries_a_call_is_made_once() {
    let mut s = Scenario::start();
    let down = json!({"api": [{"action": "*", "fault": {"kind": "error", "status": 500, "code": "ServiceUnavailable",
        "message": "Auth Service is unavailable because of an unknown error, exception or failure"}}]});
    s.emulator().fault(&down);
    s.apply_fails(with_provider("max_retries = 0").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("ServiceUnavailable (HTTP 500)")
        .error_saying("max_retries")
        .at(CONFIGURATION)
        .calls(&json!({"CreateScalingConfiguration": 1}));
    s.apply_fails(with_provider("max_retries = 1").as_str())
        .error_saying("2 attempts")
        .at(CONFIGURATION)
        .calls(&json!({"CreateScalingConfiguration": 2}));
    s.plan_fails(with_provider("max_retries = 100").as_str())
        .error("Invalid max_retries")
        .at("max_retries")
        .saying("from 0 to 99");
}

#[test]
fn a_host_where_nobody_listens_is_told_with_what_to_check() {
    Scenario::start()
        .apply_fails(
            with_provider("max_retries = 0\n endpoints {\n autoscaling = \"http://127.0.0.1:9\"\n }")
                .as_str(),
        )
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("can't reach http://127.0.0.1:9: connection refused")
        .error_saying("Check the network")
        .at(CONFIGURATION)
        .state_holds(&[]);
}

#[test]
fn a_proxy_is_used_and_a_malformed_one_refused_without_its_password() {
    let mut s = Scenario::start();
    s.set_variables(&[("TF_VAR_proxy", "http://user:Proxy-password-1@")]);
    let config = |proxy: &str| {
        format!(
            "variable \"proxy\" {{}}\n{}",
            with_provider(&format!("max_retries = 0\n  http_proxy = {proxy}"))
        )
    };
    s.plan_fails(config("var.proxy").as_str())
        .error("Invalid http_proxy")
        .at("http_proxy = var.proxy")
        .saying("is not a URL")
        .prints_nothing_of("Proxy-password-1");
    s.apply_fails(config("\"http://127.0.0.1:9\"").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("(through proxy http://127.0.0.1:9): connection refused")
        .calls(&json!({}));
}

#[test]
fn an_endpoint_that_is_not_checked_is_told() {
    let mut s = Scenario::start();
    s.plan(with_provider("insecure = true").as_str())
        .warning("The endpoint's certificate is not checked")
        .saying("SSL_CERT_FILE");
}
