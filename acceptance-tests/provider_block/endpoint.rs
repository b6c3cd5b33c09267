//! Where the API is.

use serde_json::json;

use super::{CONFIGURATION, configuration, launched, with_provider};
use crate::support::{Scenario, create};

#[test]
fn a_region_that_may_be_a_slip_of_the_pen_is_told_with_the_one_that_may_be_meant() {
    let mut s = launched();
    s.unset_variables(&["KSYUN_ENDPOINT_AUTOSCALING"]);
    s.plan(with_provider("region = \"cn-bejing-6\"").as_str())
        .plans([create(CONFIGURATION)])
        .warning("Unknown region")
        .at("region = \"cn-bejing-6\"")
        .saying("Did you mean \"cn-beijing-6\"?");
    // With an endpoint of one's own any region may be right.
    Scenario::start()
        .plan(with_provider("region = \"my-cloud-1\"").as_str())
        .plans([create(CONFIGURATION)])
        .says_nothing();
}

#[test]
fn an_endpoint_that_can_not_be_right_is_refused_at_its_argument() {
    let mut s = Scenario::start();
    let endpoint = |url: &str| with_provider(&format!("endpoints {{\n autoscaling = {url:?}\n }}"));
    for (url, detail) in [
        ("127.0.0.1:8080", "has no scheme"),
        ("ftp://127.0.0.1", "must start with https:// or http://"),
        ("http://127.0.0.1/v1", "must not have a path"),
        ("http://autoscaling.invalid", "insecure = true"),
    ] {
        s.plan_fails(endpoint(url).as_str())
            .error("Invalid endpoints.autoscaling")
            .at("autoscaling =")
            .saying(detail)
            .calls(&json!({}))
            .reads(&json!({}));
    }
    for (domain, detail) in [
        ("https://cloud.example", "without a scheme"),
        ("clo ud", "is not a URL"),
    ] {
        s.plan_fails(with_provider(&format!("domain = {domain:?}")).as_str())
            .error("Invalid domain")
            .at("domain =")
            .saying(detail);
    }
}

#[test]
fn two_endpoints_are_one_too_many() {
    let both = "domain = \"cloud.example\"\n endpoints {\n autoscaling = \"https://kec.cloud.example\"\n }";
    Scenario::start()
        .plan_fails(with_provider(both).as_str())
        .error("Two endpoints are set")
        .at("domain =")
        .saying("Remove one of them");
    let mut s = launched();
    s.set_variables(&[("KSYUN_DOMAIN", "cloud.example")]);
    s.plan_fails(configuration())
        .error("Two endpoints are set")
        .saying("Unset one of them");
}

#[test]
fn plain_http_to_another_machine_must_be_asked_for() {
    let mut s = launched();
    s.set_variables(&[("KSYUN_ENDPOINT_AUTOSCALING", "http://autoscaling.invalid")]);
    s.plan_fails(configuration())
        .error("Invalid KSYUN_ENDPOINT_AUTOSCALING")
        .saying("KSYUN_INSECURE=true");
    for flag in ["true", "1"] {
        s.set_variables(&[("KSYUN_INSECURE", flag)]);
        s.plan(configuration()).plans([create(CONFIGURATION)]);
    }
    s.plan_fails(with_provider("insecure = false").as_str())
        .error("Invalid KSYUN_ENDPOINT_AUTOSCALING")
        .saying("in clear text");
    s.set_variables(&[("KSYUN_INSECURE", "perhaps")]);
    s.plan_fails(configuration())
        .error("KSYUN_INSECURE is neither true nor false")
        .saying("\"perhaps\"");
}

#[test]
fn https_can_be_forced() {
    Scenario::start()
        .plan_fails(with_provider("force_https = true").as_str())
        .error("Invalid force_https")
        .at("force_https")
        .saying("the endpoint is \"http://127.0.0.1");
}

#[test]
fn the_emulator_is_reached_as_the_official_provider_reaches_it() {
    let mut s = Scenario::start();
    let host = s.emulator().url().replace("http://", "");
    s.apply(with_provider(&format!("domain = {host:?}\n  ignore_service = true")).as_str())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();

    let mut s = launched();
    let host = s.emulator().url().replace("http://", "");
    s.unset_variables(&["KSYUN_ENDPOINT_AUTOSCALING"]);
    s.set_variables(&[("KSYUN_DOMAIN", &host), ("KSYUN_DOMAIN_IGNORE_SERVICE", "true")]);
    s.apply(configuration())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();
}

#[test]
fn a_block_of_the_official_provider_is_understood_as_it_is() {
    let mut s = Scenario::start();
    let block = r#"
  access_key     = "AKLTEMULATOR"
  secret_key     = "emulator-secret-key"
  region         = "cn-beijing-6"
  insecure       = true
  domain         = ""
  ignore_service = false
  endpoint       = ""
  dry_run        = false
  http_keepalive = false
  force_https    = false
  max_retries    = 3"#;
    s.apply(with_provider(block).as_str())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();
}
