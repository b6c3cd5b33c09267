//! What the official provider leaves behind.

use serde_json::{Value, json};

use super::cli::CLI;
use super::scenario::Scenario;

/// What it has written for `official/six.tf`, object by object.
pub(crate) const OFFICIAL_STATE: &str = include_str!("../official/six.json");

/// The full address of the official provider.
pub(crate) fn official() -> String {
    CLI.provider_address("kingsoftcloud/ksyun")
}

impl Scenario {
    /// Puts a state in place as the official provider leaves it: at each address an object with its own attributes, all of
    /// them and none of ours, schema version 0, and no identity. This provider stands in for the official one from here on.
    pub(crate) fn left_by_the_official_provider(&mut self, objects: &[(&str, &Value)]) {
        self.left_by(&official(), objects);
    }

    /// As [`Self::left_by_the_official_provider`], of a copy of it at another address.
    pub(crate) fn left_by(&mut self, provider: &str, objects: &[(&str, &Value)]) {
        let resources: Vec<Value> = objects
            .iter()
            .map(|(address, attributes)| resource(provider, address, attributes))
            .collect();
        self.write_state(&json!({
            "version": 4,
            "terraform_version": "1.8.4",
            "serial": 1,
            "lineage": "00000000-0000-4000-8000-000000000001",
            "resources": resources,
        }));
        self.stand_in_for(provider);
    }

    /// The object at `address` as the official provider keeps it: with those attributes that it has written for such an object.
    pub(crate) fn as_the_official_provider_keeps(&self, address: &str) -> Value {
        let written: Value = serde_json::from_str(OFFICIAL_STATE).expect("the text is JSON");
        let kind = |address: &str| address.split_once('.').map(|(kind, _)| kind.to_owned());
        let alike = written.as_object().expect("objects by address").iter();
        let mut alike = alike.filter(|(other, _)| kind(other) == kind(address));
        let (_, alike) = alike.next().expect("an object of this type");
        let mut attributes = self.attributes(address);
        attributes
            .as_object_mut()
            .expect("an object")
            .retain(|name, _| alike.get(name).is_some());
        attributes
    }
}

fn resource(provider: &str, address: &str, attributes: &Value) -> Value {
    let (kind, name) = address.split_once('.').expect("TYPE.NAME");
    // Terraform notes which values the provider calls sensitive.
    let sensitive: Vec<Value> = attributes
        .get("password")
        .map(|_| json!([{"type": "get_attr", "value": "password"}]))
        .into_iter()
        .collect();
    json!({
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider": format!("provider[\"{provider}\"]"),
        "instances": [{
            "schema_version": 0,
            "attributes": attributes,
            "sensitive_attributes": sensitive,
            "private": "bnVsbA==",
        }],
    })
}
