//! What was asked and answered: counts per action, the latest calls with their secrets masked, and the parameters that
//! no handler read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::delivery::Delivery;
use super::request::Pairs;

/// How many calls are remembered in full; counts go on for ever.
const REMEMBERED_CALLS: usize = 1000;
/// What stands in place of a secret.
const MASK: &str = "***";
/// A parameter whose lower-case name contains one of these is secret.
const SECRET_NAMES: [&str; 3] = ["password", "userdata", "token"];

/// One call of the API.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Real time, RFC 3339 in UTC.
    pub time: String,
    /// As sent; empty if the request names none.
    pub action: String,
    /// GET or POST, or what was tried instead.
    pub method: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// `Error.Code` of a refusal.
    pub code: Option<String>,
    /// The region that the call was for, once it was authenticated.
    pub region: Option<String>,
    /// `RequestId` of the answer.
    pub request_id: String,
    /// How the answer went out.
    pub delivery: Delivery,
    /// Business parameters; secrets are masked when the call is recorded.
    pub parameters: Pairs,
}

/// The record of all calls since the start, or since it was cleared.
#[derive(Default)]
pub struct CallLog {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    total: u64,
    statuses: BTreeMap<String, BTreeMap<u16, u64>>,
    latest: VecDeque<Call>,
    unread: BTreeMap<String, BTreeSet<String>>,
}

/// What the log has to tell about calls.
#[derive(Debug, Serialize)]
pub struct Calls {
    /// Number of all calls.
    pub total: u64,
    /// Number of calls per action and HTTP status.
    pub actions: BTreeMap<String, BTreeMap<u16, u64>>,
    /// The latest calls, oldest first.
    pub last: Vec<Call>,
}

impl CallLog {
    /// Adds `call` to the record, and `unread` to what its action was sent in vain.
    pub(crate) fn record(&self, mut call: Call, unread: Vec<String>) {
        for (name, value) in &mut call.parameters {
            let name = name.to_ascii_lowercase();
            if SECRET_NAMES.iter().any(|secret| name.contains(secret)) {
                MASK.clone_into(value);
            }
        }
        let mut state = self.lock();
        state.total += 1;
        let statuses = state.statuses.entry(call.action.clone()).or_default();
        *statuses.entry(call.status).or_default() += 1;
        if !unread.is_empty() {
            state
                .unread
                .entry(call.action.clone())
                .or_default()
                .extend(unread);
        }
        if state.latest.len() == REMEMBERED_CALLS {
            state.latest.pop_front();
        }
        state.latest.push_back(call);
    }

    /// All counts, and the `last` latest calls.
    pub fn calls(&self, last: usize) -> Calls {
        let state = self.lock();
        let skipped = state.latest.len().saturating_sub(last);
        Calls {
            total: state.total,
            actions: state.statuses.clone(),
            last: state.latest.iter().skip(skipped).cloned().collect(),
        }
    }

    /// Per action, the names of parameters that were sent and that no handler read.
    pub fn unread(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.lock().unread.clone()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(action: &str, status: u16, parameters: &[(&str, &str)]) -> Call {
        let pairs = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Call {
            time: "2024-01-15T08:30:00Z".into(),
            action: action.into(),
            method: "GET".into(),
            status,
            code: None,
            region: None,
            request_id: "id".into(),
            delivery: Delivery::Sent,
            parameters: pairs.collect(),
        }
    }

    #[test]
    fn calls_are_counted_per_action_and_status() {
        let log = CallLog::default();
        for (action, status) in [("A", 200), ("A", 200), ("A", 409), ("B", 200)] {
            log.record(call(action, status, &[]), Vec::new());
        }
        let calls = log.calls(1);
        assert_eq!(calls.total, 4);
        assert_eq!(calls.actions["A"], BTreeMap::from([(200, 2), (409, 1)]));
        assert_eq!(calls.last.len(), 1);
        assert_eq!(calls.last[0].action, "B");
    }

    #[test]
    fn secrets_are_masked() {
        let log = CallLog::default();
        let sent = [
            ("Password", "p"),
            ("UserData", "u"),
            ("SecurityToken", "t"),
            ("Name", "n"),
        ];
        log.record(call("A", 200, &sent), Vec::new());
        let values: Vec<String> = log.calls(1).last[0].parameters.values().cloned().collect();
        assert_eq!(values, ["n", "***", "***", "***"]);
    }

    #[test]
    fn the_oldest_calls_are_forgotten_but_still_counted() {
        let log = CallLog::default();
        for _ in 0..=REMEMBERED_CALLS {
            log.record(call("A", 200, &[]), Vec::new());
        }
        let calls = log.calls(usize::MAX);
        assert_eq!((calls.total, calls.last.len()), (1001, 1000));
    }

    #[test]
    fn unread_parameters_are_collected_per_action_until_cleared() {
        let log = CallLog::default();
        log.record(call("A", 200, &[]), vec!["X".into()]);
        log.record(call("A", 200, &[]), vec!["Y".into(), "X".into()]);
        log.record(call("B", 200, &[]), Vec::new());
        let expected = BTreeMap::from([("A".to_owned(), BTreeSet::from(["X".to_owned(), "Y".to_owned()]))]);
        assert_eq!(log.unread(), expected);
        log.clear();
        assert!(log.unread().is_empty());
        assert_eq!(log.calls(50).total, 0);
    }
}
