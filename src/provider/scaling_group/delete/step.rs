//! What to do next with a group that shall go, decided by what a look at it shows.

use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingInstance, ScalingGroup, ScalingInstance};
use crate::provider::api::{Operation, limits};
use crate::provider::lifecycle::present;
use crate::provider::scaling_group::object::Group;

/// A group and its instances.
#[derive(Debug)]
pub(in super::super) struct Look {
    pub(in super::super) group: ScalingGroup,
    pub(in super::super) instances: Vec<ScalingInstance>,
}

/// One step, which may be repeated.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing: these instances must not go.
    Refuse,
    /// Lift the protection of these.
    Unprotect(Vec<String>),
    /// Allow the group to get as small as detaching makes it.
    LowerMinimum,
    /// Let these leave the group, so that they go on running.
    Detach(Vec<String>),
    /// Have the group terminate its instances.
    Drain,
    /// Delete it.
    Delete,
    /// Something is under way.
    Wait,
}

impl Look {
    /// Looks; `None` if the group is gone.
    pub(super) async fn at(cx: &Operation<'_>, id: &str) -> Result<Option<Self>, ApiCallError> {
        let Some(group) = present::<Group>(cx, &id.to_owned()).await? else {
            return Ok(None);
        };
        let instances = if group.instance_num == Some(0) {
            Vec::new()
        } else {
            let request = DescribeScalingInstance {
                scaling_group_id: id.to_owned(),
                ..Default::default()
            };
            cx.data.list_all(&limits(cx), &request).await?
        };
        Ok(Some(Self { group, instances }))
    }

    /// Ids of the instances that are protected from removal.
    pub(super) fn protected(&self) -> Vec<String> {
        self.ids(is_protected)
    }

    /// Ids of the instances that were made elsewhere and attached.
    fn attached(&self) -> Vec<String> {
        self.ids(is_attached)
    }

    fn ids(&self, wanted: fn(&ScalingInstance) -> bool) -> Vec<String> {
        let instances = self.instances.iter().filter(|instance| wanted(instance));
        instances.map(|instance| instance.instance_id.clone()).collect()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.group.in_scaling_activity == Some(true)
    }
}

/// `force`: whether protected and attached instances may be let go.
pub(super) fn next_step(look: &Look, force: bool) -> Step {
    let (protected, attached) = (look.protected(), look.attached());
    let all_may_go = protected.is_empty() && attached.is_empty();
    if !all_may_go && !force {
        return Step::Refuse;
    }
    if !protected.is_empty() {
        return Step::Unprotect(protected);
    }
    if !attached.is_empty() {
        // To scale in before they have left would terminate them.
        return match look.group.min_size {
            Some(0) if look.is_busy() => Step::Wait,
            Some(0) => Step::Detach(attached),
            _ => Step::LowerMinimum,
        };
    }
    if [look.group.min_size, look.group.desired_capacity] != [Some(0); 2] {
        return Step::Drain;
    }
    if look.instances.is_empty() && !look.is_busy() {
        Step::Delete
    } else {
        Step::Wait
    }
}

pub(in super::super) fn is_protected(instance: &ScalingInstance) -> bool {
    instance.protected == Some(true)
}

pub(in super::super) fn is_attached(instance: &ScalingInstance) -> bool {
    instance.creation_type.as_deref() == Some("Manual")
}
