//! Who calls: keys and region, and what the API says of them.

use serde_json::json;

use super::{CONFIGURATION, configuration, launched, with_provider};
use crate::support::{Scenario, create};

#[test]
fn what_is_missing_is_one_error_that_names_both_ways_to_give_it() {
    let mut s = launched();
    s.unset_variables(&["KSYUN_ACCESS_KEY", "KSYUN_SECRET_KEY", "KSYUN_REGION"]);
    s.plan_fails(configuration())
        .error("The provider lacks settings")
        .saying(
            "  access_key in the provider block, or KSYUN_ACCESS_KEY in the environment\n  \
             secret_key in the provider block, or KSYUN_SECRET_KEY in the environment\n  \
             region in the provider block, or KSYUN_REGION in the environment",
        )
        .calls(&json!({}))
        .reads(&json!({}));
}

#[test]
fn a_plan_that_needs_nothing_of_the_api_asks_nothing() {
    let mut s = Scenario::start();
    s.plan(configuration())
        .plans([create(CONFIGURATION)])
        .calls(&json!({}))
        .reads(&json!({}));
}

#[test]
fn the_block_wins_over_the_environment() {
    let mut s = launched();
    let url = s.emulator().url().to_owned();
    s.set_variables(&[
        ("KSYUN_ACCESS_KEY", "another"),
        ("KSYUN_SECRET_KEY", "another"),
        ("KSYUN_REGION", "cn-guangzhou-1"),
        ("KSYUN_ENDPOINT_AUTOSCALING", "http://127.0.0.1:1"),
    ]);
    s.apply(
        with_provider(&format!(
            r#"
  access_key = "AKLTEMULATOR"
  secret_key = "emulator-secret-key"
  region     = "cn-shanghai-2"
  endpoints {{
    autoscaling = "{url}"
  }}"#
        ))
        .as_str(),
    )
    .calls(&json!({"CreateScalingConfiguration": 1}));
    assert_eq!(s.emulator().call_log()[0]["region"], "cn-shanghai-2");
}

#[test]
fn matrix_keys_that_the_api_does_not_accept_are_told_apart() {
    let mut s = Scenario::start();
    s.apply_fails(with_provider("secret_key = \"wrong\"").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("SignatureDoesNotMatch (HTTP 403)")
        .error_saying("KSYUN_SECRET_KEY")
        .at(CONFIGURATION)
        .calls(&json!({"CreateScalingConfiguration": 1}));
    s.apply_fails(with_provider("access_key = \"AKLTUNKNOWN\"").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("InvalidClientTokenId (HTTP 403)")
        .error_saying("KSYUN_ACCESS_KEY")
        .at(CONFIGURATION)
        .calls(&json!({"CreateScalingConfiguration": 1}))
        .state_holds(&[]);
}

#[test]
fn a_refresh_with_keys_that_the_api_does_not_accept_loses_nothing() {
    let mut s = Scenario::start();
    s.apply(configuration());
    s.plan_fails(with_provider("access_key = \"AKLTUNKNOWN\"").as_str())
        .error("Can't read")
        .saying("InvalidClientTokenId")
        .state_holds(&[CONFIGURATION]);
    s.plan(configuration()).plans([]);
}

#[test]
fn as_an_account_that_is_not_allowed_or_not_told_no_call_is_made() {
    let allowed = |account: &str| with_provider(&format!("allowed_account_ids = [{account:?}]"));
    let mut s = Scenario::start();
    s.apply_fails(allowed("2000000001").as_str())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("does not tell to which account")
        .error_saying("Create the first one without allowed_account_ids")
        .at(CONFIGURATION)
        .calls(&json!({}));
    s.apply(configuration());
    s.plan(allowed("2000000001").as_str()).plans([]);
    s.plan_fails(allowed("7").as_str())
        .error("Can't read")
        .at(CONFIGURATION)
        .saying("belongs to account 2000000001")
        .reads(&json!({"DescribeScalingConfiguration": 1}))
        .state_holds(&[CONFIGURATION]);
    s.plan_fails(with_provider("forbidden_account_ids = [2000000001]").as_str())
        .error("Can't read")
        .at(CONFIGURATION)
        .saying("forbidden_account_ids");
    s.plan_fails(with_provider("allowed_account_ids = [7]\n  forbidden_account_ids = [8]").as_str())
        .error("both allowed and forbidden")
        .saying("Remove forbidden_account_ids");
}

#[test]
fn a_clock_that_can_not_be_corrected_is_named() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{"action": "CreateScalingConfiguration", "fault": {
        "kind": "error", "status": 403, "code": "SignatureDoesNotMatch", "message": "Signature expired:20240115T083000Z.",
    }}]}));
    s.apply_fails(configuration())
        .error("Can't create")
        .at(CONFIGURATION)
        .saying("this machine's clock");
}

#[test]
fn keys_with_characters_that_no_key_has_are_refused_at_their_argument() {
    let mut s = Scenario::start();
    s.set_variables(&[("TF_VAR_key", "Key of this test\n")]);
    let config = format!(
        "variable \"key\" {{\n  sensitive = true\n}}\n{}",
        with_provider("secret_key = var.key")
    );
    s.plan_fails(config.as_str())
        .error("Invalid secret_key")
        .at("secret_key = var.key")
        .saying("line break")
        .prints_nothing_of("Key of this test");
}

#[test]
fn the_simplified_signature_serves_as_well() {
    let mut s = Scenario::start();
    let config = with_provider("signature_version = \"1.0\"\n  security_token = \"Token-of-this-test\"");
    s.apply(config.as_str())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();
    let log = s.emulator().call_log();
    assert!(
        log.iter()
            .all(|call| call["method"] == "POST" && call["status"] == 200),
        "{log:?}"
    );
    s.plan(with_provider("signature_version = 1.0").as_str())
        .plans([]);
    s.destroy().destroys(1).prints_nothing_of("emulator-secret-key");
    s.plan_fails(with_provider("signature_version = \"2\"").as_str())
        .error("Invalid signature_version")
        .at("signature_version")
        .saying("\"1.0\"");
}

#[test]
fn a_block_may_depend_on_what_is_not_made_yet() {
    let mut s = Scenario::start();
    let config = format!(
        "resource \"terraform_data\" \"keys\" {{\n  input = {{ region = \"cn-shanghai-2\", retries = 0 }}\n}}\n{}",
        with_provider(
            "region = terraform_data.keys.output.region\n  max_retries = terraform_data.keys.output.retries"
        )
    );
    s.plan(config.as_str())
        .plans([create(CONFIGURATION), create("terraform_data.keys")])
        .reads(&json!({}));
    s.apply(config.as_str()).then_plan_is_empty();
    assert_eq!(s.emulator().call_log()[0]["region"], "cn-shanghai-2");
    // What exists can't be looked at without them.
    s.plan_fails(
        config
            .replace("input = {", "triggers_replace = 1\n  input = {")
            .as_str(),
    )
    .error("The provider is not configured")
    .saying("-target");
}
