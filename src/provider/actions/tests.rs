//! The smaller actions, and the words of all refusals.

use std::fmt::Write as _;

use super::detach::{DetachConfig, DetachInstances};
use super::refresh::{RefreshAction, RefreshConfig};
use super::set_desired_capacity::{SetDesiredCapacity, SetDesiredCapacityConfig};
use super::set_protection::{SetProtection, SetProtectionConfig};
use super::set_status::{SetStatus, SetStatusConfig};
use super::testing::{FakeGroup, GROUP, Member};
use crate::framework::{Action as _, Diagnostic, Diagnostics, Field, Set};

fn ids(ids: &[&str]) -> Field<Set<String>> {
    Field::Value(ids.iter().map(|id| (*id).to_owned()).collect())
}

fn capacity(desired: i64, waits: bool) -> SetDesiredCapacityConfig {
    SetDesiredCapacityConfig {
        scaling_group_id: GROUP.into(),
        desired_capacity: Field::Value(desired),
        wait_for_capacity: Field::Value(waits),
        ..Default::default()
    }
}

fn status() -> SetStatusConfig {
    SetStatusConfig {
        scaling_group_id: GROUP.into(),
        ..Default::default()
    }
}

fn detach(instances: &[&str], force: bool) -> DetachConfig {
    DetachConfig {
        scaling_group_id: GROUP.into(),
        instance_ids: ids(instances),
        force: Field::Value(force),
        ..Default::default()
    }
}

fn protection(instances: &[&str], protected: bool) -> SetProtectionConfig {
    SetProtectionConfig {
        scaling_group_id: GROUP.into(),
        instance_ids: ids(instances),
        protected: Field::Value(protected),
        ..Default::default()
    }
}

fn protected(number: usize) -> Member {
    Member {
        protected: true,
        ..Member::launched(number)
    }
}

