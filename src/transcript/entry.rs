//! One call of a transcript: a line of JSON.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::emulator::call_log::{MASK, is_secret};
use crate::emulator::store::private;

/// A call and its answer, without secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// When it was sent.
    pub(crate) at: Timestamp,
    pub(crate) action: String,
    pub(crate) region: String,
    pub(crate) parameters: BTreeMap<String, String>,
    /// HTTP status of the answer.
    pub(crate) status: u16,
    /// The body of the answer.
    pub(crate) answer: Value,
}

impl Entry {
    /// The entry with a mask in place of each secret.
    pub(crate) fn masked(mut self) -> Self {
        mask_parameters(&mut self.parameters);
        mask_answer(&mut self.answer);
        self
    }
}

/// Puts a mask in place of secret parameters.
pub(super) fn mask_parameters(parameters: &mut BTreeMap<String, String>) {
    for (name, value) in parameters {
        if is_secret(name) {
            MASK.clone_into(value);
        }
    }
}

fn mask_answer(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if is_secret(name) && member.is_string() {
                    *member = MASK.into();
                } else {
                    mask_answer(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask_answer),
        _ => {}
    }
}

/// Reads a transcript.
///
/// # Errors
/// A sentence that names the line.
pub(crate) fn read(text: &str) -> Result<Vec<Entry>, String> {
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| serde_json::from_str(line).map_err(|error| format!("line {number}: {error}")))
        .collect()
}

/// A transcript that is being written; only its owner can read it.
pub(super) struct Writer(Mutex<File>);

impl Writer {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = private(options.write(true).create(true).truncate(true)).open(path)?;
        Ok(Self(Mutex::new(file)))
    }

    pub(super) fn write(&self, entry: &Entry) -> io::Result<()> {
        let line = format!("{}\n", serde_json::to_string(entry)?);
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_transcript_holds_no_secret() {
        let parameters = [("Password", "Hush-1"), ("UserData", "c2VjcmV0"), ("Name", "web")];
        let entry = Entry {
            at: Timestamp::UNIX_EPOCH,
            action: "CreateScalingConfiguration".into(),
            region: "cn-beijing-6".into(),
            parameters: parameters
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            status: 200,
            answer: json!({ "Set": [{ "UserData": "c2VjcmV0", "Name": "web" }] }),
        };
        let line = serde_json::to_string(&entry.masked()).expect("JSON");
        assert!(
            !line.contains("Hush") && !line.contains("c2Vj") && line.contains("web"),
            "{line}"
        );
        let read = read(&format!("{line}\n\n")).expect("a transcript");
        assert_eq!(read[0].parameters["Password"], MASK);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        assert!(read("\n{}").expect_err("refused").starts_with("line 2: "));
    }
}
