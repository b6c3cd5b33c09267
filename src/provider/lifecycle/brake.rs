//! The brake: where most objects of a run seem to have vanished, it is more likely that its access key may not see them.
//!
//! Objects are read one by one, and the first ones have been called gone before it shows. That does no harm: if one read
//! fails, Terraform throws away what all the others have found.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::sleep;

use super::object::RemoteObject;
use super::run::Run;
use crate::client::ListAction as _;
use crate::framework::{Diagnostic, Diagnostics};
use crate::provider::api::{ApiContext, limits};
use crate::provider::names::GROUP;

/// So few may vanish at once.
const FEW: usize = 4;

/// How often, and how far apart, to look whether the others are there that are being read at the same time.
const LOOKS: u32 = 3;
const APART: Duration = Duration::from_secs(1);

/// What a run has seen of its objects, by kind and id.
#[derive(Debug, Default)]
pub(super) struct Brake(Mutex<BrakeState>);

#[derive(Debug, Default)]
struct BrakeState {
    there: BTreeSet<(&'static str, String)>,
    gone: BTreeSet<(&'static str, String)>,
    is_released: bool,
    was_told: bool,
}

impl Brake {
    /// A new run begins. If the brake `is_released`, any number of objects may vanish.
    pub(super) fn begin(&self, is_released: bool) {
        *self.lock() = BrakeState {
            is_released,
            ..BrakeState::default()
        };
    }

    /// The object is there.
    pub(super) fn saw(&self, kind: &'static str, id: &str) {
        self.lock().there.insert((kind, id.to_owned()));
    }

    fn missed(&self, kind: &'static str, id: &str) {
        self.lock().gone.insert((kind, id.to_owned()));
    }

    /// How many are gone, and how many were looked at, if it is most of them and more than a few.
    fn holds(&self) -> Option<(usize, usize)> {
        let state = self.lock();
        let (gone, there) = (state.gone.len(), state.there.len());
        (!state.is_released && gone > FEW && gone > there).then_some((gone, gone + there))
    }

    /// Whether the object is gone, if it was looked at.
    fn is_gone(&self, kind: &'static str, id: &str) -> Option<bool> {
        let state = self.lock();
        let key = (kind, id.to_owned());
        let is_known = state.gone.contains(&key) || state.there.contains(&key);
        is_known.then(|| state.gone.contains(&key))
    }

    fn lock(&self) -> MutexGuard<'_, BrakeState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes down that the object `id`, which messages call `what`, is gone. Members of a group that is gone as well went with
/// it, and do not count.
///
/// # Errors
/// Most objects of this run are gone.
pub(super) async fn check<O: RemoteObject>(
    cx: &ApiContext<'_>,
    run: &Run,
    id: &O::Id,
    what: &str,
) -> Result<(), Diagnostics> {
    let brake = &run.brake;
    match O::one(id).group() {
        Some(group) if is_gone(cx, brake, group).await => brake.missed(GROUP, group),
        _ => brake.missed(O::NAME, O::own_id(id)),
    }
    for _ in 0..LOOKS {
        if brake.holds().is_none() {
            break;
        }
        tracing::info!(
            "Waiting to see whether other objects of this run are there: most are not listed, among them {what}"
        );
        if cx.bounded(sleep(APART)).await.is_err() {
            break;
        }
    }
    match brake.holds() {
        Some((gone, all)) => Err(vanished(brake, what, gone, all).into()),
        None => Ok(()),
    }
}

async fn is_gone(cx: &ApiContext<'_>, brake: &Brake, group: &str) -> bool {
    match brake.is_gone(GROUP, group) {
        Some(is_gone) => is_gone,
        None => matches!(cx.data.read_group(&limits(cx), group).await, Ok(None)),
    }
}

/// The whole story once; nobody wants to read it a hundred times.
fn vanished(brake: &Brake, what: &str, gone: usize, all: usize) -> Diagnostic {
    if std::mem::replace(&mut brake.lock().was_told, true) {
        return Diagnostic::error(
            format!("Also not listed: {what}"),
            "It can't be told whether it was deleted while most objects of this run are not listed. Another error of this run \
             says what to check.",
        );
    }
    Diagnostic::error(
        "Most objects are gone",
        format!(
            "Of the {all} objects that this run has read so far, the API does not list {gone} any more, among them {what}. It \
             is more likely that this access key may not see them than that all were deleted. Nothing was changed. Check that \
             access_key (KSYUN_ACCESS_KEY) is of the right account, that its user may see the projects of the objects, and \
             region and endpoints in the provider block. If the objects really are gone, run once with \
             KSYUN_ALLOW_MASS_DISAPPEARANCE=true in the environment, or allow_mass_disappearance = true in the provider block, \
             or take them out of the state (terraform state rm)."
        ),
    )
}
