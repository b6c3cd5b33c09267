//! Which instances of a group were attached to it: looked at during a refresh, for the plan that follows.

use tokio::time::timeout;

use super::attributes::ScalingGroupModel;
use super::delete::step::{is_attached, is_protected};
use super::messages;
use crate::client::actions::DescribeScalingInstance;
use crate::provider::api::{ApiContext, PATIENCE, limits};
use crate::provider::record::Sizes;

/// Looks at the instances of the group, which is as `found` now and wanted `before` instances, if that may matter: if there
/// were attached ones, or if its numbers are new and such as attaching makes them. That raises the capacity, or leaves the group
/// with more instances than it wants.
pub(super) async fn observe(
    cx: &ApiContext<'_>,
    before: Option<i64>,
    found: &ScalingGroupModel,
    sizes: &mut Sizes,
) {
    let now = [found.desired_capacity.get(), found.instance_num.get()];
    let [capacity, number] = now;
    let is_raised = sizes.configured.is_some() && capacity > sizes.configured;
    let is_suspect = capacity != before || number > capacity || is_raised;
    if sizes.attached.is_empty() && (!is_suspect || sizes.seen == Some(now)) {
        return;
    }
    let is_empty = now.iter().all(|number| *number == Some(0));
    if is_empty {
        sizes.attached.clear();
        sizes.seen = Some(now);
        return;
    }
    let request = DescribeScalingInstance {
        scaling_group_id: found.id.as_str().unwrap_or_default().to_owned(),
        creation_type: Some("Manual".to_owned()),
        ..Default::default()
    };
    let limits = limits(cx);
    match timeout(PATIENCE, cx.data.list_all(&limits, &request)).await {
        Ok(Ok(instances)) => {
            let attached = instances.iter().filter(|instance| is_attached(instance));
            sizes.attached = attached
                .map(|instance| (instance.instance_id.clone(), is_protected(instance)))
                .collect();
            sizes.seen = Some(now);
        }
        // What was seen last is all that is known. It matters where a plan would take back what an attachment has raised.
        _ if is_raised => {
            cx.warn(messages::instances_not_seen(
                found.id.as_str().unwrap_or_default(),
            ));
        }
        _ => {}
    }
}
