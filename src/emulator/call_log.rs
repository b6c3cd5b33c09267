//! What was asked and answered: counts per action, the latest calls with their secrets masked, and the parameters that
//! no handler read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::request::Pairs;
use super::response_faults::ResponseFault;

/// How many calls are remembered in full; counts go on for ever.
const REMEMBERED_CALLS: usize = 1000;
/// How much memory the remembered calls may take, about.
const REMEMBERED_BYTES: usize = 8 * 1024 * 1024;
/// The longest value that is remembered as a whole; of a longer one, as much as this.
const LONGEST_VALUE: usize = 1024;
/// How many names of actions and of unread parameters are counted, each; names are what clients make of them.
const COUNTED_NAMES: usize = 500;
/// Where calls are counted whose action is one too many.
const OTHERS: &str = "(others)";
/// What stands in place of a secret.
pub(crate) const MASK: &str = "***";
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
    /// HTTP status of the answer; 0 if the connection was closed before the call was executed.
    pub status: u16,
    /// Whether the call reached the action.
    pub executed: bool,
    /// `Error.Code` of a refusal.
    pub code: Option<String>,
    /// The region that the call was for, once it was authenticated.
    pub region: Option<String>,
    /// `RequestId` of the answer.
    pub request_id: String,
    /// How the answer went out.
    pub delivery: ResponseFault,
    /// Business parameters, as [`Call::masked`] leaves them.
    pub parameters: Pairs,
    /// Names of those that no handler read.
    pub unread: Vec<String>,
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
    /// What the latest calls take.
    bytes: usize,
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
    /// Adds `call` to the record, and what was sent in vain to that of its action.
    pub(crate) fn record(&self, call: Call) {
        let mut state = self.lock();
        state.total += 1;
        let action = state.counted_name(&call.action);
        let statuses = state.statuses.entry(action.clone()).or_default();
        *statuses.entry(call.status).or_default() += 1;
        if !call.unread.is_empty() {
            let names = state.unread.entry(action).or_default();
            let room = COUNTED_NAMES.saturating_sub(names.len());
            names.extend(call.unread.iter().take(room).cloned());
        }
        state.bytes += call.bytes();
        state.latest.push_back(call);
        while state.latest.len() > REMEMBERED_CALLS || state.bytes > REMEMBERED_BYTES {
            let forgotten = state.latest.pop_front();
            state.bytes -= forgotten.map_or(0, |call| call.bytes());
        }
    }

    /// The `last` latest calls, oldest first.
    pub(crate) fn latest(&self, last: usize) -> Vec<Call> {
        self.calls(last).last
    }

    /// How many calls there were.
    pub(crate) fn total(&self) -> u64 {
        self.lock().total
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

impl State {
    /// The name under which calls of `action` are counted.
    fn counted_name(&self, action: &str) -> String {
        let has_room = self.statuses.len() < COUNTED_NAMES || self.statuses.contains_key(action);
        if has_room { action } else { OTHERS }.to_owned()
    }
}

impl Call {
    /// The call as it may be remembered: without secrets, and without what is too long.
    pub(crate) fn masked(mut self) -> Self {
        for (name, value) in &mut self.parameters {
            if is_secret(name) {
                MASK.clone_into(value);
            }
            shorten(value);
        }
        shorten(&mut self.action);
        self
    }

    /// What the call takes in memory, about.
    fn bytes(&self) -> usize {
        let pairs = self.parameters.iter();
        let texts: usize = pairs.map(|(name, value)| name.len() + value.len() + 96).sum();
        let unread: usize = self.unread.iter().map(|name| name.len() + 24).sum();
        texts + unread + self.action.len() + 512
    }
}

/// Whether what has this name must not be seen.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|secret| name.contains(secret))
}

/// Cuts off what is too much of a text.
fn shorten(text: &mut String) {
    if text.len() > LONGEST_VALUE {
        let whole = text.len();
        text.truncate(text.floor_char_boundary(LONGEST_VALUE));
        text.push_str(&format!("… ({whole} bytes)"));
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
            executed: true,
            code: None,
            region: None,
            request_id: "id".into(),
            delivery: ResponseFault::Sent,
            parameters: pairs.collect(),
            unread: Vec::new(),
        }
        .masked()
    }

    /// The call with parameters that nobody read.
    fn in_vain(mut call: Call, names: &[&str]) -> Call {
        call.unread = names.iter().map(|name| (*name).to_owned()).collect();
        call
    }

    #[test]
    fn calls_are_counted_per_action_and_status() {
        let log = CallLog::default();
        for (action, status) in [("A", 200), ("A", 200), ("A", 409), ("B", 200)] {
            log.record(call(action, status, &[]));
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
        log.record(call("A", 200, &sent));
        let values: Vec<String> = log.calls(1).last[0].parameters.values().cloned().collect();
        assert_eq!(values, ["n", "***", "***", "***"]);
    }

    #[test]
    fn the_oldest_calls_are_forgotten_but_still_counted() {
        let log = CallLog::default();
        for _ in 0..=REMEMBERED_CALLS {
            log.record(call("A", 200, &[]));
        }
        let calls = log.calls(usize::MAX);
        assert_eq!((calls.total, calls.last.len()), (1001, 1000));
    }

    #[test]
    fn unread_parameters_are_collected_per_action_until_cleared() {
        let log = CallLog::default();
        log.record(in_vain(call("A", 200, &[]), &["X"]));
        log.record(in_vain(call("A", 200, &[]), &["Y", "X"]));
        log.record(call("B", 200, &[]));
        let expected = BTreeMap::from([("A".to_owned(), BTreeSet::from(["X".to_owned(), "Y".to_owned()]))]);
        assert_eq!(log.unread(), expected);
        log.clear();
        assert!(log.unread().is_empty());
        assert_eq!(log.calls(50).total, 0);
    }

    #[test]
    fn the_log_takes_a_bounded_amount_of_memory_whatever_is_sent() {
        let log = CallLog::default();
        let text = "x".repeat(1024 * 1024);
        log.record(call(&text, 200, &[("Name", &text)]));
        let shown = &log.calls(1).last[0];
        assert!(shown.action.len() < 1100 && shown.parameters["Name"].ends_with("… (1048576 bytes)"));

        let many: Vec<(String, String)> = (0..2000)
            .map(|n| (format!("Name.{n}"), "v".repeat(900)))
            .collect();
        let many: Vec<(&str, &str)> = many
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        for number in 0..1000 {
            let sent = call(&format!("Action{number}"), 404, &many[..20]);
            log.record(in_vain(sent, &[many[number].0]));
        }
        let names: Vec<&str> = many.iter().map(|(name, _)| *name).collect();
        log.record(in_vain(call("Action1", 404, &many), &names));
        let state = log.lock();
        assert!(state.bytes <= REMEMBERED_BYTES);
        assert!(state.statuses.len() <= COUNTED_NAMES + 1 && state.unread["Action1"].len() <= COUNTED_NAMES);
        assert_eq!(state.total, 1002);
    }
}