#[tokio::test(start_paused = true)]
async fn the_capacity_is_set_by_one_call() {
    let group = FakeGroup::of_size(1);
    let (result, said) = group
        .invoke(&SetDesiredCapacity::default(), capacity(3, true))
        .await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.writes(), ["ModifyScalingGroup"]);
    assert_eq!(
        said,
        [
            "Scaling group 436995593677910016 wants 3 instances now, it wanted 1",
            "Scaling group 436995593677910016 has 3 instances",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_capacity_that_the_group_wants_already_is_not_set_again() {
    let group = FakeGroup::of_size(1);
    let (result, said) = group
        .invoke(&SetDesiredCapacity::default(), capacity(1, false))
        .await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.writes(), Vec::<String>::new());
    assert!(said[0].starts_with("Nothing to do"), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_failed_activity_ends_the_wait_for_capacity() {
    let group = FakeGroup::of_size(1);
    group.state().failing = 1;
    let (result, _) = group
        .invoke(&SetDesiredCapacity::default(), capacity(2, true))
        .await;
    let error = result.unwrap_err().into_iter().next().unwrap();
    assert!(error.detail.contains("error code 501"), "{}", error.detail);
    assert!(
        error.detail.contains("the group wants 2 instances and has 1"),
        "{}",
        error.detail
    );
}

#[tokio::test(start_paused = true)]
async fn a_group_is_enabled_and_disabled_only_if_it_is_not_so_already() {
    let group = FakeGroup::of_size(0);
    for (action, writes) in [
        (SetStatus::Enable, 0),
        (SetStatus::Disable, 1),
        (SetStatus::Disable, 1),
        (SetStatus::Enable, 2),
    ] {
        assert_eq!(group.invoke(&action, status()).await.0, Ok(()));
        assert_eq!(group.writes().len(), writes, "{action:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn instances_leave_and_one_that_has_left_is_no_problem() {
    let group = FakeGroup::of_size(2);
    let (result, said) = group
        .invoke(&DetachInstances::default(), detach(&["i-00", "i-99"], false))
        .await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.ids(), ["i-01"]);
    assert_eq!(
        said[0],
        "Nothing to do: instance i-99 is not in scaling group 436995593677910016"
    );
    assert_eq!(group.writes(), ["DetachInstance"]);
}

#[tokio::test(start_paused = true)]
async fn a_protected_instance_leaves_if_that_is_forced() {
    let group = FakeGroup::new(vec![protected(0)]);
    assert_eq!(
        group
            .invoke(&DetachInstances::default(), detach(&["i-00"], true))
            .await
            .0,
        Ok(())
    );
    assert_eq!(group.writes(), ["SetKvmProtectedDetach", "DetachInstance"]);
}

#[tokio::test(start_paused = true)]
async fn protection_that_was_lifted_in_vain_is_given_back() {
    let group = FakeGroup::new(vec![protected(0)]);
    group.state().failing = 1;
    let (result, said) = group
        .invoke(&DetachInstances::default(), detach(&["i-00"], true))
        .await;
    assert!(result.is_err());
    assert!(group.state().instances[0].protected);
    assert_eq!(
        said.last().unwrap(),
        "Protected again: those that are still in the group"
    );
}

#[tokio::test(start_paused = true)]
async fn only_instances_that_are_not_as_wanted_are_protected() {
    let group = FakeGroup::new(vec![protected(0), Member::launched(1)]);
    let (result, said) = group
        .invoke(&SetProtection, protection(&["i-00", "i-01"], true))
        .await;
    assert_eq!(result, Ok(()));
    assert_eq!(
        said,
        [
            "Nothing to do: instance i-00 is protected already",
            "Instance i-01 is protected now",
        ]
    );
    group
        .invoke(&SetProtection, protection(&["i-00", "i-01"], true))
        .await
        .0
        .unwrap();
    assert_eq!(group.writes(), ["SetKvmProtectedDetach"]);
}

#[tokio::test(start_paused = true)]
async fn a_plan_with_unknown_values_refuses_nothing() {
    let group = FakeGroup::of_size(1);
    let unknown = SetDesiredCapacityConfig {
        desired_capacity: Field::Unknown,
        ..capacity(0, false)
    };
    assert_eq!(group.plan(&SetDesiredCapacity::default(), unknown).await, Ok(()));
    let unknown = DetachConfig {
        instance_ids: Field::Value(Set(vec![Field::Unknown])),
        ..detach(&[], false)
    };
    assert_eq!(group.plan(&DetachInstances::default(), unknown).await, Ok(()));
    let unknown = RefreshConfig {
        scaling_group_id: Field::Unknown,
        ..RefreshConfig::default()
    };
    assert_eq!(group.plan(&RefreshAction::default(), unknown).await, Ok(()));
    assert_eq!(group.writes(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn refusals_say_what_is_wrong_where_and_what_to_do() {
    let group = FakeGroup::new(vec![protected(0), Member::launched(1)]);
    (group.state().min, group.state().max) = (1, 4);
    let mut text = String::new();
    let mut note = |case: &str, result: Result<(), Diagnostics>| {
        let _ = writeln!(text, "── {case}");
        for Diagnostic {
            summary,
            detail,
            path,
            ..
        } in result.unwrap_err()
        {
            let path = path.map_or_else(|| "the action".to_owned(), |path| path.to_string());
            let _ = writeln!(text, "{summary}\n  at {path}\n{detail}\n");
        }
    };
    note(
        "capacity out of bounds",
        group
            .invoke(&SetDesiredCapacity::default(), capacity(5, false))
            .await
            .0,
    );
    note(
        "detach a protected instance",
        group
            .plan(&DetachInstances::default(), detach(&["i-00"], false))
            .await,
    );
    note(
        "detach too many",
        group
            .plan(&DetachInstances::default(), detach(&["i-00", "i-01"], true))
            .await,
    );
    note(
        "protect an instance of another group",
        group
            .plan(&SetProtection, protection(&["i-77", "i-01"], true))
            .await,
    );
    let refresh = |minimum: &str| RefreshConfig {
        scaling_group_id: GROUP.into(),
        minimum_healthy: minimum.into(),
        ..RefreshConfig::default()
    };
    note(
        "refresh with a minimum that can't be kept",
        group.plan(&RefreshAction::default(), refresh("3")).await,
    );
    "UnActive".clone_into(&mut group.state().status);
    note(
        "refresh a disabled group",
        group.plan(&RefreshAction::default(), refresh("50%")).await,
    );
    let elsewhere = SetStatusConfig {
        scaling_group_id: "1".into(),
        ..Default::default()
    };
    note(
        "a group that is not there",
        group.plan(&SetStatus::Enable, elsewhere).await,
    );
    let mut twice = Diagnostics::new();
    let both = RefreshConfig {
        batch_size: Field::Value(1),
        batch_percentage: Field::Value(50),
        ..RefreshConfig::default()
    };
    RefreshAction::default().validate(&both, &mut twice);
    note("two sizes of a batch", Err(twice));
    insta::assert_snapshot!(text);
}
