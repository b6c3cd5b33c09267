//! The refresh against a group that does at once what it is told.

use proptest::prelude::*;

use super::config::RefreshConfig;
use super::*;
use crate::framework::Field;
use crate::provider::actions::testing::{FakeGroup, GROUP, Member};

fn config(change: impl FnOnce(&mut RefreshConfig)) -> RefreshConfig {
    let mut config = RefreshConfig {
        scaling_group_id: GROUP.into(),
        ..RefreshConfig::default()
    };
    change(&mut config);
    config
}

async fn refresh_of(
    group: &FakeGroup,
    change: impl FnOnce(&mut RefreshConfig),
) -> (Result<(), Diagnostics>, Vec<String>) {
    group.invoke(&RefreshAction::default(), config(change)).await
}

fn only_error(result: Result<(), Diagnostics>) -> Diagnostic {
    let errors: Vec<Diagnostic> = result.unwrap_err().into_iter().collect();
    let [error] = <[Diagnostic; 1]>::try_from(errors).unwrap();
    error
}

fn attached(number: usize) -> Member {
    Member {
        attached: true,
        ..Member::launched(number)
    }
}

fn protected(number: usize) -> Member {
    Member {
        protected: true,
        ..Member::launched(number)
    }
}

#[tokio::test(start_paused = true)]
async fn every_instance_is_replaced_and_the_group_is_left_as_it_was() {
    let group = FakeGroup::of_size(3);
    let (result, said) = refresh_of(&group, |config| config.batch_size = Field::Value(2)).await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.ids(), ["new-01", "new-02", "new-03"]);
    let state = group.state();
    assert_eq!(state.policy, "RemoveNewestInstance");
    assert_eq!((state.min, state.max, state.desired), (0, 100, 3));
    assert_eq!((state.fewest_healthy, state.largest_size), (3, 5));
    assert_eq!(
        said,
        [
            "Replacing 3 of 3 instances of scaling group 436995593677910016, 2 at a time, the oldest first; at least 3 stay \
             healthy",
            "Batch 1 of 2: launching 2, then terminating i-00, i-01",
            "Batch 1 of 2 is done: 2 of 3 instances are replaced",
            "Batch 2 of 2: launching 1, then terminating i-02",
            "Batch 2 of 2 is done: 3 of 3 instances are replaced",
            "Done: 3 of 3 instances of scaling group 436995593677910016 are replaced",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_group_that_removes_its_oldest_anyway_is_only_told_its_capacity() {
    let group = FakeGroup::of_size(2);
    group.state().policy = "RemoveOldestInstance".to_owned();
    let (result, _) = refresh_of(&group, |_| {}).await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.writes(), ["ModifyScalingGroup"; 4]);
}

#[tokio::test(start_paused = true)]
async fn attached_and_protected_instances_stay_and_are_as_protected_as_before() {
    let members = vec![attached(0), protected(1), Member::launched(2)];
    let group = FakeGroup::new(members.clone());
    let (result, said) = refresh_of(&group, |_| {}).await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.ids(), ["i-00", "i-01", "new-01"]);
    assert_eq!(group.state().instances[..2], members[..2]);
    for message in [
        "Keeping i-00: attached by hand",
        "Keeping i-01: protected from removal",
    ] {
        assert!(said.iter().any(|line| line == message), "{message} in {said:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn protected_instances_are_replaced_if_they_are_included() {
    let group = FakeGroup::new(vec![protected(0), Member::launched(1)]);
    let (result, _) = refresh_of(&group, |config| config.protected_instances = "include".into()).await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.ids(), ["new-01", "new-02"]);
}

#[tokio::test(start_paused = true)]
async fn without_room_the_old_ones_go_first_if_enough_stay_healthy() {
    let group = FakeGroup::of_size(3);
    (group.state().min, group.state().max) = (3, 3);
    let (result, said) = refresh_of(&group, |config| config.minimum_healthy = "2".into()).await;
    assert_eq!(result, Ok(()));
    assert_eq!(said[1], "Batch 1 of 3: terminating i-00, then launching 1");
    let state = group.state();
    assert_eq!((state.min, state.max, state.desired), (3, 3, 3));
    assert_eq!((state.fewest_healthy, state.largest_size), (2, 3));
}

#[tokio::test(start_paused = true)]
async fn without_room_and_with_all_needed_the_group_grows_by_one_batch() {
    let group = FakeGroup::of_size(3);
    (group.state().min, group.state().max) = (3, 3);
    let (result, _) = refresh_of(&group, |_| {}).await;
    assert_eq!(result, Ok(()));
    let state = group.state();
    assert_eq!((state.min, state.max, state.desired), (3, 3, 3));
    assert_eq!((state.fewest_healthy, state.largest_size), (3, 4));
}

#[tokio::test(start_paused = true)]
async fn a_failed_launch_ends_the_refresh_and_undoes_its_batch() {
    let group = FakeGroup::of_size(2);
    group.state().failing = 1;
    let error = only_error(refresh_of(&group, |_| {}).await.0);
    for part in [
        "activity-1 (scale out) failed, error code 501",
        "failed instances: i-failed",
        "0 of 2 instances have been replaced",
    ] {
        assert!(error.detail.contains(part), "{part} in {}", error.detail);
    }
    assert_eq!(group.ids(), ["i-00", "i-01"]);
    let state = group.state();
    assert_eq!(
        (state.desired, state.policy.as_str()),
        (2, "RemoveNewestInstance")
    );
}

#[tokio::test(start_paused = true)]
async fn instances_that_never_get_healthy_go_again_and_the_old_ones_stay() {
    let group = FakeGroup::of_size(2);
    {
        let mut state = group.state();
        state.launches_healthy = false;
        state.policy = "RemoveOldestInstance".to_owned();
    }
    let error = only_error(refresh_of(&group, |config| config.timeout = "10m".into()).await.0);
    assert!(error.summary.starts_with("Timed out"), "{}", error.summary);
    assert!(
        error.detail.contains("not healthy yet: new-01"),
        "{}",
        error.detail
    );
    assert_eq!(group.ids(), ["i-00", "i-01"]);
    assert_eq!(group.state().policy, "RemoveOldestInstance");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_launch_changes_nothing() {
    let group = FakeGroup::of_size(2);
    // The capacity that the group reports is out of the bounds that it reports, which it does not accept from anybody.
    group.state().min = 5;
    let error = only_error(refresh_of(&group, |_| {}).await.0);
    assert!(error.detail.contains("InvalidParameterValue"), "{}", error.detail);
    assert_eq!((group.ids().len(), group.state().desired), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_put_back_is_named() {
    let group = FakeGroup::of_size(1);
    group.state().denied_at = Some(1);
    let errors: Vec<Diagnostic> = refresh_of(&group, |_| {})
        .await
        .0
        .unwrap_err()
        .into_iter()
        .collect();
    assert_eq!(errors.len(), 2, "what failed, and what could not be put back");
    assert!(errors[0].detail.contains("AccessDenied"), "{}", errors[0].detail);
    assert_eq!(errors[1].summary, "The group could not be put back as it was");
    let before = "the group had: desired capacity 1; remove_policy RemoveNewestInstance";
    assert!(errors[1].detail.contains(before), "{}", errors[1].detail);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_refresh_between_batches_and_says_how_to_go_on() {
    let group = FakeGroup::of_size(3);
    group.state().stop_at = Some(1);
    let error = only_error(refresh_of(&group, |_| {}).await.0);
    assert!(error.summary.starts_with("Interrupted"), "{}", error.summary);
    assert_eq!(group.ids(), ["i-01", "i-02", "new-01"]);
    let joined = group.state().instances[2].joined.clone();
    let hint = format!(
        "1 of 3 instances have been replaced. To go on without replacing their successors, invoke the action again with joined_before = {joined:?}"
    );
    assert!(error.detail.contains(&hint), "{}", error.detail);
    assert_eq!(group.state().policy, "RemoveNewestInstance");

    group.restart();
    let (result, _) = refresh_of(&group, |config| config.joined_before = joined.as_str().into()).await;
    assert_eq!(result, Ok(()));
    assert_eq!(group.ids(), ["new-01", "new-02", "new-03"]);
}

#[tokio::test(start_paused = true)]
async fn a_group_without_anything_to_replace_is_left_alone() {
    let group = FakeGroup::new(vec![attached(0)]);
    let (result, said) = refresh_of(&group, |_| {}).await;
    assert_eq!(result, Ok(()));
    assert!(said[1].starts_with("Nothing to do"), "{said:#?}");
    assert_eq!(group.writes(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_group_with_too_few_healthy_instances_is_not_touched() {
    let group = FakeGroup::of_size(2);
    group.state().instances[0].healthy = false;
    let error = only_error(refresh_of(&group, |_| {}).await.0);
    assert_eq!(error.path, Some(at("minimum_healthy")));
    assert_eq!(group.writes(), Vec::<String>::new());
}

#[derive(Clone, Debug)]
struct Case {
    members: Vec<Member>,
    spare_below: i64,
    spare_above: i64,
    batch: i64,
    minimum: i64,
    oldest_first: bool,
    includes_protected: bool,
    failing_from: Option<u32>,
}

fn case() -> impl Strategy<Value = Case> {
    let members = prop::collection::vec((any::<bool>(), any::<bool>()), 1..7);
    let bounds = (0..3_i64, 0..3_i64, 1..4_i64, 0..=100_i64);
    let flags = (any::<bool>(), any::<bool>(), prop::option::of(Just(1)));
    (members, bounds, flags).prop_map(|(members, bounds, flags)| {
        let member = |(number, (attached, protected))| Member {
            attached,
            protected,
            ..Member::launched(number)
        };
        Case {
            members: members.into_iter().enumerate().map(member).collect(),
            spare_below: bounds.0,
            spare_above: bounds.1,
            batch: bounds.2,
            minimum: bounds.3,
            oldest_first: flags.0,
            includes_protected: flags.1,
            failing_from: flags.2,
        }
    })
}

proptest! {
    /// Whatever the group is like, and whether it goes well or not: nothing is removed that is to stay, enough instances
    /// are healthy all the time, the group is at most one batch larger, and it ends with the settings that it had.
    #[test]
    fn a_refresh_keeps_its_promises(case in case()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let group = FakeGroup::new(case.members.clone());
            let size = i64::try_from(case.members.len()).unwrap();
            let policy = if case.oldest_first { "RemoveOldestInstance" } else { "RemoveNewestInstance" };
            {
                let mut state = group.state();
                state.min = (size - case.spare_below).max(0);
                state.max = size + case.spare_above;
                policy.clone_into(&mut state.policy);
                state.failing = case.failing_from.unwrap_or_default();
            }
            let before = { let state = group.state(); (state.min, state.max, state.desired) };
            let (result, _) = refresh_of(&group, |config| {
                config.batch_size = Field::Value(case.batch);
                config.minimum_healthy = Field::Value(format!("{}%", case.minimum));
                config.protected_instances = if case.includes_protected { "include" } else { "skip" }.into();
            }).await;

            let is_kept = |member: &&Member| member.attached || (member.protected && !case.includes_protected);
            let state = group.state();
            for kept in case.members.iter().filter(is_kept) {
                prop_assert!(state.instances.contains(kept), "{kept:?} of {:?}", state.instances);
            }
            prop_assert_eq!((state.min, state.max, state.desired), before);
            prop_assert_eq!(&state.policy, policy);
            let needed = usize::try_from((size * case.minimum + 99) / 100).unwrap();
            prop_assert!(state.fewest_healthy >= needed);
            prop_assert!(state.largest_size <= case.members.len() + usize::try_from(case.batch).unwrap());
            if result.is_ok() {
                let left = case.members.iter().filter(|member| !is_kept(member));
                for replaced in left {
                    prop_assert!(state.instances.iter().all(|member| member.id != replaced.id));
                }
                prop_assert_eq!(state.instances.len(), case.members.len());
            } else {
                prop_assert!(case.failing_from.is_some());
                for member in case.members.iter().filter(|member| member.protected) {
                    let now = state.instances.iter().find(|now| now.id == member.id);
                    prop_assert!(now.is_none_or(|now| now.protected));
                }
            }
            Ok(())
        })?;
    }
}
