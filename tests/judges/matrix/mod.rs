//! The fault matrix: every resource, made, read, changed and destroyed, with every kind of fault in the one call that
//! matters. After at most two clean applies the cloud must be what it would be without the fault. What was seen is the table
//! of `docs/guides/reliability.md`.

mod case;
mod faults;
mod page;
mod picture;
mod subjects;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use self::case::{Observed, Reference};
use self::faults::{FAULTS, Fault};
use self::subjects::{OPERATIONS, Operation, SUBJECTS};
use crate::expected::Expected;

/// What was observed of one resource, by operation and the name of the fault.
type Observations = BTreeMap<(Operation, &'static str), Observed>;

/// Runs the cases of the subject of this number, once however many tests ask.
fn observations(subject: usize) -> &'static Observations {
    static ALL: [OnceLock<Observations>; SUBJECTS.len()] = [const { OnceLock::new() }; SUBJECTS.len()];
    ALL[subject].get_or_init(|| {
        let subject = &SUBJECTS[subject];
        let mut all = Observations::new();
        for operation in OPERATIONS {
            let reference = Reference::of(subject, operation);
            for fault in applicable(operation) {
                all.insert(
                    (operation, fault.name),
                    case::run(subject, operation, fault, &reference),
                );
            }
        }
        all
    })
}

/// The faults that `operation` can meet.
fn applicable(operation: Operation) -> impl Iterator<Item = &'static Fault> {
    FAULTS
        .iter()
        .filter(move |fault| fault.impossible(operation).is_none())
}

#[track_caller]
fn judge(subject: usize) {
    let kind = format!("matrix-{}", SUBJECTS[subject].kind);
    let outcomes = observations(subject)
        .iter()
        .map(|((operation, fault), observed)| {
            let name = format!("{kind}/{}/{fault}", operation.name());
            (name, observed.failure.clone())
        });
    let wrong = Expected::load().judge(&format!("{kind}/"), &outcomes.collect());
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_configuration_survives_every_fault() {
    judge(0);
}

#[test]
fn a_group_survives_every_fault() {
    judge(1);
}

#[test]
fn a_policy_survives_every_fault() {
    judge(2);
}

#[test]
fn a_task_survives_every_fault() {
    judge(3);
}

#[test]
fn a_notification_survives_every_fault() {
    judge(4);
}

#[test]
fn an_instance_survives_every_fault() {
    judge(5);
}

#[test]
fn what_cannot_happen_is_left_out_for_a_reason_and_everything_else_is_there() {
    let cases: usize = OPERATIONS
        .into_iter()
        .map(|operation| applicable(operation).count())
        .sum();
    let left_out = FAULTS
        .iter()
        .flat_map(|fault| OPERATIONS.map(|operation| fault.impossible(operation)));
    assert_eq!(
        cases + left_out.flatten().count(),
        FAULTS.len() * OPERATIONS.len()
    );
    assert!(cases * SUBJECTS.len() > 400, "{cases} cases of each resource");
}

#[test]
fn the_guide_says_what_was_observed() {
    let all: Vec<&Observations> = (0..SUBJECTS.len()).map(observations).collect();
    page::compare(&page::text(&all));
}
