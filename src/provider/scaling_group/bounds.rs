//! Which scheduled task has moved the bounds of a group: looked at during a refresh, for the plan that follows.

use tokio::time::timeout;

use super::attributes::ScalingGroupModel;
use crate::client;
use crate::client::actions::DescribeScheduledTask;
use crate::provider::api::{ApiContext, PATIENCE, limits};
use crate::provider::record::Sizes;
use crate::provider::scheduled_task::last_firing;
use crate::provider::time;

/// `MinSize` and `MaxSize`, if both are known.
pub(super) fn of(group: &ScalingGroupModel) -> Option<[i64; 2]> {
    Some([group.min_size.get()?, group.max_size.get()?])
}

/// Looks for a task that sets the bounds of the group as they are now, if they are not as `before`.
pub(super) async fn observe(
    cx: &ApiContext<'_>,
    before: Option<[i64; 2]>,
    found: &ScalingGroupModel,
    sizes: &mut Sizes,
) {
    let (Some(before), Some(now)) = (before, of(found)) else {
        return;
    };
    if before == now {
        return;
    }
    let request = DescribeScheduledTask {
        scaling_group_id: found.id.as_str().unwrap_or_default().to_owned(),
        ..Default::default()
    };
    let limits = limits(cx);
    // Without an answer nothing is said.
    let tasks = timeout(PATIENCE, cx.data.list_all(&limits, &request)).await;
    let [min, max] = now.map(Some);
    let setting = tasks
        .into_iter()
        .flatten()
        .flatten()
        .filter(|task| task.readjust_min_size == min && task.readjust_max_size == max)
        .map(|task| {
            let name = task.scaling_scheduled_task_name.clone().unwrap_or_default();
            (last_firing(&task, client::now()), name)
        });
    sizes.moved_by = setting.max().map(|(fired, name)| match fired {
        Some(fired) => format!(
            "scheduled task {name:?}, which fired last at {} (Beijing time),",
            time::to_api(fired)
        ),
        None => format!("scheduled task {name:?}"),
    });
}
