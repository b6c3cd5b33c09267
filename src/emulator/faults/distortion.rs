//! Answers that look like the API's and are not what was asked for.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::emulator::actions::{LISTS, List};

/// What is wrong with an answer. An answer that has no place for the fault stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distortion {
    /// The list and its count are not there.
    NoList,
    /// The list is null.
    NullList,
    /// The list is that of another action, and empty.
    OtherList,
    /// The list is empty, and the count says that something is in it.
    EmptyList,
    /// Every item of the list has an id that nobody asked for.
    Stranger,
    /// The id of what was made is empty.
    EmptyId,
}

impl Distortion {
    /// Spoils the members of an answer.
    pub(crate) fn apply(self, members: &mut Map<String, Value>) {
        if self == Self::EmptyId {
            return empty_ids(members);
        }
        let Some(at) = LISTS.iter().position(|list| members.contains_key(list.set)) else {
            return;
        };
        let List { set, count, id, .. } = LISTS[at];
        match self {
            Self::NoList => {
                members.remove(set);
                members.remove(count);
            }
            Self::NullList => {
                members.insert(set.to_owned(), Value::Null);
            }
            Self::OtherList => {
                members.remove(set);
                members.remove(count);
                let other = &LISTS[(at + 1) % LISTS.len()];
                members.insert(other.set.to_owned(), json!([]));
                members.insert(other.count.to_owned(), json!(0));
            }
            Self::EmptyList => {
                let said = members[count].as_u64().unwrap_or_default().max(1);
                members.insert(count.to_owned(), json!(said));
                members.insert(set.to_owned(), json!([]));
            }
            Self::Stranger => {
                let items = members[set].as_array_mut().into_iter().flatten();
                items.for_each(|item| item[id] = json!(another(item[id].as_str().unwrap_or_default())));
            }
            Self::EmptyId => {}
        }
    }
}

/// Empties every id in what a write answers: at the top, and in its set.
fn empty_ids(members: &mut Map<String, Value>) {
    for (name, value) in members {
        if name == "ReturnSet" && value.is_object() {
            value.as_object_mut().into_iter().for_each(empty_ids);
        } else if name == "ReturnSet" || name.ends_with("Id") {
            *value = json!("");
        }
    }
}

/// An id of the same form as `id`: its last digit is another one.
fn another(id: &str) -> String {
    let mut other = id.to_owned();
    let last = other.pop().filter(|digit| *digit != '0');
    other.push(if last.is_some() { '0' } else { '1' });
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distorted(how: Distortion, answer: Value) -> Value {
        let Value::Object(mut members) = answer else {
            panic!("{answer} is not an object")
        };
        how.apply(&mut members);
        Value::Object(members)
    }

    fn policies() -> Value {
        json!({"ScalingPolicySize": 1, "ScalingPolicySet": [{"ScalingPolicyId": "10000355", "ScalingGroupId": "7"}]})
    }

    #[test]
    fn a_list_can_be_missing_null_another_or_less_than_its_count() {
        for (how, expected) in [
            (Distortion::NoList, json!({})),
            (
                Distortion::NullList,
                json!({"ScalingPolicySize": 1, "ScalingPolicySet": null}),
            ),
            (
                Distortion::OtherList,
                json!({"ScheduledTaskSize": 0, "ScalingScheduleTaskSet": []}),
            ),
            (
                Distortion::EmptyList,
                json!({"ScalingPolicySize": 1, "ScalingPolicySet": []}),
            ),
        ] {
            assert_eq!(distorted(how, policies()), expected, "{how:?}");
        }
        let empty = json!({"ScalingPolicySize": 0, "ScalingPolicySet": []});
        assert_eq!(distorted(Distortion::EmptyList, empty)["ScalingPolicySize"], 1);
    }

    #[test]
    fn a_stranger_has_an_id_of_the_same_form() {
        let answer = distorted(Distortion::Stranger, policies());
        let item = &answer["ScalingPolicySet"][0];
        assert_eq!(
            (&item["ScalingPolicyId"], &item["ScalingGroupId"]),
            (&json!("10000350"), &json!("7"))
        );
        assert_eq!(another("10"), "11");
    }

    #[test]
    fn the_id_of_something_new_can_be_empty() {
        for (answer, expected) in [
            (
                json!({"ReturnSet": {"ScalingPolicyId": "1"}, "ScalingPolicyId": 1}),
                json!({"ReturnSet": {"ScalingPolicyId": ""}, "ScalingPolicyId": ""}),
            ),
            (json!({"ReturnSet": 7}), json!({"ReturnSet": ""})),
            (
                json!({"ScalingConfigurationId": "7"}),
                json!({"ScalingConfigurationId": ""}),
            ),
        ] {
            assert_eq!(distorted(Distortion::EmptyId, answer), expected);
        }
    }
}
