//! What the destruction of a group will take down and what will stop it, seen before it is decided upon.

use tokio::time::timeout;

use super::step::{Snapshot, Wishes};
use crate::client::CallContext;
use crate::client::actions::{DescribeScalingNotification, DescribeScalingPolicy, DescribeScheduledTask};
use crate::framework::{Diagnostic, Field};
use crate::provider::activities::Activities;
use crate::provider::api::{ApiContext, PATIENCE, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::plan_warnings::PlanWarnings;
use crate::provider::scaling_group::attributes::ScalingGroupModel;
use crate::provider::scaling_group::messages;

/// So many groups of a plan are looked at for what belongs to them, which takes three calls for each.
const MOST_LOOKS: usize = 40;
const FIRST_WITHOUT: usize = MOST_LOOKS + 1;

/// Looks at the group and what belongs to it. What is to be destroyed by itself needs no words. Nothing is said of what the
/// API does not show: that is for the destruction to deal with.
pub(in super::super) async fn warnings(
    cx: &ApiContext<'_>,
    state: &ScalingGroupModel,
    plan_warnings: &PlanWarnings,
) -> Vec<Diagnostic> {
    timeout(PATIENCE, preview(cx, state, plan_warnings))
        .await
        .unwrap_or_default()
}

async fn preview(
    cx: &ApiContext<'_>,
    state: &ScalingGroupModel,
    plan_warnings: &PlanWarnings,
) -> Vec<Diagnostic> {
    let id = state.id.as_str().unwrap_or_default();
    let Ok(Some(mut snapshot)) = Snapshot::at(cx, id).await else {
        return Vec::new();
    };
    snapshot
        .instances
        .retain(|instance| !is_leaving(plan_warnings, &instance.instance_id, id));

    let wishes = Wishes::of(state);
    let mut warnings = Vec::new();
    if snapshot.instances.is_empty() {
        // There is nothing to lose.
    } else if state.deletion_protection == Field::Value(true) {
        return vec![messages::destruction_will_be_refused(
            id,
            snapshot.instances.len(),
        )];
    } else if wishes.are_hurt_by(&snapshot.instances) {
        return vec![messages::instances_will_be_in_the_way(id, &snapshot.instances)];
    } else if wishes.keep {
        warnings.push(messages::destruction_lets_go(id, &snapshot.instances));
    } else {
        warnings.push(messages::destruction_terminates(id, &snapshot.instances));
    }
    if snapshot.is_busy() {
        let running = Activities::of_last_hour(id).running_if_known(cx.data).await;
        warnings.push(messages::destruction_waits(id, &running));
    }
    match plan_warnings.note_look_into() {
        ..=MOST_LOOKS => {
            let belongings = belongings(cx, id, plan_warnings).await;
            if !belongings.is_empty() {
                warnings.push(messages::destruction_takes_along(id, &belongings));
            }
        }
        FIRST_WITHOUT => warnings.push(messages::not_all_looked_into(MOST_LOOKS)),
        _ => {}
    }
    warnings
}

/// The names of the policies, tasks and notifications that go with the group and are not to be destroyed by themselves.
async fn belongings(cx: &ApiContext<'_>, group: &str, plan_warnings: &PlanWarnings) -> Vec<String> {
    let limits: CallContext = limits(cx);
    let scaling_group_id = || group.to_owned();
    let policies = DescribeScalingPolicy {
        scaling_group_id: scaling_group_id(),
        ..Default::default()
    };
    let tasks = DescribeScheduledTask {
        scaling_group_id: scaling_group_id(),
        ..Default::default()
    };
    let notifications = DescribeScalingNotification {
        scaling_group_id: scaling_group_id(),
        ..Default::default()
    };
    let (policies, tasks, notifications) = tokio::join!(
        cx.data.list_all(&limits, &policies),
        cx.data.list_all(&limits, &tasks),
        cx.data.list_all(&limits, &notifications)
    );
    let policies = policies.into_iter().flatten().map(|policy| {
        (
            "scaling policy",
            policy.scaling_policy_id,
            policy.scaling_policy_name,
        )
    });
    let tasks = tasks.into_iter().flatten().map(|task| {
        let (id, name) = (task.scaling_scheduled_task_id, task.scaling_scheduled_task_name);
        ("scheduled task", id, name)
    });
    // The API can't delete a notification; one without types is what is left of it.
    let notifications = notifications
        .into_iter()
        .flatten()
        .filter(|notification| !notification.is_cleared())
        .map(|notification| ("notification", notification.scaling_notification_id, None));
    policies
        .chain(tasks)
        .chain(notifications)
        .filter(|(_, id, _)| !is_leaving(plan_warnings, id, group))
        .map(|(kind, id, name)| {
            let name = name.map(|name| format!(" {name:?}")).unwrap_or_default();
            format!("  {kind} {id}{name}")
        })
        .collect()
}

fn is_leaving(plan_warnings: &PlanWarnings, item: &str, group: &str) -> bool {
    let member = MemberId {
        item: item.to_owned(),
        group: group.to_owned(),
    };
    plan_warnings.is_leaving(&member.to_state_id())
}

#[cfg(test)]
mod tests;
