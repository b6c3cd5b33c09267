//! What lists showed a moment ago: copies of regions, kept only as far back as some list may look.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::api_time::ApiTime;
use super::ids::Id;
use super::store::{Group, Region};

/// The past of all regions.
#[derive(Debug, Default)]
pub(crate) struct History(Mutex<VecDeque<Past>>);

/// How a region was until a change.
#[derive(Debug)]
struct Past {
    name: String,
    until: ApiTime,
    region: Region,
}

impl History {
    /// Keeps `region`, which changes now, if a list may look back at it within `horizon`.
    pub(crate) fn keep(&self, name: &str, region: &Region, now: ApiTime, horizon: Duration) {
        let mut past = self.lock();
        past.retain(|past| past.until + horizon > now);
        if !horizon.is_zero() {
            past.push_back(Past {
                name: name.to_owned(),
                until: now,
                region: region.clone(),
            });
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// The region `name` as a late list shows it: with the objects of `lag` ago, and their values of `staleness` ago.
    /// Nothing if that is how it is now.
    pub(crate) fn seen(
        &self,
        name: &str,
        present: &Region,
        now: ApiTime,
        (lag, staleness): (Duration, Duration),
    ) -> Option<Region> {
        let past = self.lock();
        // A change is seen when as much time has passed, and not before.
        let since = |ago: Duration| {
            let own = past.iter().filter(move |past| past.name == name);
            own.filter(move |past| past.until + ago > now)
                .map(|past| &past.region)
        };
        let members = since(lag).next();
        let mut versions: Vec<&Region> = since(staleness).collect();
        if members.is_none() && versions.is_empty() {
            return None;
        }
        versions.push(present);
        Some(region_seen(members.unwrap_or(present), &versions))
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Past>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The objects of `members`, each as it was in the oldest of `versions` that has it: its values of then, or its first.
fn region_seen(members: &Region, versions: &[&Region]) -> Region {
    let mut seen = Region::default();
    let configurations = versions.iter().map(|region| &*region.configurations);
    for (id, configuration) in late(&members.configurations, configurations) {
        seen.configurations.insert(id, configuration);
    }
    for (id, member) in members.groups.iter() {
        let groups = versions.iter().filter_map(|region| region.groups.get(id));
        seen.groups
            .insert(*id, group_seen(member, &groups.collect::<Vec<_>>()));
    }
    seen
}

fn group_seen(member: &Group, versions: &[&Group]) -> Group {
    let instances = |group: &Group| {
        let instances = group.instances.iter().map(|one| (one.id.clone(), one.clone()));
        instances.collect::<BTreeMap<_, _>>()
    };
    let activities = |group: &Group| {
        let activities = group.activities.iter().map(|one| (one.id, one.clone()));
        activities.collect::<BTreeMap<Id, _>>()
    };
    let notification = |group: &Group| {
        let notification = group.notification.iter().map(|one| (one.id, one.clone()));
        notification.collect::<BTreeMap<Id, _>>()
    };
    let all = || versions.iter().copied();
    // Instances are in the order in which they joined, which their ids do not know.
    let mut seen_instances = late(&instances(member), &all().map(instances).collect::<Vec<_>>());
    Group {
        instances: member
            .instances
            .iter()
            .filter_map(|instance| seen_instances.remove(&instance.id))
            .collect(),
        activities: late(&activities(member), &all().map(activities).collect::<Vec<_>>())
            .into_values()
            .collect(),
        policies: late(&member.policies, all().map(|group| &group.policies)),
        tasks: late(&member.tasks, all().map(|group| &group.tasks)),
        notification: late(
            &notification(member),
            &all().map(notification).collect::<Vec<_>>(),
        )
        .into_values()
        .next(),
        ..versions.first().map_or(member, |oldest| *oldest).clone()
    }
}

/// The objects of `members`, each as it was in the oldest of `versions` that has it.
fn late<'a, K: Ord + Clone + 'a, V: Clone + 'a>(
    members: &BTreeMap<K, V>,
    versions: impl IntoIterator<Item = &'a BTreeMap<K, V>>,
) -> BTreeMap<K, V> {
    let versions: Vec<&BTreeMap<K, V>> = versions.into_iter().collect();
    let seen = members.iter().map(|(id, member)| {
        let value = versions.iter().find_map(|objects| objects.get(id));
        (id.clone(), value.unwrap_or(member).clone())
    });
    seen.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::emulator::testing::{Lab, text};

    fn names(lab: &Lab) -> Vec<String> {
        let answer = lab.ok("DescribeScalingGroup", &[]);
        let groups = answer["ScalingGroupSet"].as_array().expect("a list");
        groups
            .iter()
            .map(|group| text(&group["ScalingGroupName"]))
            .collect()
    }

    #[test]
    fn a_late_list_shows_new_objects_and_hides_deleted_ones_after_its_time() {
        let lab = Lab::speaking("lag=2000");
        let group = lab.group_with(&[]);
        lab.pass(1);
        assert_eq!(names(&lab), [""; 0]);
        lab.pass(1);
        assert_eq!(names(&lab), ["web"]);
        let pairs = [("ScalingGroupId", group.as_str()), ("ScalingGroupName", "api")];
        lab.ok("ModifyScalingGroup", &pairs);
        assert_eq!(names(&lab), ["api"], "values are not late");
        lab.pass(2);
        lab.ok("DeleteScalingGroup", &pairs[..1]);
        lab.pass(1);
        assert_eq!(names(&lab), ["api"]);
        lab.pass(1);
        assert_eq!(names(&lab), [""; 0]);
    }

    #[test]
    fn a_stale_list_shows_new_objects_at_once_and_new_values_after_its_time() {
        let lab = Lab::speaking("stale=2000");
        let group = lab.group_with(&[]);
        assert_eq!(names(&lab), ["web"]);
        for (before, after) in [("web", "api"), ("api", "db")] {
            let pairs = [("ScalingGroupId", group.as_str()), ("ScalingGroupName", after)];
            lab.ok("ModifyScalingGroup", &pairs);
            assert_eq!(names(&lab), [before]);
            lab.pass(1);
            assert_eq!(names(&lab), [before]);
            lab.pass(1);
            assert_eq!(names(&lab), [after]);
        }
    }

    #[test]
    fn what_belongs_to_a_group_is_late_too_and_so_is_what_happens_by_itself() {
        let lab = Lab::speaking("lag=3000");
        let group = lab.group_with(&[("DesiredCapacity", "1")]);
        lab.ok(
            "CreateScalingNotification",
            &[("ScalingGroupId", &group), ("NotificationType.1", "1")],
        );
        lab.pass(10);
        let seen = |lab: &Lab| {
            let pairs = [("ScalingGroupId", group.as_str())];
            let instances = lab.ok("DescribeScalingInstance", &pairs)["ScalingInstanceCount"].clone();
            let notifications =
                lab.ok("DescribeScalingNotification", &pairs)["ScalingNotificationCount"].clone();
            (instances, notifications)
        };
        assert_eq!(seen(&lab), (json!(0), json!(1)), "the instance came just now");
        lab.pass(3);
        assert_eq!(seen(&lab), (Value::from(1), json!(1)));
    }

    #[test]
    fn one_list_can_be_late_by_a_fault() {
        let lab = Lab::new();
        let fault = json!({"api": [{"action": "DescribeScalingGroup", "first": 1, "fault": {"kind": "lag", "ms": 300}}]});
        lab.emulator
            .faults()
            .set(serde_json::from_value(fault).expect("a fault set"));
        lab.group_with(&[]);
        let late = lab.emulator.faults().before("DescribeScalingGroup");
        let seen = lab.seen_through(late.as_ref(), "DescribeScalingGroup", &[]);
        assert_eq!(seen["ScalingGroupCount"], 0);
        assert_eq!(names(&lab), ["web"], "the next one is not");
    }
}
