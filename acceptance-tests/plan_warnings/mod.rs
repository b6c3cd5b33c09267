//! Warnings that need more than one object to be seen, and what a plan to destroy says.

mod bounds;
mod capacity;
mod destroy;
mod times;

use crate::support::Scenario;

const GROUP: &str = "ksyun_scaling_group.web";
const CONFIGURATION: &str = "ksyun_scaling_configuration.web";
const POLICY: &str = "ksyun_scaling_policy.busy";
const TASK: &str = "ksyun_scaling_scheduled_task.morning";

/// A group from 0 to 3 instances with these arguments, and `members` beside it.
fn group(arguments: &str, members: &str) -> String {
    let group = include_str!("group.tf").replace("  min_size ", &format!("  {arguments}\n  min_size "));
    format!("{group}\n{members}")
}

fn policy() -> String {
    r#"
resource "ksyun_scaling_policy" "busy" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = "busy"
}
"#
    .to_owned()
}

/// A task that sets the expected size to `expect`, with more arguments.
fn task(label: &str, expect: i64, arguments: &str) -> String {
    format!(
        r#"
resource "ksyun_scaling_scheduled_task" "{label}" {{
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "{label}"
  readjust_min_size           = 0
  readjust_expect_size        = {expect}
  readjust_max_size           = 3
  {arguments}
}}
"#
    )
}

/// Applies the configuration, and gives the world after it.
#[track_caller]
fn applied(config: &str) -> Scenario {
    let mut s = Scenario::start();
    s.apply(config);
    s
}
