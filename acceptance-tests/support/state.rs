//! Terraform's state file, and comparison of JSON with an expectation.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// A state as Terraform wrote it.
pub(crate) struct State(Value);

impl State {
    /// Reads the state of the module in `folder`; an absent file is an empty state.
    pub(crate) fn read(folder: &Path) -> Self {
        let text = fs::read(folder.join("terraform.tfstate")).unwrap_or_else(|_| b"{}".to_vec());
        Self(serde_json::from_slice(&text).expect("Terraform writes its state as JSON"))
    }

    /// The attributes of the object at `address`.
    pub(crate) fn attributes(&self, address: &str) -> Option<&Value> {
        let mut instances = self.instances();
        instances
            .find(|(known, _)| known == address)
            .map(|(_, instance)| &instance["attributes"])
    }

    /// The identity of the object at `address`; null if the state has none.
    pub(crate) fn identity(&self, address: &str) -> Option<&Value> {
        let mut instances = self.instances();
        instances
            .find(|(known, _)| known == address)
            .map(|(_, instance)| &instance["identity"])
    }

    /// The addresses of all objects.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.instances().map(|(address, _)| address).collect()
    }

    /// The type of each resource, and the full address of its provider.
    pub(crate) fn providers(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        elements(&self.0["resources"])
            .map(|resource| {
                let provider = text(&resource["provider"]);
                let address = provider.split('"').nth(1).unwrap_or_default().to_owned();
                (text(&resource["type"]), address)
            })
            .collect()
    }

    /// The value of an output.
    pub(crate) fn output(&self, name: &str) -> &Value {
        &self.0["outputs"][name]["value"]
    }

    fn instances(&self) -> impl Iterator<Item = (String, &Value)> {
        elements(&self.0["resources"]).flat_map(|resource| {
            elements(&resource["instances"]).map(move |instance| (address(resource, instance), instance))
        })
    }
}

fn elements(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn address(resource: &Value, instance: &Value) -> String {
    let text = |member: &str| resource[member].as_str().unwrap_or_default();
    let module = resource["module"]
        .as_str()
        .map(|module| format!("{module}."))
        .unwrap_or_default();
    let data = if resource["mode"] == "data" { "data." } else { "" };
    let key = instance
        .get("index_key")
        .map(|key| format!("[{key}]"))
        .unwrap_or_default();
    format!("{module}{data}{}.{}{key}", text("type"), text("name"))
}

/// The first difference, or `None` if `actual` has everything that `expected` has. Objects may have more members;
/// lists must have the same length.
pub(crate) fn difference(expected: &Value, actual: &Value) -> Option<String> {
    difference_at("", expected, actual)
}

fn difference_at(path: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(members), Value::Object(found)) => members.iter().find_map(|(name, value)| {
            let path = format!("{path}.{name}");
            match found.get(name) {
                Some(found) => difference_at(&path, value, found),
                None => Some(format!("{path}: expected {value}, found no such member")),
            }
        }),
        (Value::Array(items), Value::Array(found)) if items.len() == found.len() => {
            let mut pairs = items.iter().zip(found).enumerate();
            pairs.find_map(|(index, (item, found))| difference_at(&format!("{path}[{index}]"), item, found))
        }
        _ if expected == actual => None,
        _ => Some(format!("{path}: expected {expected}, found {actual}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expectation_may_name_a_part_of_an_object_but_all_of_a_list() {
        let actual = json!({"id": "1", "disks": [{"size": 10, "type": "EHDD"}], "note": null});
        for expected in [json!({}), json!({"disks": [{"size": 10}]}), json!({"note": null})] {
            assert_eq!(difference(&expected, &actual), None, "{expected}");
        }
        for (expected, message) in [
            (json!({"id": 1}), ".id: expected 1, found \"1\""),
            (
                json!({"disks": []}),
                ".disks: expected [], found [{\"size\":10,\"type\":\"EHDD\"}]",
            ),
            (
                json!({"disks": [{"size": 20}]}),
                ".disks[0].size: expected 20, found 10",
            ),
            (
                json!({"name": null}),
                ".name: expected null, found no such member",
            ),
        ] {
            assert_eq!(difference(&expected, &actual).as_deref(), Some(message));
        }
    }

    #[test]
    fn objects_are_found_by_the_address_that_terraform_prints() {
        let state = State(json!({"resources": [
            {"mode": "managed", "type": "t", "name": "one", "instances": [{"attributes": {"id": "1"}}]},
            {"mode": "managed", "type": "t", "name": "many",
             "instances": [{"index_key": 0, "attributes": {}}, {"index_key": "b", "attributes": {}}]},
            {"module": "module.m", "mode": "data", "type": "t", "name": "read", "instances": [{"attributes": {}}]},
        ]}));
        assert_eq!(
            state.addresses(),
            ["t.one", "t.many[0]", "t.many[\"b\"]", "module.m.data.t.read"]
        );
        assert_eq!(state.attributes("t.one"), Some(&json!({"id": "1"})));
        assert_eq!(state.attributes("t.two"), None);
    }
}
