//! What the destruction of a group will take down and what will stop it, seen before it is decided upon.

use tokio::time::timeout;

use super::step::{Look, Wishes};
use crate::client::CallContext;
use crate::client::actions::{DescribeScalingNotification, DescribeScalingPolicy, DescribeScheduledTask};
use crate::framework::{Diagnostic, Field};
use crate::provider::activities::Activities;
use crate::provider::api::{Operation, PATIENCE, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::insight::Insight;
use crate::provider::scaling_group::attributes::ScalingGroupModel;
use crate::provider::scaling_group::messages;

/// So many groups of a plan are looked at for what belongs to them, which takes three calls for each.
const MOST_LOOKS: usize = 50;
const FIRST_WITHOUT: usize = MOST_LOOKS + 1;

/// Looks at the group and what belongs to it. What is to be destroyed by itself needs no words. Nothing is said of what the
/// API does not show: that is for the destruction to deal with.
pub(in super::super) async fn warnings(
    cx: &Operation<'_>,
    state: &ScalingGroupModel,
    insight: &Insight,
) -> Vec<Diagnostic> {
    timeout(PATIENCE, look(cx, state, insight))
        .await
        .unwrap_or_default()
}

async fn look(cx: &Operation<'_>, state: &ScalingGroupModel, insight: &Insight) -> Vec<Diagnostic> {
    let id = state.id.as_str().unwrap_or_default();
    let Ok(Some(mut look)) = Look::at(cx, id).await else {
        return Vec::new();
    };
    look.instances
        .retain(|instance| !is_leaving(insight, &instance.instance_id, id));

    let wishes = Wishes::of(state);
    let mut warnings = Vec::new();
    if look.instances.is_empty() {
        // There is nothing to lose.
    } else if state.deletion_protection == Field::Value(true) {
        return vec![messages::destruction_will_be_refused(id, look.instances.len())];
    } else if wishes.are_hurt_by(&look.instances) {
        return vec![messages::instances_will_be_in_the_way(id, &look.instances)];
    } else if wishes.keep {
        warnings.push(messages::destruction_lets_go(id, &look.instances));
    } else {
        warnings.push(messages::destruction_terminates(id, &look.instances));
    }
    if look.is_busy() {
        let running = Activities::of_last_hour(id).running_if_known(cx.data).await;
        warnings.push(messages::destruction_waits(id, &running));
    }
    match insight.note_look_into() {
        ..=MOST_LOOKS => {
            let belongings = belongings(cx, id, insight).await;
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
async fn belongings(cx: &Operation<'_>, group: &str, insight: &Insight) -> Vec<String> {
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
        .filter(|(_, id, _)| !is_leaving(insight, id, group))
        .map(|(kind, id, name)| {
            let name = name.map(|name| format!(" {name:?}")).unwrap_or_default();
            format!("  {kind} {id}{name}")
        })
        .collect()
}

fn is_leaving(insight: &Insight, item: &str, group: &str) -> bool {
    let member = MemberId {
        item: item.to_owned(),
        group: group.to_owned(),
    };
    insight.is_leaving(&member.to_state_id())
}

#[cfg(test)]
mod tests;
