//! Plays a transcript back: a client gets the answers that were recorded, call for call.

use std::io;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use serde_json::Value;

use super::entry::{Entry, mask_parameters};
use super::server::{Answerer, Call, Server, error_response};
use crate::emulator::error::ApiError;

struct Player(Mutex<Vec<Line>>);

/// A line of the transcript.
struct Line {
    entry: Entry,
    played: bool,
}

/// A server that answers from a transcript.
///
/// # Errors
/// If there is no free port.
pub(crate) async fn server(transcript: Vec<Entry>) -> io::Result<Server> {
    let lines = transcript.into_iter().map(|entry| Line { entry, played: false });
    Server::bind(Player(Mutex::new(lines.collect()))).await
}

impl Player {
    /// The first line for this call that was not played yet; a question that was asked more often than it was recorded
    /// has its last answer.
    fn find(&self, mut call: Call) -> Option<(u16, Value)> {
        mask_parameters(&mut call.parameters);
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |line: &Line| {
            let entry = &line.entry;
            (&entry.action, &entry.region, &entry.parameters)
                == (&call.action, &call.region, &call.parameters)
        };
        let fresh = lines.iter().position(|line| fits(line) && !line.played);
        let is_question = call.action.starts_with("Describe");
        let again = lines.iter().rposition(|line| fits(line) && is_question);
        let line = lines.get_mut(fresh.or(again)?)?;
        line.played = true;
        Some((line.entry.status, line.entry.answer.clone()))
    }
}

#[async_trait]
impl Answerer for Player {
    async fn answer(&self, call: Call) -> (u16, Value) {
        let action = call.action.clone();
        self.find(call).unwrap_or_else(|| {
            let why = format!("the transcript has no further {action} with these parameters");
            error_response(&ApiError::new(404, "NotInTranscript", why))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;
    use serde_json::json;

    use super::*;

    fn parameters(name: &str) -> BTreeMap<String, String> {
        [
            ("Name".to_owned(), name.to_owned()),
            ("Password".to_owned(), "***".to_owned()),
        ]
        .into()
    }

    fn entry(action: &str, name: &str, answer: u32) -> Entry {
        Entry {
            at: Timestamp::UNIX_EPOCH,
            action: action.into(),
            region: "r".into(),
            parameters: parameters(name),
            status: 200,
            answer: json!(answer),
        }
    }

    #[test]
    fn answers_come_in_their_order_and_only_questions_are_answered_again() {
        let entries = [
            entry("Describe", "a", 1),
            entry("Describe", "a", 2),
            entry("Create", "a", 3),
        ];
        let player = Player(Mutex::new(
            entries
                .into_iter()
                .map(|entry| Line { entry, played: false })
                .collect(),
        ));
        let ask = |action: &str, name: &str| {
            let mut parameters = parameters(name);
            parameters.insert("Password".into(), "whatever".into());
            let call = Call {
                action: action.into(),
                region: "r".into(),
                parameters,
            };
            player.find(call).map(|(_, answer)| answer)
        };
        let describes = [(); 3].map(|()| ask("Describe", "a"));
        assert_eq!(describes, [Some(json!(1)), Some(json!(2)), Some(json!(2))]);
        assert_eq!(
            [ask("Create", "a"), ask("Create", "a"), ask("Describe", "b")],
            [Some(json!(3)), None, None]
        );
    }
}
