//! A refresh of the instances of a group that was killed.

use serde_json::{Value as Json, json};

use crate::account::{GROUP, with};
use crate::cloud::{Act, on};
use crate::expected::case;
use crate::world::World;

/// The one group at the API.
fn group(tf: &World) -> Json {
    tf.objects("groups")
        .into_iter()
        .next()
        .expect("the group is there")
}

fn instances(tf: &World) -> Vec<String> {
    let id = tf.id(GROUP);
    let answer = tf.console("DescribeScalingInstance", &[("ScalingGroupId", &id)]);
    let instances = answer["ScalingInstanceSet"].as_array().expect("a list");
    instances
        .iter()
        .map(|instance| instance["InstanceId"].to_string())
        .collect()
}

#[test]
fn a_refresh_that_was_killed_is_due_again_and_its_sizes_are_put_back() {
    case(|| {
        let config = |version: u8| {
            let block = json!({"triggers": {"version": version.to_string()}});
            let sizes = json!({
                "min_size": 2, "max_size": 2, "desired_capacity": 2, "wait_for_capacity_timeout": "5m",
                "remove_policy": "RemoveNewestInstance", "instance_refresh": block,
            });
            with(GROUP, sizes)
        };
        // The sizes of a batch, what ends it, and the same once more.
        for killed in 1..=5 {
            let mut tf = World::new();
            tf.apply(&config(1)).expect_ok();
            let (before, old) = (group(&tf), instances(&tf));
            tf.fault(on("ModifyScalingGroup").nth(killed), Act::Kill { executed: true });
            assert!(tf.apply(&config(2)).is_crashed, "the process lives");
            tf.apply(&config(2)).expect_ok();
            for size in ["min_size", "max_size", "desired", "remove_policy"] {
                assert_eq!(group(&tf)[size], before[size], "{size} after kill {killed}");
            }
            let new = instances(&tf);
            assert!(
                new.len() == 2 && new.iter().all(|id| !old.contains(id)),
                "{new:?}"
            );
            tf.plan(&config(2)).outcome.expect_no_changes();
        }
    });
}
