//! Secrets: nowhere but where they belong.

use super::CONFIGURATION;
use crate::support::{Scenario, Serving, hcl, update};

/// Terraform shows the line of the configuration that an error points to, so a password does not belong there.
const CONFIG: &str = r#"
variable "password" {
  sensitive = true
}

resource "ksyun_scaling_configuration" "web" {
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  password = var.password
}
"#;

#[test]
fn no_secret_is_logged_even_at_the_most_talkative_level() {
    let mut s = Scenario::with(Serving::DevOverride, &["--secret-key", "Secret-key-of-this-test"]);
    s.set_variables(&[
        ("TF_LOG", "TRACE"),
        ("TF_LOG_PROVIDER", "TRACE"),
        ("KSYUN_SECURITY_TOKEN", "Token-of-this-test"),
    ]);
    let user_data = "IyEvYmluL3NoCmVjaG8gb25lCg==";
    let never = [
        "Secret-key-of-this-test",
        "Token-of-this-test",
        "First-password-1",
        "Second-password-2",
    ];
    for step in [
        hcl!("scaling_configuration/everything/1-create.tf"),
        hcl!("scaling_configuration/everything/2-change.tf"),
    ] {
        let mut applied = s.apply(step);
        for secret in never {
            applied = applied.prints_nothing_of(secret);
        }
        applied.logs_nothing_of(user_data);
    }
    let mut destroyed = s.destroy().destroys(1);
    for secret in never {
        destroyed = destroyed.prints_nothing_of(secret);
    }
    destroyed.logs_nothing_of(user_data);
}

#[test]
fn no_secret_is_in_an_error() {
    let mut s = Scenario::start();
    s.set_variables(&[("TF_VAR_password", "Known-to-state-1")]);
    s.apply(CONFIG);
    // An API that repeats what it was sent.
    s.emulator().fault(&serde_json::json!({"api": [{
        "action": "ModifyScalingConfiguration",
        "fault": {
            "kind": "error", "status": 400, "code": "InvalidParameterValue",
            "message": "Known-to-state-2 is not strong enough: An invalid value for the input parameter Password.",
        },
    }]}));
    s.set_variables(&[("TF_VAR_password", "Known-to-state-2")]);
    s.apply_fails(CONFIG)
        .plans([update(CONFIGURATION)])
        .error("Can't change")
        .at("password = var.password")
        .saying("[REDACTED] is not strong enough")
        .prints_nothing_of("Known-to-state-2");
}
