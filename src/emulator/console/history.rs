//! How large a group was, worked out from what its activities did.

use crate::emulator::api_time::ApiTime;
use crate::emulator::store::{ActivityKind, ActivityStatus, Group};

/// The group's size from its creation on: each value holds until the next one.
pub(super) fn sizes(group: &Group) -> Vec<(ApiTime, f64)> {
    let mut size = f64::from(group.size());
    let mut points = Vec::new();
    for activity in group.activities.iter().rev() {
        let (Some(end), ActivityStatus::Succeeded) = (activity.end, activity.status) else {
            continue;
        };
        let moved = f64::from(u32::try_from(activity.succeeded.len()).unwrap_or(u32::MAX));
        points.push((end, size));
        size = match activity.kind {
            ActivityKind::ScaleOut | ActivityKind::Attach => size - moved,
            ActivityKind::ScaleIn | ActivityKind::Detach => size + moved,
            ActivityKind::ReplaceUnhealthy => size,
        }
        .max(0.0);
    }
    points.push((group.created, size));
    points.reverse();
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::testing::{ACTIVITY, Lab};

    #[test]
    fn the_size_over_time_follows_from_the_activities() {
        let lab = Lab::new();
        let group = lab.group_of(3);
        lab.ok(
            "ModifyScalingGroup",
            &[("ScalingGroupId", &group), ("DesiredCapacity", "1")],
        );
        lab.pass(ACTIVITY);
        let sizes = lab
            .emulator
            .look(|store| sizes(store.regions["cn-beijing-6"].group(&group).expect("the group")));
        let sizes: Vec<(String, f64)> = sizes
            .into_iter()
            .map(|(at, size)| (at.to_string()[11..].to_owned(), size))
            .collect();
        let expected = [("16:30:00", 0.0), ("16:30:10", 3.0), ("16:30:20", 1.0)];
        assert_eq!(sizes, expected.map(|(at, size)| (at.to_owned(), size)));
    }
}
