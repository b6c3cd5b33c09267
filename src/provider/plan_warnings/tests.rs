use super::*;
use crate::provider::time;

const GROUP: &str = "436995593677910016";

fn set(desired: i64, is_new: bool) -> Capacity {
    Capacity { desired, is_new }
}

fn mover(name: &str, is_new: bool) -> Mover {
    Mover {
        name: name.to_owned(),
        sets: None,
        bounds: None,
        is_new,
    }
}

fn at(text: &str) -> Timestamp {
    time::read(text).unwrap()
}

fn task(name: &str, at_time: &str, expect: i64) -> TaskTimes {
    TaskTimes {
        name: name.to_owned(),
        schedule: Schedule::Once(at(at_time)),
        sizes: [0, expect, 5],
        is_new: true,
    }
}

fn names(plan_warnings: &PlanWarnings, task: &TaskTimes) -> Vec<String> {
    let meetings = plan_warnings.note_task(GROUP, task, at("2024-06-01 12:00:00"));
    meetings.into_iter().map(|meeting| meeting.other.name).collect()
}

#[test]
fn who_comes_second_learns_of_the_other() {
    let plan_warnings = PlanWarnings::default();
    assert_eq!(plan_warnings.note_capacity(GROUP, Some(set(2, true))), []);
    assert_eq!(
        plan_warnings.note_mover(GROUP, mover("policy", true)),
        Some(set(2, true))
    );

    let plan_warnings = PlanWarnings::default();
    assert_eq!(plan_warnings.note_mover(GROUP, mover("policy", true)), None);
    assert_eq!(plan_warnings.note_mover("another", mover("task", true)), None);
    assert_eq!(
        plan_warnings.note_capacity(GROUP, Some(set(2, true))),
        [mover("policy", true)]
    );
}

#[test]
fn what_is_left_open_belongs_to_policies() {
    let plan_warnings = PlanWarnings::default();
    plan_warnings.note_capacity(GROUP, Some(set(2, true)));
    plan_warnings.note_capacity(GROUP, None);
    assert_eq!(plan_warnings.note_mover(GROUP, mover("policy", true)), None);
}

#[test]
fn a_standing_pair_does_not_nag() {
    for (capacity_is_new, mover_is_new) in [(false, false), (true, false), (false, true), (true, true)] {
        let plan_warnings = PlanWarnings::default();
        plan_warnings.note_capacity(GROUP, Some(set(2, capacity_is_new)));
        let told = plan_warnings.note_mover(GROUP, mover("policy", mover_is_new));
        assert_eq!(told.is_some(), capacity_is_new || mover_is_new);
    }
}

#[test]
fn to_set_the_same_capacity_is_no_move() {
    let plan_warnings = PlanWarnings::default();
    plan_warnings.note_capacity(GROUP, Some(set(2, true)));
    let sets = |number| Mover {
        sets: Some(number),
        ..mover("task", true)
    };
    assert_eq!(plan_warnings.note_mover(GROUP, sets(2)), None);
    assert_eq!(plan_warnings.note_mover(GROUP, sets(3)), Some(set(2, true)));
}

#[test]
fn the_two_plans_of_a_replacement_say_it_once() {
    let plan_warnings = PlanWarnings::default();
    plan_warnings.note_capacity(GROUP, Some(set(2, true)));
    assert!(plan_warnings.note_mover(GROUP, mover("policy", true)).is_some());
    assert_eq!(plan_warnings.note_mover(GROUP, mover("policy", true)), None);

    assert_eq!(
        names(&plan_warnings, &task("a", "2024-06-02 09:00:00", 1)),
        [""; 0]
    );
    assert_eq!(names(&plan_warnings, &task("b", "2024-06-02 09:00:00", 2)), ["a"]);
    assert_eq!(
        names(&plan_warnings, &task("b", "2024-06-02 09:00:00", 2)),
        [""; 0]
    );
}

#[test]
fn tasks_meet_if_time_and_group_are_the_same_and_sizes_are_not() {
    let plan_warnings = PlanWarnings::default();
    assert_eq!(
        names(&plan_warnings, &task("a", "2024-06-02 09:00:00", 1)),
        [""; 0]
    );
    assert_eq!(
        names(&plan_warnings, &task("same sizes", "2024-06-02 09:00:00", 1)),
        [""; 0]
    );
    assert_eq!(
        names(&plan_warnings, &task("later", "2024-06-02 09:01:00", 2)),
        [""; 0]
    );
    let other_group = plan_warnings.note_task(
        "another",
        &task("b", "2024-06-02 09:00:00", 2),
        at("2024-06-01 12:00:00"),
    );
    assert_eq!(other_group, []);
    assert_eq!(
        names(&plan_warnings, &task("b", "2024-06-02 09:00:00", 2)),
        ["a", "same sizes"]
    );
}

#[test]
fn tasks_that_stay_as_they_are_do_not_nag() {
    let old = |name, expect| TaskTimes {
        is_new: false,
        ..task(name, "2024-06-02 09:00:00", expect)
    };
    let plan_warnings = PlanWarnings::default();
    assert_eq!(names(&plan_warnings, &old("a", 1)), [""; 0]);
    assert_eq!(names(&plan_warnings, &old("b", 2)), [""; 0]);
    assert_eq!(
        names(&plan_warnings, &task("new", "2024-06-02 09:00:00", 3)),
        ["a", "b"]
    );
}

#[test]
fn a_new_run_knows_nothing() {
    let plan_warnings = PlanWarnings::default();
    plan_warnings.note_capacity(GROUP, Some(set(2, true)));
    plan_warnings.note_leaving("1:2");
    assert!(plan_warnings.is_leaving("1:2") && !plan_warnings.is_leaving("1:3"));
    plan_warnings.forget_everything();
    assert!(!plan_warnings.is_leaving("1:2"));
    assert_eq!(plan_warnings.note_mover(GROUP, mover("policy", true)), None);
}

#[test]
fn every_message() {
    let capacity = Capacity {
        desired: 2,
        is_new: true,
    };
    let (policy, task_mover) = (
        mover("scaling policy \"busy\"", true),
        mover("scheduled task \"a\"", true),
    );
    let meeting = Meeting {
        other: task("b", "2024-06-02 09:00:00", 2),
        at: at("2024-06-02 09:00:00"),
    };
    let bounds = Bounds {
        sizes: [1, 5],
        is_new: true,
    };
    let wider = Mover {
        bounds: Some([4, 10]),
        ..task_mover.clone()
    };
    let messages = [
        bounds_are_broken(GROUP, bounds, std::slice::from_ref(&wider)),
        breaks_bounds(GROUP, bounds, &wider.name, [4, 10]),
        bounds_are_put_back(
            "scheduled task \"a\", which fired last at 2024-06-01 09:00:00 (Beijing time),",
            [4, 10],
            [1, 5],
        ),
        capacity_is_moved(GROUP, capacity, std::slice::from_ref(&policy)),
        capacity_is_moved(GROUP, capacity, &[policy.clone(), task_mover]),
        moves_capacity(GROUP, capacity, &policy.name),
        same_time(
            GROUP,
            &task("a", "2024-06-02 09:00:00", 1),
            &meeting,
            "start_time",
        ),
    ];
    let texts = messages.iter().map(|message| {
        let path = message.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{path}: {}\n  {}", message.summary, message.detail)
    });
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
}
