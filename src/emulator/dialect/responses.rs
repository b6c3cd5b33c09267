//! Answers and requests as a dialect has them. The handlers know nothing of it.

use serde_json::{Map, Value, json};

use super::{Answers, Dialect, Empty, GoneGroup, NotFound, samples};
use crate::emulator::actions::members_of_group;
use crate::emulator::api_time::ApiTime;
use crate::emulator::error::ApiError;
use crate::emulator::ids::is_uuid;

/// The members of a configuration that the document's table does not have.
const NOT_IN_THE_TABLE: [&str; 2] = ["KeyIds", "DataDiskEbsDetail"];
/// A list whose order means something: that of preference.
const ORDERED: &str = "InstanceTypeSet";

/// Answers.
impl Dialect {
    /// Gives the members of an answer to `action` the dialect's form. Lists of a group that does not exist are special.
    pub(crate) fn shape(&self, action: &str, group_is_gone: bool, members: &mut Map<String, Value>) {
        self.choose_members(action, members);
        if let Some(list) = members_of_group(action).filter(|_| group_is_gone) {
            match self.gone_group {
                GoneGroup::Empty => {}
                GoneGroup::Missing => {
                    members.remove(list.set);
                }
                GoneGroup::Null => {
                    members.insert(list.set.to_owned(), Value::Null);
                }
            }
        }
        for (name, value) in members.iter_mut() {
            if let Value::Array(items) = value {
                for item in items {
                    self.shape_item(name, item);
                }
            } else {
                self.shape_member(name, value);
            }
        }
        if self.return_set_in_lower_case
            && let Some(set) = members.remove("ReturnSet")
        {
            members.insert("returnset".to_owned(), set);
        }
    }

    /// The name of the request id in an answer to `action`.
    pub(crate) fn request_id_name(&self, action: &str) -> &'static str {
        let as_in_sample = self.answers == Answers::Sample && action == samples::WITH_CAPITAL_REQUEST_ID;
        if self.request_id_in_capitals || as_in_sample {
            "RequestID"
        } else {
            "RequestId"
        }
    }

    /// The refusal in the dialect's words, if it says that something does not exist.
    pub(crate) fn refusal(&self, mut error: ApiError) -> ApiError {
        let missing = error.status == 404;
        let Some(kind) = error.code.strip_suffix("NotFound").filter(|_| missing) else {
            return error;
        };
        (error.status, error.code) = match self.not_found {
            NotFound::NotFound => return error,
            NotFound::NotExist => (400, format!("{kind}NotExist")),
            NotFound::NotExists => (400, format!("{kind}NotExists")),
            NotFound::NoSuch => (404, format!("NoSuch{kind}")),
            NotFound::Dotted => (400, format!("Invalid{kind}.NotFound")),
            NotFound::Invalid => (404, format!("Invalid{kind}")),
        };
        error.message = error.message.replace("is not found", "does not exist");
        error
    }

    fn choose_members(&self, action: &str, members: &mut Map<String, Value>) {
        if matches!(self.answers, Answers::Sample | Answers::BareIds) {
            bare_ids(action, members);
        }
        if self.answers == Answers::Sample
            && let Some(shown) = samples::of_answer(action)
        {
            members.retain(|name, _| shown.contains(&name.as_str()));
        }
    }

    fn shape_item(&self, list: &str, item: &mut Value) {
        let Value::Object(members) = item else {
            return self.shape_member(list, item);
        };
        match self.answers {
            Answers::Sample => {
                if let Some(shown) = samples::of_item(list) {
                    members.retain(|name, _| shown.contains(&name.as_str()));
                }
            }
            Answers::Table => members.retain(|name, _| !NOT_IN_THE_TABLE.contains(&name.as_str())),
            Answers::All | Answers::BareIds => {}
        }
        match self.empty {
            Empty::Shown => {}
            Empty::LeftOut => members.retain(|_, value| !is_empty(value)),
            Empty::Null => members
                .values_mut()
                .filter(|value| is_empty(value))
                .for_each(|value| *value = Value::Null),
        }
        for (name, value) in members {
            self.shape_member(name, value);
        }
    }

    fn shape_member(&self, name: &str, value: &mut Value) {
        match value {
            Value::Array(items) => {
                if self.reversed && name != ORDERED {
                    items.reverse();
                }
                for item in items {
                    self.shape_item(name, item);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.shape_member(name, value);
                }
            }
            Value::String(text)
                if self.times_with_fraction && name.ends_with("Time") && ApiTime::parse(text).is_some() =>
            {
                text.push_str(".0");
            }
            Value::String(text) if self.ids_in_capitals && holds_ids(name) => {
                *text = with_uuids(text, str::to_ascii_uppercase);
            }
            _ => {}
        }
    }
}

/// Requests.
impl Dialect {
    /// The value of a parameter as the emulator knows it: whoever shows ids in capitals takes them so.
    pub(crate) fn heard(&self, name: &str, value: String) -> String {
        if self.ids_in_capitals && holds_ids(name) {
            with_uuids(&value, str::to_ascii_lowercase)
        } else {
            value
        }
    }
}

/// The ids of new policies and tasks as bare numbers.
fn bare_ids(action: &str, members: &mut Map<String, Value>) {
    match action {
        "CreateScalingPolicy" => {
            members.remove("ReturnSet");
        }
        "CreateScheduledTask" => {
            let id = members["ReturnSet"]["ScalingScheduleTaskId"].as_str();
            let number = id.and_then(|id| id.parse::<u64>().ok());
            members.insert("ReturnSet".to_owned(), json!(number));
        }
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether the member or parameter `name` is made of ids. Names and data of the user are not.
fn holds_ids(name: &str) -> bool {
    name.contains("Id") || name.ends_with("InsList")
}

/// `text` with every UUID in it changed.
fn with_uuids(text: &str, change: fn(&str) -> String) -> String {
    const LENGTH: usize = 36;
    let (mut rest, mut changed) = (text, String::with_capacity(text.len()));
    while let Some(first) = rest.chars().next() {
        let length = match rest.get(..LENGTH) {
            Some(id) if is_uuid(id) => {
                changed.push_str(&change(id));
                LENGTH
            }
            _ => {
                changed.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    changed
}

#[cfg(test)]
mod tests;
