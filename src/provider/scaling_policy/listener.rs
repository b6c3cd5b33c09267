//! Traffic of load balancer listeners can be measured only where there are some.

use super::attributes::ScalingPolicyModel;
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::api::{ApiContext, limits};

/// Warns if `policy` measures listeners and its group has none. A group that can't be read now is not judged: the warning
/// is not worth failing for.
pub(super) async fn warn_without_listener(cx: &ApiContext<'_>, policy: &ScalingPolicyModel) {
    let (Some(dimension), Some(group)) = (
        policy
            .dimension_name
            .as_str()
            .filter(|name| name.starts_with("listener_")),
        policy.scaling_group_id.as_str(),
    ) else {
        return;
    };
    if let Ok(Some(found)) = cx.data.read_group(&limits(cx), group).await
        && found.slb_configs.is_some_and(|slbs| slbs.is_empty())
    {
        cx.warn(
            Diagnostic::warning(
                "The policy measures load balancer listeners, but its group has none",
                format!(
                    "Scaling group {group} has no load balancer, so that there is no {dimension} to measure and the policy \
                     never acts. Give the group an slb_config_set block or a ksyun_scaling_load_balancer_attachment, or measure \
                     something else. If this plan adds an attachment, there is nothing to do."
                ),
            )
            .at(Path::root().attr("dimension_name")),
        );
    }
}
