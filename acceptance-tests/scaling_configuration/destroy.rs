//! Destruction: what is in the way is waited for, then named.

use serde_json::json;

use super::{CONFIGURATION, web};
use crate::support::{Scenario, hcl};

const SUBNET: &str = "1e3a9b8b-0833-4b29-9d3f-4a4188350591";
const SECURITY_GROUP: &str = "36e08d58-4b10-440c-9b0b-11da1f551c33";

/// Makes a group outside of Terraform that uses the configuration; gives its id.
fn group_elsewhere(s: &Scenario, name: &str) -> String {
    let created = s.emulator().api(
        "CreateScalingGroup",
        &[
            ("ScalingGroupName", name),
            ("ScalingConfigurationId", &s.id(CONFIGURATION)),
            ("MinSize", "0"),
            ("MaxSize", "1"),
            ("DesiredCapacity", "0"),
            ("SubnetId.1", SUBNET),
            ("SecurityGroupId", SECURITY_GROUP),
            ("RemovePolicy", "RemoveOldestInstance"),
        ],
    );
    let id = created["ReturnSet"]["ScalingGroupId"].as_str();
    id.expect("the API gives the id of a new group").to_owned()
}

#[test]
fn a_configuration_and_its_group_are_destroyed_together() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_configuration/replaced/1-disk.tf"));
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn matrix_groups_that_use_a_configuration_are_named_when_the_time_is_over() {
    let mut s = Scenario::start();
    s.apply(web("timeouts {\n delete = \"1s\"\n}").as_str());
    let one = group_elsewhere(&s, "batch");
    let two = group_elsewhere(&s, "night");
    s.apply_fails("")
        .error("is still in use")
        .saying(&format!("{one} (batch)"))
        .error("is still in use")
        .saying(&format!("{two} (night)"))
        .error("is still in use")
        .saying("create_before_destroy")
        .error("is still in use")
        .saying("RequestId")
        .state_holds(&[CONFIGURATION]);
    for group in [one, two] {
        s.emulator()
            .api("DeleteScalingGroup", &[("ScalingGroupId", &group)]);
    }
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
fn a_refusal_that_ends_is_waited_for() {
    for fault in [
        json!({"kind": "error", "status": 400, "code": "ScalingConfigurationInUse", "message": "in use"}),
        json!({"kind": "error", "status": 400, "code": "ScalingConfigurationBusy", "message": "busy"}),
        json!({"kind": "throttle"}),
        json!({"kind": "drop_answer"}),
    ] {
        let mut s = Scenario::start();
        s.apply(web("").as_str());
        s.emulator()
            .fault(&json!({"api": [{"action": "DeleteScalingConfiguration", "first": 1, "fault": fault}]}));
        s.destroy().destroys(1).leaves_nothing();
    }
}

#[test]
fn a_refusal_for_which_there_is_no_group_is_not_waited_for_long() {
    let mut s = Scenario::start();
    s.apply(web("timeouts {\n delete = \"1h\"\n}").as_str());
    s.emulator().fault(&json!({"api": [{
        "action": "DeleteScalingConfiguration",
        "fault": {"kind": "error", "status": 400, "code": "ScalingConfigurationBusy", "message": "for a reason of its own"},
    }]}));
    s.apply_fails("")
        .error("Can't destroy")
        .saying("for a reason of its own")
        .calls(&json!({"DeleteScalingConfiguration": 6}))
        .state_holds(&[CONFIGURATION]);
}

#[test]
fn a_refusal_that_can_not_end_is_told_at_once() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    s.emulator().fault(&json!({"api": [{
        "action": "DeleteScalingConfiguration",
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"},
    }]}));
    s.apply_fails("")
        .error("Can't destroy")
        .saying("kec:DeleteScalingConfiguration")
        .calls(&json!({"DeleteScalingConfiguration": 1}))
        .state_holds(&[CONFIGURATION]);
}

#[test]
fn a_configuration_that_is_gone_already_is_a_success() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    let id = s.id(CONFIGURATION);
    s.emulator()
        .api("DeleteScalingConfiguration", &[("ScalingConfigurationId.1", &id)]);
    s.destroy_without_looking().destroys(1).state_holds(&[]);
}
