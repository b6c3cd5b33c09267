//! Plays a transcript against the emulator and says where the two differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;

use super::difference::{Ids, differences};
use super::entry::Entry;
use crate::emulator::call_log::MASK;
use crate::emulator::params::Params;
use crate::emulator::service::{Caller, Emulator};

/// What came of a comparison.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    calls: usize,
    /// By action, member and what differs: the number of calls.
    differences: BTreeMap<(String, String, String), usize>,
}

/// Plays `transcript` against `emulator`, whose clock is driven as time passed when it was recorded.
///
/// # Errors
/// If the emulator's state cannot be saved.
pub(crate) fn compare(transcript: &[Entry], emulator: &Emulator) -> Result<Comparison, String> {
    let mut comparison = Comparison::default();
    let mut ids = Ids::default();
    let mut last = transcript.first().map(|entry| entry.at);
    for entry in transcript {
        let passed = last
            .map(|last| entry.at.duration_since(last))
            .and_then(|passed| Duration::try_from(passed).ok());
        emulator
            .advance(passed.unwrap_or_default())
            .map_err(|error| error.message)?;
        last = Some(entry.at);
        comparison.calls += 1;
        for (member, what) in play(entry, emulator, &mut ids) {
            *comparison
                .differences
                .entry((entry.action.clone(), member, what))
                .or_default() += 1;
        }
    }
    Ok(comparison)
}

fn play(entry: &Entry, emulator: &Emulator, ids: &mut Ids) -> Vec<(String, String)> {
    let parameters = entry.parameters.iter();
    let params = Params::new(parameters.map(|(name, value)| {
        let value = if value == MASK {
            stand_in(name).to_owned()
        } else {
            ids.translate(value)
        };
        (name.clone(), value)
    }));
    let caller = Caller {
        region: &entry.region,
    };
    let answered = emulator.call(&caller, &entry.action, &params);
    let mut found = Vec::new();
    let unread = answered.as_ref().map(|_| params.unread()).unwrap_or_default();
    found.extend(unread.into_iter().map(|name| {
        (
            format!("parameter {name}"),
            "no action of the emulator reads it".to_owned(),
        )
    }));
    let code = entry.answer["Error"]["Code"].as_str();
    match (answered, code) {
        (Ok(answer), None) => found.extend(differences(&entry.answer, &Value::Object(answer), ids)),
        (Ok(_), Some(code)) => found.push((
            "(answer)".to_owned(),
            format!("recorded the refusal {code}, the emulator does it"),
        )),
        (Err(error), None) => {
            let refused = format!(
                "recorded a success, the emulator refuses: {}: {}",
                error.code, error.message
            );
            found.push(("(answer)".to_owned(), refused));
        }
        (Err(error), Some(code)) if error.code != code || error.status != entry.status => {
            let what = format!(
                "recorded {} {code}, the emulator {} {}",
                entry.status, error.status, error.code
            );
            found.push(("(refusal)".to_owned(), what));
        }
        (Err(_), Some(_)) => {}
    }
    found
}

/// What is sent for a secret that is not in the transcript: something that is allowed.
fn stand_in(name: &str) -> &'static str {
    if name.to_ascii_lowercase().contains("userdata") {
        "Kg=="
    } else {
        "Masked-1234"
    }
}

impl Comparison {
    /// Whether the two agree.
    pub(crate) fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }

    /// A line per difference.
    pub(crate) fn report(&self) -> String {
        let mut text = format!(
            "{} calls compared, {} differences\n",
            self.calls,
            self.differences.len()
        );
        let mut action = "";
        for ((of, member, what), calls) in &self.differences {
            if of != action {
                let _ = write!(text, "\n{of}\n");
                action = of;
            }
            let times = if *calls == 1 {
                String::new()
            } else {
                format!(" ({calls} calls)")
            };
            let _ = writeln!(text, "  {member}: {what}{times}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::emulator::testing::{ACTIVITY, IMAGE, Lab};

    fn entry(seconds: i64, action: &str, parameters: &[(&str, &str)], status: u16, answer: Value) -> Entry {
        Entry {
            at: Timestamp::from_second(seconds).expect("a time"),
            action: action.into(),
            region: "cn-beijing-6".into(),
            parameters: parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            status,
            answer,
        }
    }

    /// A configuration made and looked at, and one that is refused, as an emulator with other ids answers.
    fn transcript() -> Vec<Entry> {
        let other = Lab::new();
        other.pass(ACTIVITY);
        let create = [
            ("ScalingConfigurationName", "web"),
            ("ImageId", IMAGE),
            ("InstanceType.1", "S6.2B"),
        ];
        let made = other.ok("CreateScalingConfiguration", &create);
        let id = made["ScalingConfigurationId"].as_str().expect("an id").to_owned();
        let read = [("ScalingConfigurationId.1", id.as_str())];
        let seen = other.ok("DescribeScalingConfiguration", &read);
        let refused = json!({ "Error": { "Code": "MissingParameter", "Message": "m" } });
        vec![
            entry(0, "CreateScalingConfiguration", &create, 200, made.clone()),
            entry(1, "DescribeScalingConfiguration", &read, 200, seen),
            entry(2, "CreateScalingConfiguration", &[], 400, refused),
        ]
    }

    #[test]
    fn the_emulator_does_not_differ_from_itself() {
        let comparison = compare(&transcript(), &Lab::new().emulator).expect("compared");
        assert!(comparison.is_empty(), "{}", comparison.report());
    }

    #[test]
    fn differences_are_reported_once_with_their_number() {
        let mut other = transcript();
        let set = &mut other[1].answer["ScalingConfigurationSet"][0];
        set["SystemDiskSize"] = json!("20");
        set["Colour"] = json!("red");
        let again = other[1].clone();
        other.push(again);
        other[2].status = 409;
        let report = compare(&other, &Lab::new().emulator).expect("compared").report();
        insta::assert_snapshot!(report, @r"
        4 calls compared, 3 differences

        CreateScalingConfiguration
          (refusal): recorded 409 MissingParameter, the emulator 400 MissingParameter

        DescribeScalingConfiguration
          ScalingConfigurationSet[].Colour: the emulator does not have it (2 calls)
          ScalingConfigurationSet[].SystemDiskSize: recorded as a text, the emulator writes a number (2 calls)
        ");
    }
}
