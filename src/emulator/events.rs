//! What happens, in plain words: for the standard error, for the page, and for whoever follows.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::api_time::ApiTime;
use super::call_log::Call;
use super::ids::Id;
use super::response_faults::ResponseFault;

/// How many events are remembered.
const REMEMBERED: usize = 2000;
/// The longest line of an event, in bytes, about.
const LONGEST: usize = 400;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Event {
    /// Counted from 1 since the start.
    pub number: u64,
    /// The business time, `YYYY-MM-DD HH:MM:SS` in UTC+8.
    pub time: String,
    pub kind: EventKind,
    /// The group that it is about.
    pub group: Option<Id>,
    /// One line.
    pub text: String,
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EventKind {
    /// An activity of a group began or ended.
    Activity,
    /// A policy fired, or would have.
    Policy,
    /// A task fired, or would have.
    Task,
    /// A call changed something.
    Change,
    /// A call was refused.
    Refusal,
    /// A fault hit a call or an activity.
    Fault,
    /// Somebody drove the emulator.
    Drive,
}

/// The latest events.
#[derive(Debug)]
pub(crate) struct Journal {
    to_stderr: bool,
    latest: Mutex<VecDeque<Event>>,
    /// The number of the latest event.
    count: watch::Sender<u64>,
}

impl EventKind {
    /// Whether such an event moves a group, rather than telling how it moves.
    pub(crate) fn is_trigger(self) -> bool {
        matches!(self, Self::Policy | Self::Task | Self::Fault)
    }
}

impl Journal {
    /// A journal that also says on the standard error what happens, if that is wanted.
    pub(crate) fn new(to_stderr: bool) -> Self {
        Self {
            to_stderr,
            latest: Mutex::default(),
            count: watch::Sender::new(0),
        }
    }

    /// Takes down what happened at `now`.
    pub(crate) fn note(&self, now: ApiTime, kind: EventKind, group: Option<Id>, mut text: String) {
        if text.len() > LONGEST {
            text.truncate(text.floor_char_boundary(LONGEST));
            text.push('…');
        }
        // A name may hold anything, and an event is one line.
        let text = text.replace(char::is_control, " ");
        let mut latest = self.lock();
        let event = Event {
            number: *self.count.borrow() + 1,
            time: now.to_string(),
            kind,
            group,
            text,
        };
        if self.to_stderr {
            let day_before = latest.back().map_or("", |event| &event.time[..10]);
            // Nobody reads it if it cannot be written.
            let _ = write_line(&mut io::stderr().lock(), day_before, &event);
        }
        if latest.len() == REMEMBERED {
            latest.pop_front();
        }
        let number = event.number;
        latest.push_back(event);
        drop(latest);
        self.count.send_replace(number);
    }

    /// Takes down a call that changed something, was refused, or met a fault. Mere questions are no events.
    pub(crate) fn note_call(&self, now: ApiTime, call: &Call, refusal: Option<&str>, faulty: bool) {
        let action = if call.action.is_empty() {
            "a call"
        } else {
            &call.action
        };
        let pairs: Vec<String> = call
            .parameters
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let pairs = pairs.join(" ");
        let (kind, text) = match (&call.code, call.delivery) {
            (Some(code), _) => {
                let why = refusal.unwrap_or_default();
                let kind = if faulty {
                    EventKind::Fault
                } else {
                    EventKind::Refusal
                };
                // What a fault says is known to whoever set it, and may repeat a secret of the call.
                let why = if faulty {
                    format!(" by a fault: {code}")
                } else {
                    format!(": {code}: {why}")
                };
                (kind, format!("refused {action}{why} ({pairs})"))
            }
            (None, ResponseFault::Sent) if action.starts_with("Describe") || action.starts_with("Get") => {
                return;
            }
            (None, ResponseFault::Sent) => (EventKind::Change, format!("{action} {pairs}")),
            (None, delivery) => {
                let done = if call.executed { "" } else { "not " };
                let words = delivery.words();
                (
                    EventKind::Fault,
                    format!("{action} was {done}executed and {words}: {pairs}"),
                )
            }
        };
        self.note(now, kind, None, text);
    }

    /// The `last` latest events, those after number `after`; and the number of the latest.
    pub(crate) fn read(&self, after: u64, last: usize) -> (Vec<Event>, u64) {
        let latest = self.lock();
        let new: Vec<&Event> = latest
            .iter()
            .rev()
            .take_while(|event| event.number > after)
            .take(last)
            .collect();
        (new.into_iter().rev().cloned().collect(), *self.count.borrow())
    }

    /// Waits until there are events after number `after`.
    pub(crate) async fn wait(&self, after: u64) {
        // The sender lives as long as this.
        let _ = self.count.subscribe().wait_for(|count| *count > after).await;
    }

    /// Forgets the events; the numbers go on.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Event>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `09:00:00 text`, below a line with the date when a new day has begun.
fn write_line(out: &mut impl Write, day_before: &str, event: &Event) -> io::Result<()> {
    let (day, time) = event.time.split_at(10);
    let mut line = String::new();
    if day != day_before {
        line = format!("{day}\n");
    }
    line.push_str(&format!("{} {}\n", time.trim_start(), event.text));
    out.write_all(line.as_bytes())
}

/// `1 instance`, `2 instances`.
pub(crate) fn instances(count: usize) -> String {
    format!("{count} instance{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::emulator::clock::MANUAL_START;

    fn texts(journal: &Journal, after: u64, last: usize) -> Vec<String> {
        let (events, _) = journal.read(after, last);
        events.into_iter().map(|event| event.text).collect()
    }

    #[test]
    fn events_are_numbered_and_read_from_a_number_on() {
        let journal = Journal::new(false);
        for text in ["one", "two", "three"] {
            journal.note(MANUAL_START, EventKind::Drive, None, text.into());
        }
        assert_eq!(texts(&journal, 0, 2), ["two", "three"]);
        assert_eq!(texts(&journal, 2, 9), ["three"]);
        journal.clear();
        journal.note(MANUAL_START, EventKind::Drive, None, "four".into());
        assert_eq!(journal.read(0, 9).1, 4);
    }

    #[test]
    fn an_event_is_one_line_of_bounded_length() {
        let journal = Journal::new(false);
        journal.note(
            MANUAL_START,
            EventKind::Drive,
            None,
            format!("a\nb\u{1b}{}", "é".repeat(1000)),
        );
        let text = &texts(&journal, 0, 1)[0];
        assert!(text.starts_with("a b é") && text.ends_with('…') && text.len() < 410);
    }

    #[test]
    fn a_new_day_has_a_line_of_its_own() {
        let journal = Journal::new(false);
        journal.note(MANUAL_START, EventKind::Drive, None, "one".into());
        journal.note(
            MANUAL_START + Duration::from_hours(24),
            EventKind::Drive,
            None,
            "two".into(),
        );
        let (events, _) = journal.read(0, 9);
        let mut out = Vec::new();
        write_line(&mut out, "2024-01-15", &events[0]).expect("a vector takes all");
        write_line(&mut out, "2024-01-15", &events[1]).expect("a vector takes all");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text, "16:30:00 one\n2024-01-16\n16:30:00 two\n");
    }

    #[tokio::test]
    async fn a_follower_waits_for_what_is_new() {
        let journal = Journal::new(false);
        journal.note(MANUAL_START, EventKind::Drive, None, "one".into());
        journal.wait(0).await;
        let early = tokio::time::timeout(Duration::from_millis(10), journal.wait(1)).await;
        assert!(early.is_err());
        tokio::join!(journal.wait(1), async {
            journal.note(MANUAL_START, EventKind::Drive, None, "two".into());
        });
    }
}
