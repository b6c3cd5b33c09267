//! What a refresh sees when it looks at its group.

use std::collections::HashSet;

use crate::client::actions::{ScalingGroup, ScalingInstance};
use crate::framework::Diagnostics;
use crate::provider::actions::group::{TargetGroup, is_healthy};

/// A group with its instances at one moment.
pub(super) struct Snapshot {
    pub(super) group: ScalingGroup,
    pub(super) instances: Vec<ScalingInstance>,
}

/// What a group must have to be at rest, besides as many instances as it wants.
#[derive(Default)]
pub(super) struct Demand<'a> {
    /// How many instances must be healthy.
    pub(super) healthy: i64,
    /// Instances that do not count as healthy, since they are about to go.
    pub(super) without: &'a [String],
    /// If it is given, instances that are not among these must be healthy, each of them.
    pub(super) known: Option<&'a HashSet<String>>,
}

impl Snapshot {
    /// Looks.
    pub(super) async fn of(group: &TargetGroup<'_>) -> Result<Self, Diagnostics> {
        Ok(Self {
            group: group.read().await?,
            instances: group.instances().await?,
        })
    }

    /// Instances that the group wants.
    pub(super) fn desired(&self) -> i64 {
        self.group.desired_capacity.unwrap_or_default()
    }

    /// Ids of the instances.
    pub(super) fn ids(&self) -> HashSet<String> {
        self.instances
            .iter()
            .map(|instance| instance.instance_id.clone())
            .collect()
    }

    /// How many instances are healthy, apart from some.
    pub(super) fn healthy_without(&self, without: &[String]) -> i64 {
        let healthy = self
            .instances
            .iter()
            .filter(|instance| is_healthy(instance) && !without.contains(&instance.instance_id));
        count(healthy.count())
    }

    /// What is missing until the group is at rest, in words.
    pub(super) fn missing(&self, demand: &Demand<'_>) -> Option<String> {
        let (wanted, present) = (self.desired(), count(self.instances.len()));
        if wanted != present {
            return Some(format!("the group wants {wanted} instances and has {present}"));
        }
        if self.group.in_scaling_activity == Some(true) {
            return Some("an activity of the group is running".to_owned());
        }
        let unhealthy: Vec<&str> = self
            .instances
            .iter()
            .filter(|instance| {
                demand
                    .known
                    .is_some_and(|known| !known.contains(&instance.instance_id))
            })
            .filter(|instance| !is_healthy(instance))
            .map(|instance| instance.instance_id.as_str())
            .collect();
        if !unhealthy.is_empty() {
            return Some(format!("not healthy yet: {}", unhealthy.join(", ")));
        }
        let healthy = self.healthy_without(demand.without);
        (healthy < demand.healthy).then(|| {
            format!(
                "of the instances that stay, {healthy} are healthy, and {} are needed",
                demand.healthy
            )
        })
    }
}

/// A number of things as the API counts them.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
