use serde_json::json;

use super::{MACHINE, attached, with_resource};
use crate::support::Scenario;

#[test]
fn bad_input_is_refused_at_plan_at_its_attribute() {
    let mut s = Scenario::start();
    for (value, detail) in [
        ("2", "from 0 to 1, got 2"),
        ("-1", "from 0 to 1, got -1"),
        ("0.5", "from 0 to 1, got 0.5"),
    ] {
        s.plan_fails(
            attached(0)
                .replace("detach = 0", &format!("detach = {value}"))
                .as_str(),
        )
        .error("Invalid protected_from_detach")
        .at("protected_from_detach")
        .saying(detail)
        .calls(&json!({}))
        .reads(&json!({}));
    }
    s.plan_fails(attached(0).replace("detach = 0", "detach = null").as_str())
        .error("Missing protected_from_detach")
        .at("protected_from_detach")
        .saying("null");
    s.plan_fails(attached(0).replace("detach = 0", "detach = \"yes\"").as_str())
        .error("Incorrect attribute value type")
        .at("protected_from_detach");
    for (id, detail) in [
        ("", "a string that is not empty"),
        ("two words", "is not an id"),
        ("1:2", "is not an id"),
    ] {
        s.plan_fails(attached(0).replace(MACHINE, id).as_str())
            .error("Invalid scaling_instance_id")
            .at("scaling_instance_id")
            .saying(detail);
        s.plan_fails(
            attached(0)
                .replace("ksyun_scaling_group.web.id", &format!("{id:?}"))
                .as_str(),
        )
        .error("Invalid scaling_group_id")
        .at("scaling_group_id")
        .saying(detail);
    }
    let late = attached(0).replace("detach = 0", "detach = 0\n  timeouts {\n    delete = \"10\"\n  }");
    s.plan_fails(late.as_str())
        .error("Invalid delete")
        .at("delete")
        .saying("\"10\" is not a duration");
}

#[test]
fn arguments_that_are_unset_are_refused() {
    Scenario::start()
        .plan_fails(with_resource("").as_str())
        .error("Missing required argument")
        .saying("scaling_group_id")
        .error("Missing required argument")
        .saying("scaling_instance_id")
        .error("Missing required argument")
        .saying("protected_from_detach");
}
