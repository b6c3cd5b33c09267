use serde_json::json;

use super::{notifying, with_resource};
use crate::support::Scenario;

#[test]
fn bad_input_is_refused_at_plan_at_its_attribute() {
    let mut s = Scenario::start();
    for (types, detail) in [
        ("[]", "at least 1 elements"),
        (r#"["7"]"#, "got \"7\""),
        (r#"["1", "01"]"#, "got \"01\""),
        (r#"["1", ""]"#, "got \"\""),
        (r#"["1", null]"#, "An element is null"),
    ] {
        s.plan_fails(notifying(types).as_str())
            .error("Invalid scaling_notification_types")
            .at("scaling_notification_types")
            .saying(detail)
            .calls(&json!({}))
            .reads(&json!({}));
    }
    for (group, detail) in [("", "is not empty"), ("1:2", "\"1:2\" is not an id")] {
        let arguments = format!("scaling_group_id = {group:?}\nscaling_notification_types = [\"1\"]");
        s.plan_fails(with_resource(&arguments).as_str())
            .error("Invalid scaling_group_id")
            .at("scaling_group_id")
            .saying(detail);
    }
    let arguments =
        "scaling_group_id = \"1\"\nscaling_notification_types = [\"1\"]\ntimeouts {\n  create = \"soon\"\n}";
    s.plan_fails(with_resource(arguments).as_str())
        .error("Invalid create")
        .at("create")
        .saying("\"soon\" is not a duration");
}

#[test]
fn types_that_are_unset_are_refused() {
    let mut s = Scenario::start();
    s.plan_fails(with_resource("scaling_group_id = \"1\"").as_str())
        .error("Missing required argument")
        .saying("scaling_notification_types");
    s.plan_fails(notifying("null").as_str())
        .error("Missing scaling_notification_types")
        .at("scaling_notification_types")
        .saying("its value is null");
}

#[test]
fn a_type_that_becomes_known_too_late_to_be_checked_is_refused_by_the_api_at_its_attribute() {
    let mut s = Scenario::start();
    let config = format!(
        "{}\nresource \"terraform_data\" \"type\" {{\n  input = \"7\"\n}}\n",
        notifying("[terraform_data.type.output]")
    );
    s.apply_fails(config.as_str())
        .error_saying("7")
        .at("scaling_notification_types");
}
