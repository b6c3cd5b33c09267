use std::time::Duration;

use super::*;
use crate::client::testing::error;
use crate::provider::scaling_group::testing::{FakeGroup, GROUP, Instance, Lab, state};

const OWN: Instance = ("own", false, false);
const PROTECTED: Instance = ("protected", false, true);
const ATTACHED: Instance = ("attached", true, false);

fn with(instances: &[Instance]) -> FakeGroup {
    FakeGroup {
        instances: instances.to_vec(),
        ..FakeGroup::default()
    }
}

fn forced() -> ScalingGroupModel {
    ScalingGroupModel {
        force_delete: Field::Value(true),
        ..state()
    }
}

/// What is said of the group, and that nothing was changed for it.
async fn said(
    group: FakeGroup,
    state: &ScalingGroupModel,
    plan_warnings: &PlanWarnings,
) -> Vec<(String, String)> {
    let lab = Lab::new(group);
    let cx = lab.operation(Duration::from_mins(2));
    let warnings = warnings(&cx, state, plan_warnings).await;
    assert_eq!(lab.writes(), Vec::<String>::new());
    warnings
        .into_iter()
        .map(|warning| (warning.summary, warning.detail))
        .collect()
}

async fn summaries(group: FakeGroup, state: &ScalingGroupModel) -> Vec<String> {
    let said = said(group, state, &PlanWarnings::default()).await;
    said.into_iter().map(|(summary, _)| summary).collect()
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_empty_group_needs_no_words() {
    let protected = ScalingGroupModel {
        deletion_protection: Field::Value(true),
        ..state()
    };
    assert_eq!(summaries(with(&[]), &state()).await, [""; 0]);
    assert_eq!(summaries(with(&[]), &protected).await, [""; 0]);
    let gone = FakeGroup {
        gone: true,
        ..with(&[OWN])
    };
    assert_eq!(summaries(gone, &state()).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn instances_are_counted_or_named_by_what_becomes_of_them() {
    assert_eq!(
        summaries(with(&[OWN]), &state()).await,
        ["Destroying the group terminates its instances"]
    );
    let told = said(
        with(&[OWN, PROTECTED, ATTACHED]),
        &forced(),
        &PlanWarnings::default(),
    )
    .await;
    let (_, detail) = &told[0];
    assert!(
        detail.contains("has today: 3, of which 2 are terminated"),
        "{detail}"
    );
    assert!(detail.contains("of protected is lifted"), "{detail}");
    assert!(detail.contains("go on running: attached."), "{detail}");
}

#[tokio::test(start_paused = true)]
async fn what_will_stop_it_is_all_that_is_said() {
    let protected = ScalingGroupModel {
        deletion_protection: Field::Value(true),
        ..forced()
    };
    let busy = FakeGroup {
        busy_looks: 9,
        ..with(&[OWN])
    };
    assert_eq!(
        summaries(busy, &protected).await,
        ["The group is protected from deletion"]
    );
    for instance in [PROTECTED, ATTACHED] {
        let told = said(with(&[OWN, instance]), &state(), &PlanWarnings::default()).await;
        let [(summary, detail)] = &told[..] else {
            panic!("{told:?}")
        };
        assert_eq!(summary, "Instances stand in the way of destroying the group");
        assert!(
            detail.contains(instance.0) && !detail.contains("name-of-own"),
            "{detail}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_is_detached_before_is_not_in_the_way() {
    let plan_warnings = PlanWarnings::default();
    plan_warnings.note_leaving(&format!("attached:{GROUP}"));
    assert_eq!(said(with(&[ATTACHED]), &state(), &plan_warnings).await, []);
}

#[tokio::test(start_paused = true)]
async fn an_activity_that_runs_is_waited_for() {
    let busy = FakeGroup {
        busy_looks: 9,
        ..with(&[])
    };
    assert_eq!(
        summaries(busy, &state()).await,
        ["An activity of the group is running"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_api_that_refuses_is_no_trouble() {
    let denied = || error(403, "AccessDenied", "User: x is not authorized");
    let refusing = |action| FakeGroup {
        replies: vec![(action, denied())],
        ..with(&[OWN])
    };
    assert_eq!(
        summaries(refusing("DescribeScalingGroup"), &state()).await,
        [""; 0]
    );
    assert_eq!(
        summaries(refusing("DescribeScalingInstance"), &state()).await,
        [""; 0]
    );
    assert_eq!(
        summaries(refusing("DescribeScalingPolicy"), &state()).await,
        ["Destroying the group terminates its instances"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_destroys_many_groups_looks_into_the_first_forty_and_says_so_once() {
    let plan_warnings = PlanWarnings::default();
    for _ in 0..40 {
        assert_eq!(said(with(&[]), &state(), &plan_warnings).await, []);
    }
    let told = said(with(&[]), &state(), &plan_warnings).await;
    assert_eq!(
        told[0].0,
        "What is deleted with the groups is shown for some of them only"
    );
    assert_eq!(said(with(&[]), &state(), &plan_warnings).await, []);
}
