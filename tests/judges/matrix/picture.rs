//! What the cloud has, without what differs from run to run.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::world::World;

/// Ids that the API gives, names made of them, times, and what time alone changes.
const PASSING: [&str; 15] = [
    "name",
    "created",
    "configuration",
    "activities",
    "running",
    "queue",
    "hold_until",
    "last_activity_end",
    "metrics",
    "sent_notifications",
    "streak",
    "last_period",
    "cause",
    "joined",
    "next",
];

/// All configurations and groups by their ids, with all that belongs to them.
pub(super) fn picture(tf: &World) -> BTreeMap<String, Json> {
    let all = ["configurations", "groups"]
        .into_iter()
        .flat_map(|kind| tf.objects(kind));
    all.map(|object| (object["id"].to_string(), lasting(&object)))
        .collect()
}

/// A [`picture`] for comparison with another world, whose ids are others.
pub(super) fn nameless(picture: &BTreeMap<String, Json>) -> Vec<String> {
    let mut all: Vec<String> = picture.values().map(Json::to_string).collect();
    all.sort();
    all
}

fn lasting(value: &Json) -> Json {
    match value {
        Json::Object(members) => Json::Object(lasting_members(members)),
        Json::Array(elements) => sorted(elements.iter().map(lasting).collect()),
        other => other.clone(),
    }
}

fn lasting_members(members: &Map<String, Json>) -> Map<String, Json> {
    let given = |id: &Json| !id.as_str().is_some_and(|id| id.contains('-'));
    let kept = members
        .iter()
        .filter(|(name, value)| !(PASSING.contains(&name.as_str()) || *name == "id" && given(value)));
    kept.map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("policies" | "tasks", Json::Object(by_id)) => sorted(by_id.values().map(lasting).collect()),
            _ => lasting(value),
        };
        (name.clone(), value)
    })
    .collect()
}

fn sorted(mut elements: Vec<Json>) -> Json {
    elements.sort_by_key(Json::to_string);
    json!(elements)
}

mod tests {
    use super::*;
    use crate::account::{GROUP, POLICY, everything, with};

    #[test]
    fn two_worlds_with_the_same_objects_look_alike() {
        let pictures = [0, 90].map(|seconds| {
            let mut tf = World::new();
            tf.wait(std::time::Duration::from_secs(seconds));
            tf.apply(&everything()).expect_ok();
            tf.wait(std::time::Duration::from_mins(2));
            nameless(&picture(&tf))
        });
        assert_eq!(pictures[0], pictures[1]);
        assert_eq!(pictures[0].len(), 2);
    }

    #[test]
    fn what_is_there_twice_or_changed_or_missing_shows() {
        let look = |config, twice: bool| {
            let mut tf = World::new();
            tf.apply(&config).expect_ok();
            if twice {
                tf.forget(POLICY);
                tf.apply(&config).expect_ok();
            }
            nameless(&picture(&tf))
        };
        let policy = look(with(POLICY, json!({})), false);
        assert_ne!(look(with(POLICY, json!({})), true), policy, "a policy twice");
        assert_ne!(
            look(with(POLICY, json!({"threshold": 71})), false),
            policy,
            "a change"
        );
        assert_ne!(look(with(GROUP, json!({})), false), policy, "no policy");
    }
}
