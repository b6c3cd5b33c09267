//! How an answer of the emulator differs from the one that was recorded. Ids and times can't be the same; that ids keep
//! meaning the same object is checked, and that times are written alike.

use std::collections::HashMap;

use serde_json::Value;

use crate::emulator::api_time::ApiTime;
use crate::emulator::call_log::is_secret;

/// Which recorded id is which id of the emulator.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, String>);

/// What is said of an id that stood for another object before.
const ANOTHER: &str = "another object's id";

/// A difference, by the path of the member without positions in lists.
pub(super) type Difference = (String, String);

impl Ids {
    /// A parameter with the emulator's ids in place of the recorded ones.
    pub(super) fn translate(&self, value: &str) -> String {
        let ids = value
            .split(',')
            .map(|part| self.0.get(part).map_or(part, String::as_str));
        ids.collect::<Vec<_>>().join(",")
    }

    /// Takes down that `recorded` is `own`; says whether that agrees with what is known.
    fn learn(&mut self, recorded: &str, own: &str) -> bool {
        let known = self
            .0
            .entry(recorded.to_owned())
            .or_insert_with(|| own.to_owned());
        known == own
    }
}

/// The differences between two answers; ids are learned from where they stand.
pub(super) fn differences(recorded: &Value, own: &Value, ids: &mut Ids) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", recorded, own, ids, &mut found);
    found
}

fn compare(path: &str, recorded: &Value, own: &Value, ids: &mut Ids, found: &mut Vec<Difference>) {
    let mut differ = |what: String| found.push((path.to_owned(), what));
    match (recorded, own) {
        (Value::Object(theirs), Value::Object(ours)) => {
            for name in ours.keys().filter(|name| !theirs.contains_key(*name)) {
                found.push((join(path, name), "only the emulator has it".to_owned()));
            }
            for (name, member) in theirs {
                match ours.get(name) {
                    // Every answer has another, and secrets are not in a transcript.
                    _ if name == "RequestId" || is_secret(name) => {}
                    Some(own) => compare(&join(path, name), member, own, ids, found),
                    None => found.push((join(path, name), "the emulator does not have it".to_owned())),
                }
            }
        }
        (Value::Array(theirs), Value::Array(ours)) => compare_lists(path, theirs, ours, ids, found),
        (Value::String(theirs), Value::String(ours)) => {
            if is_id(path) || (looks_like_id(theirs) && looks_like_id(ours)) {
                if !ids.learn(theirs, ours) {
                    differ(ANOTHER.to_owned());
                }
            } else if let (Some(_), Some(_)) = (ApiTime::parse(theirs), ApiTime::parse(ours)) {
            } else if ids.translate(theirs) != *ours {
                differ(format!("recorded {theirs:?}, the emulator {ours:?}"));
            }
        }
        (Value::Number(_), Value::Number(_)) if is_id(path) => {
            let agrees = ids.learn(&recorded.to_string(), &own.to_string());
            found.extend((!agrees).then(|| (path.to_owned(), ANOTHER.to_owned())));
        }
        _ if kind(recorded) != kind(own) => {
            differ(format!(
                "recorded as {}, the emulator writes {}",
                kind(recorded),
                kind(own)
            ));
        }
        _ if recorded != own => differ(format!("recorded {recorded}, the emulator {own}")),
        _ => {}
    }
}

fn compare_lists(path: &str, theirs: &[Value], ours: &[Value], ids: &mut Ids, found: &mut Vec<Difference>) {
    let item = format!("{path}[]");
    if theirs.len() != ours.len() {
        found.push((
            item,
            format!("recorded {} of them, the emulator {}", theirs.len(), ours.len()),
        ));
        return;
    }
    // Known ids tell which item is which, whatever the order.
    let place = |their: &Value| {
        let known = own_id(their).and_then(|id| ids.0.get(id)).cloned()?;
        ours.iter().position(|our| own_id(our) == Some(known.as_str()))
    };
    let places: Vec<Option<usize>> = theirs.iter().map(place).collect();
    if places
        .iter()
        .enumerate()
        .any(|(at, place)| place.is_some_and(|place| place != at))
    {
        found.push((path.to_owned(), "another order".to_owned()));
    }
    for (at, their) in theirs.iter().enumerate() {
        compare(&item, their, &ours[places[at].unwrap_or(at)], ids, found);
    }
}

/// The id of an item of a list: a text that is one, or the first member of an object that is its own.
fn own_id(item: &Value) -> Option<&str> {
    match item {
        Value::String(text) => Some(text),
        Value::Object(members) => {
            let names = [
                "ScalingActivityId",
                "ScalingPolicyId",
                "ScalingScheduledTaskId",
                "InstanceId",
                "ScalingNotificationId",
            ];
            let own = names.iter().find_map(|name| members.get(*name));
            let own = own
                .or_else(|| members.get("ScalingGroupId"))
                .or_else(|| members.get("ScalingConfigurationId"));
            own.and_then(Value::as_str)
        }
        _ => None,
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Whether the member at `path` names an object.
fn is_id(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]");
    (name.ends_with("Id") && name != "ImageId")
        || ["SuccInsList", "FailInsList", "Desciption"].contains(&name)
}

/// Whether a text is an id that the API gave out: a long number or a UUID.
fn looks_like_id(text: &str) -> bool {
    let digits = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let uuid = text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4;
    digits || uuid
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(recorded: &Value, own: &Value) -> Vec<String> {
        let all = differences(recorded, own, &mut Ids::default());
        all.into_iter()
            .map(|(path, what)| format!("{path}: {what}"))
            .collect()
    }

    #[test]
    fn members_types_values_and_numbers_are_compared_ids_and_times_by_their_form() {
        let recorded = json!({
            "RequestId": "1", "ScalingGroupId": "1187654321098765432", "CreateTime": "2030-01-01 00:00:00", "MinSize": 1,
            "Status": "Active", "KeyIds": [], "Old": 1, "Set": [1, 2],
        });
        let own = json!({
            "RequestId": "2", "ScalingGroupId": "2287654321098765432", "CreateTime": "2024-01-01 00:00:00", "MinSize": "1",
            "Status": "UnActive", "KeyIds": null, "New": 1, "Set": [1],
        });
        assert_eq!(
            found(&recorded, &own),
            [
                "New: only the emulator has it",
                "KeyIds: recorded as a list, the emulator writes null",
                "MinSize: recorded as a number, the emulator writes a text",
                "Old: the emulator does not have it",
                "Set[]: recorded 2 of them, the emulator 1",
                "Status: recorded \"Active\", the emulator \"UnActive\"",
            ]
        );
    }

    #[test]
    fn an_id_keeps_meaning_the_same_object_and_a_list_its_order() {
        let mut ids = Ids::default();
        let first = |id: &str| json!({ "ScalingGroupId": id });
        assert!(differences(&first("10"), &first("20"), &mut ids).is_empty());
        assert!(differences(&first("11"), &first("21"), &mut ids).is_empty());
        assert_eq!(ids.translate("11,10,x"), "21,20,x");
        assert_eq!(differences(&first("10"), &first("21"), &mut ids).len(), 1);
        let list = |one: &str, two: &str| json!({ "Set": [{ "ScalingGroupId": one, "N": one.ends_with('0') }, { "ScalingGroupId": two, "N": two.ends_with('0') }] });
        let other_order = differences(&list("10", "11"), &list("21", "20"), &mut ids);
        assert_eq!(other_order, [("Set".to_owned(), "another order".to_owned())]);
    }
}
