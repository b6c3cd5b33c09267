//! What to do next with a group that shall go, decided by what a look at it shows.

use std::fmt;

use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingInstance, ScalingGroup, ScalingInstance};
use crate::framework::Field;
use crate::provider::api::{ApiContext, limits};
use crate::provider::lifecycle::present;
use crate::provider::scaling_group::attributes::ScalingGroupModel;
use crate::provider::scaling_group::object::Group;

/// A group and its instances.
#[derive(Debug)]
pub(in super::super) struct Snapshot {
    pub(in super::super) group: ScalingGroup,
    pub(in super::super) instances: Vec<ScalingInstance>,
}

/// One step, which may be repeated. It is displayed as what is done now.
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

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refuse => f.write_str("instances are in the way"),
            Self::Unprotect(ids) => write!(f, "lifting the protection of {}", ids.join(", ")),
            Self::LowerMinimum => f.write_str("lowering min_size to 0"),
            Self::Detach(ids) => write!(f, "detaching {}", ids.join(", ")),
            Self::Drain => f.write_str("setting its capacity to 0"),
            Self::Delete => f.write_str("deleting it"),
            Self::Wait => f.write_str("an activity is under way"),
        }
    }
}

impl Snapshot {
    /// Looks; `None` if the group is gone.
    pub(super) async fn at(cx: &ApiContext<'_>, id: &str) -> Result<Option<Self>, ApiCallError> {
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

    fn ids(&self, wanted: impl Fn(&ScalingInstance) -> bool) -> Vec<String> {
        let instances = self.instances.iter().filter(|instance| wanted(instance));
        instances.map(|instance| instance.instance_id.clone()).collect()
    }

    pub(super) fn is_busy(&self) -> bool {
        self.group.in_scaling_activity == Some(true)
    }
}

/// What the configuration wants of the instances of a group that is destroyed.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Wishes {
    /// Whether protected and attached instances may be let go.
    pub(in super::super) force: bool,
    /// Whether all instances leave the group and go on running.
    pub(in super::super) keep: bool,
}

impl Wishes {
    /// The wishes that were applied to the group of `state`.
    pub(in super::super) fn of(state: &ScalingGroupModel) -> Self {
        Self {
            force: state.force_delete == Field::Value(true),
            keep: state.delete_instances == Field::Value(false),
        }
    }

    /// Whether these instances stop the destruction.
    pub(in super::super) fn are_hurt_by(self, instances: &[ScalingInstance]) -> bool {
        let is_kept =
            |instance: &ScalingInstance| is_protected(instance) || (is_attached(instance) && !self.keep);
        !self.force && instances.iter().any(is_kept)
    }
}

/// The step that brings the end of the group nearer.
pub(super) fn next_step(snapshot: &Snapshot, wishes: Wishes) -> Step {
    if wishes.are_hurt_by(&snapshot.instances) {
        return Step::Refuse;
    }
    let protected = snapshot.ids(is_protected);
    if !protected.is_empty() {
        return Step::Unprotect(protected);
    }
    let leaving = snapshot.ids(|instance| wishes.keep || is_attached(instance));
    if !leaving.is_empty() {
        // To scale in before they have left would terminate them.
        return match snapshot.group.min_size {
            Some(0) if snapshot.is_busy() => Step::Wait,
            Some(0) => Step::Detach(leaving),
            _ => Step::LowerMinimum,
        };
    }
    if [snapshot.group.min_size, snapshot.group.desired_capacity] != [Some(0); 2] {
        // What is being launched at the moment is to stay, too.
        let is_launching = wishes.keep && snapshot.is_busy();
        return if is_launching { Step::Wait } else { Step::Drain };
    }
    if snapshot.instances.is_empty() && !snapshot.is_busy() {
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
