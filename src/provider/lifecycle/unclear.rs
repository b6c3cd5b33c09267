//! A creation of which nobody knows whether it happened: the attempt that it left in the state, and what comes of that.

use super::create::open;
use super::object::Creatable;
use super::run::{Run, Verdict};
use super::search::{Candidates, FirstAsked, Search};
use crate::client::{ApiCallError, Params};
use crate::framework::{Diagnostic, Diagnostics};
use crate::provider::api::{ApiContext, Pauses};
use crate::provider::record::Attempt;

/// How often to look before an attempt is called a failure.
const LOOKS: u32 = 3;

/// What came of an `attempt` to create what `state` says: the id of the object, or `None` if there is none.
///
/// # Errors
/// That can't be told.
pub(in crate::provider) async fn resolve<O: Creatable>(
    cx: &ApiContext<'_>,
    run: &Run,
    state: &O::Model,
    attempt: &Attempt,
) -> Result<Option<O::Id>, Diagnostics> {
    let (request, list) = O::creation(state);
    let sent = Params::of(&request);
    let open = open::<O>(run, &list, &sent);
    let search = Search::<O> {
        list: &list,
        sent: &sent,
        plan: state,
        asked: FirstAsked::Earlier(attempt.asked()),
        before: attempt.before.as_ref(),
    };
    let what = format!(
        "to look again for {} {:?}, whose creation was not answered",
        O::NAME,
        O::name(state)
    );
    let mut pauses = Pauses::new();
    let mut looks = 0;
    loop {
        let Some(Candidates { ours, alike, asked }) = search.poll(cx.data, None).await else {
            return Err(still_not_known::<O>(state, &[]).into());
        };
        let unclear = match open.claim(ours) {
            Verdict::Found(id) => {
                cx.warn(found::<O>(&id));
                return Ok(Some(O::id(state, &id)));
            }
            // Other attempts are being resolved, which says nothing yet.
            Verdict::Wait if pauses.pause(cx, &what).await.is_ok() => continue,
            Verdict::Wait => return Err(still_not_known::<O>(state, &[]).into()),
            // Then nothing can be proved, except that there is nothing.
            Verdict::Unclear(_) if !search.knows_what_is_new(asked) => alike,
            Verdict::Unclear(ours) => ours,
        };
        looks += 1;
        if looks < LOOKS && pauses.pause(cx, &what).await.is_ok() {
            continue;
        }
        if looks == LOOKS && unclear.is_empty() {
            return Ok(None);
        }
        return Err(still_not_known::<O>(state, &unclear).into());
    }
}

/// Whether an attempt can be forgotten of which nothing but `state` is left: whether nothing is there that it may have made.
///
/// # Errors
/// Something is there, or that can't be told.
pub(in crate::provider) async fn forget<O: Creatable>(
    cx: &ApiContext<'_>,
    state: &O::Model,
) -> Result<(), Diagnostics> {
    let (request, list) = O::creation(state);
    let search = Search::<O> {
        list: &list,
        sent: &Params::of(&request),
        plan: state,
        asked: FirstAsked::Earlier(None),
        before: None,
    };
    match search.poll(cx.data, None).await {
        Some(candidates) if candidates.alike.is_empty() => Ok(()),
        candidates => Err(still_not_known::<O>(state, &candidates.unwrap_or_default().alike).into()),
    }
}

/// The answer to a creation was lost, and the object was not found, or could not be told from others.
pub(super) fn not_known<O: Creatable>(
    plan: &O::Model,
    candidates: &[String],
    error: Option<&ApiCallError>,
) -> Diagnostic {
    Diagnostic::error(
        format!("It is not known whether the {} was created", O::NAME),
        format!(
            "The answer to the creation of {} {:?} was lost, and {}. Nothing was taken over, and nothing is made a second time: \
             the attempt is in the state, and the next plan looks what became of it. If the object is there by then, it is \
             marked as tainted, and Terraform would replace it; terraform untaint keeps it.{}{}",
            O::NAME,
            O::name(plan),
            match candidates {
                [] => "no such object was found afterwards".to_owned(),
                _ => "what was found afterwards may not be it".to_owned(),
            },
            choices::<O>(candidates),
            error.map(|error| format!("\n\n{error}")).unwrap_or_default()
        ),
    )
}

/// An attempt of an earlier run can't be told from others.
fn still_not_known<O: Creatable>(state: &O::Model, candidates: &[String]) -> Diagnostic {
    Diagnostic::error(
        format!("It is still not known whether the {} was created", O::NAME),
        format!(
            "An earlier run asked for {} {:?} and got no answer{}. Look in the console for one that nobody else uses.{}\n\nThen \
             take the attempt out of the state with terraform state rm, and import the object if there is one; otherwise the \
             next apply creates it.",
            O::NAME,
            O::name(state),
            if candidates.is_empty() {
                ", and the API's list can't be read now"
            } else {
                ""
            },
            choices::<O>(candidates)
        ),
    )
}

/// An attempt of an earlier run turned out to have worked.
fn found<O: Creatable>(id: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("The {} was created after all", O::NAME),
        format!(
            "An earlier run asked for it and got no answer. The {} {id} is the one that was made then. It is marked as tainted, \
             and Terraform would replace it; to keep it, run terraform untaint with the address of the resource.",
            O::NAME
        ),
    )
}

fn choices<O: Creatable>(candidates: &[String]) -> String {
    if candidates.is_empty() {
        return String::new();
    }
    format!(
        "\n\nOne of these may be it: {}. If one of them is, take the attempt out of the state (terraform state rm) and import \
         that one (terraform import).",
        candidates.join(", ")
    )
}
