//! Plans to destroy say what they will take down and what will stop them.

use serde_json::json;

use super::{CONFIGURATION, GROUP, POLICY, TASK, applied, group, policy, task};
use crate::support::{Scenario, Serving, delete, wait_until};

const MACHINE: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";
const LATER: &str = "start_time = \"2040-01-01 09:00:00\"";

#[test]
fn what_terraform_destroys_by_itself_needs_no_words() {
    let members = format!(
        "{}{}\nresource \"ksyun_scaling_notification\" \"ops\" {{\n  scaling_group_id = ksyun_scaling_group.web.id\n  \
         scaling_notification_types = [\"1\"]\n}}\n",
        policy(),
        task("morning", 1, LATER)
    );
    let mut s = applied(group("", &members).as_str());
    s.plan_destroy()
        .plans([
            delete(CONFIGURATION),
            delete(GROUP),
            delete("ksyun_scaling_notification.ops"),
            delete(POLICY),
            delete(TASK),
        ])
        .says_nothing()
        .calls(&json!({}));
}

#[test]
fn matrix_what_belongs_to_the_group_and_not_to_terraform_is_named() {
    let mut s = applied(group("", &policy()).as_str());
    s.forget(POLICY);
    let warning = "Destroying the group deletes what belongs to it";
    s.plan_destroy()
        .warning(warning)
        .at(GROUP)
        .saying("scaling policy")
        .warning_saying("\"busy\"")
        .at(GROUP);
}

#[test]
fn a_group_that_is_taken_out_of_the_configuration_is_looked_at_too() {
    let mut s = applied(
        group("min_size = 1", "")
            .replace("  min_size                 = 0\n", "")
            .as_str(),
    );
    wait_until("the first instance", || {
        s.emulator().api("DescribeScalingGroup", &[])["ScalingGroupSet"][0]["InstanceNum"] == 1
    });
    s.plan(
        group("", "")
            .split("\nresource \"ksyun_scaling_group\"")
            .next()
            .unwrap_or_default(),
    )
    .plans([delete(GROUP)])
    .warning("terminates its instances")
    .saying("has today: 1");
}

#[test]
fn protected_instances_are_named_before_the_apply_refuses() {
    let mut s = applied(group("", "").as_str());
    let id = s.id(GROUP);
    let machine = [("ScalingGroupId", id.as_str()), ("ScalingInstanceId.1", MACHINE)];
    s.emulator().api("AttachInstance", &machine);
    wait_until("the first instance", || {
        s.emulator().api("DescribeScalingGroup", &[])["ScalingGroupSet"][0]["InstanceNum"] == 1
    });
    s.plan_destroy()
        .warning("Instances stand in the way")
        .at(GROUP)
        .saying(&format!("{MACHINE} "));
}

#[test]
fn an_activity_that_runs_is_named() {
    let mut s = Scenario::with(Serving::Reattached, &["--activity-seconds", "600"]);
    s.apply(group("desired_capacity = 1", "").as_str());
    s.plan_destroy()
        .warning("An activity of the group is running")
        .at(GROUP)
        .saying("(scale out) running");
}

#[test]
fn an_instance_that_is_detached_before_its_group_goes_is_not_in_the_way() {
    let mut s = applied(group("", &machine(0)).as_str());
    s.plan_destroy().without_warnings();
    s.destroy().leaves_nothing();
}

#[test]
fn the_end_of_a_protected_membership_says_what_it_lifts() {
    let mut s = applied(group("", &machine(1)).as_str());
    let instance = "ksyun_scaling_instance.db";
    s.plan(group("", "").as_str())
        .plans([delete(instance)])
        .warning("The instance is protected")
        .saying("lifts its protection");
}

#[test]
fn a_group_at_its_minimum_is_told_before_the_detachment() {
    let mut s = applied(group("", &machine(0)).as_str());
    let instance = "ksyun_scaling_instance.db";
    let id = s.id(GROUP);
    s.emulator()
        .api("ModifyScalingGroup", &[("ScalingGroupId", &id), ("MinSize", "1")]);
    s.plan_destroy()
        .warning("The group may replace the instance")
        .at(instance)
        .saying("min_size of 1");
}

#[test]
fn a_configuration_that_is_still_used_names_its_groups() {
    let mut s = applied(group("", "").as_str());
    let id = s.id(GROUP);
    s.forget(GROUP);
    s.plan_destroy()
        .plans([delete(CONFIGURATION)])
        .warning("is in use")
        .at(CONFIGURATION)
        .saying(&id);
}

#[test]
fn an_api_that_does_not_show_it_is_no_trouble() {
    let mut s = applied(group("", &policy()).as_str());
    s.forget(POLICY);
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingPolicy",
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"},
    }]}));
    s.plan_destroy().says_nothing();
}

/// The machine as a member of the group, protected (1) or not (0).
fn machine(protected: i64) -> String {
    format!(
        r#"
resource "ksyun_scaling_instance" "db" {{
  scaling_group_id      = ksyun_scaling_group.web.id
  scaling_instance_id   = "{MACHINE}"
  protected_from_detach = {protected}
}}
"#
    )
}
