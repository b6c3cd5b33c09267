//! The toy's API: one object in memory, and what becomes of the next operations.

use std::sync::{Arc, Mutex};

use super::super::{Context, Diagnostic, Diagnostics, Field};
use super::lock;
use super::toy::{DiskModel, GuestModel, RuleModel, ToyModel};

/// What an operation of the toy does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Act {
    /// Does what it is asked to.
    #[default]
    Succeed,
    /// Fails at once.
    Fail,
    /// Saves what it made, then fails.
    FailAfterSave,
    /// Saves the plan, unknown values and all, then fails.
    FailHalfway,
    /// Saves the plan alone, without an id, and fails.
    FailUnsure,
    /// Panics at once.
    Panic,
    /// Saves what it made, then panics.
    PanicAfterSave,
    /// Waits until it is interrupted, and fails with the reason.
    Hang,
    /// Says that it succeeded, but saves nothing.
    ForgetState,
    /// Succeeds, but leaves values unknown.
    LeaveUnknown,
}

/// The toy's API.
#[derive(Default)]
pub(crate) struct Cloud {
    /// What the next operations do.
    pub(crate) act: Mutex<Act>,
    /// The object, if it exists.
    pub(crate) object: Mutex<Option<ToyModel>>,
    /// The plan that the last create or update was given.
    pub(crate) given: Mutex<Option<ToyModel>>,
    /// How many objects a list has given away.
    pub(crate) listed: Mutex<usize>,
    /// What happens to the object by itself as soon as it was changed.
    pub(crate) drift: Mutex<Option<fn(&mut ToyModel)>>,
    /// Whether operations write down that they ran.
    pub(crate) remembers: Mutex<bool>,
    /// The shelf that the toys of this provider are on.
    pub(crate) shelf: Mutex<Option<String>>,
}

impl Cloud {
    pub(crate) fn set(&self, act: Act) {
        *lock(&self.act) = act;
    }

    pub(super) fn remembers(&self) -> bool {
        *lock(&self.remembers)
    }

    pub(crate) fn act(&self) -> Act {
        *lock(&self.act)
    }

    /// Makes the object `plan`, with something for everything that is unknown, and gives it back.
    pub(crate) fn put(&self, plan: ToyModel) -> ToyModel {
        let made = settled(plan);
        let mut after = made.clone();
        if let Some(drift) = *lock(&self.drift) {
            drift(&mut after);
        }
        *lock(&self.object) = Some(after);
        made
    }
}

/// What the API makes of unknown and missing values.
pub(super) fn settled(plan: ToyModel) -> ToyModel {
    let or_text = |field: Field<String>, text: &str| if field.is_unknown() { text.into() } else { field };
    let or_number = |field: Field<i64>, number| {
        if field.is_unknown() {
            Field::Value(number)
        } else {
            field
        }
    };
    let name = plan.name.as_str().unwrap_or_default().to_owned();
    let disk = plan.disk.into_value().unwrap_or_default();
    let disk = disk
        .0
        .into_iter()
        .filter_map(Field::into_value)
        .map(|disk| DiskModel {
            serial: or_text(disk.serial, "S1"),
            label: or_text(disk.label, "unnamed"),
            ..disk
        });
    let rule = plan.rule.into_value().unwrap_or_default();
    let rule = rule
        .0
        .into_iter()
        .filter_map(Field::into_value)
        .map(|rule| RuleModel {
            priority: or_number(rule.priority, 100),
            ..rule
        });
    let guest = plan.guest.into_value().unwrap_or_default();
    let guest = guest.0.into_iter().filter_map(Field::into_value);
    let guest = guest.map(|guest| GuestModel {
        seat: or_number(guest.seat, 1),
        ..guest
    });
    ToyModel {
        id: or_text(plan.id, "toy-1"),
        size: or_number(plan.size, 1),
        revision: or_number(plan.revision, 7),
        host: or_text(plan.host, &name),
        url: or_text(plan.url, &format!("https://{name}")),
        disk: Field::Value(disk.collect()),
        rule: Field::Value(rule.collect()),
        guest: Field::Value(guest.collect()),
        ..plan
    }
}

pub(super) fn failure(summary: &str) -> Diagnostics {
    Diagnostic::error(summary, "Mend it.").into()
}

pub(super) async fn interrupted(cx: &Context<'_, Arc<Cloud>>) -> Diagnostics {
    let start = tokio::time::Instant::now();
    let result = cx.bounded(std::future::pending::<()>()).await;
    let waited = start.elapsed().as_secs();
    let reason = result.expect_err("what is pending does not end");
    Diagnostic::error(format!("{reason:?} after {waited} s"), "Try again.").into()
}
