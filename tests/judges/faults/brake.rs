//! Many objects that vanish at once.

use serde_json::json;

use crate::account::{CONFIGURATION, GROUP, POLICY, arguments, base, changed};
use crate::expected::case;
use crate::terraform::{Action, Config};
use crate::world::World;

/// So many configurations.
fn configurations(count: usize) -> Config {
    Config::new().resource(CONFIGURATION, changed(CONFIGURATION, json!({"count": count})))
}

fn delete_configurations(tf: &World, count: usize) {
    for index in 0..count {
        let id = tf.id(&format!("{CONFIGURATION}[{index}]"));
        tf.console("DeleteScalingConfiguration", &[("ScalingConfigurationId.1", &id)]);
    }
}

#[test]
fn many_objects_that_vanish_at_once_stop_the_run() {
    case(|| {
        let mut tf = World::new();
        tf.apply(&configurations(8)).expect_ok();
        delete_configurations(&tf, 5);
        let plan = tf.plan(&configurations(8));
        assert!(!plan.outcome.is_ok(), "it is planned: {:?}", plan.outcome.actions);
        let errors = plan.outcome.errors();
        assert_eq!(
            errors
                .iter()
                .filter(|text| text.contains("KSYUN_ALLOW_MASS_DISAPPEARANCE"))
                .count(),
            1,
            "{errors:#?}"
        );
        assert_eq!(tf.state.0.len(), 8, "the state is as it was");
    });
}

#[test]
fn a_few_objects_may_vanish_and_so_may_the_smaller_part() {
    case(|| {
        for (all, deleted) in [(4, 4), (12, 5)] {
            let mut tf = World::new();
            tf.apply(&configurations(all)).expect_ok();
            delete_configurations(&tf, deleted);
            let plan = tf.plan(&configurations(all));
            let planned = plan.outcome.actions.values();
            assert_eq!(
                planned.filter(|action| **action == Action::Create).count(),
                deleted
            );
        }
    });
}

#[test]
fn what_goes_with_its_group_does_not_count() {
    case(|| {
        let mut tf = World::new();
        let config = base().resource(POLICY, changed(POLICY, json!({"count": 9})));
        tf.apply(&config).expect_ok();
        tf.console("DeleteScalingGroup", &[("ScalingGroupId", &tf.id(GROUP))]);
        tf.apply(&config).expect_ok();
        // Nor where the group is not managed.
        let group = tf.id(GROUP);
        let mut members = changed(POLICY, json!({"count": 9}));
        members["scaling_group_id"] = json!(group);
        let config = Config::new()
            .resource(CONFIGURATION, arguments(CONFIGURATION))
            .resource(POLICY, members);
        tf.forget(GROUP);
        tf.console("DeleteScalingGroup", &[("ScalingGroupId", &group)]);
        let plan = tf.plan(&config);
        assert!(plan.outcome.is_ok(), "{:?}", plan.outcome.errors());
    });
}
