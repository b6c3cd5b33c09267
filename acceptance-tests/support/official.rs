//! What the official provider leaves behind.

use serde_json::{Value, json};

use super::cli::CLI;
use super::scenario::Scenario;

/// The full address of the official provider.
pub(crate) fn official() -> String {
    CLI.provider_address("kingsoftcloud/ksyun")
}

impl Scenario {
    /// Puts a state in place as the official provider leaves it: at each address an object with its own attributes, all of
    /// them and none of ours, schema version 0, and no identity. This provider stands in for the official one from here on.
    pub(crate) fn left_by_the_official_provider(&mut self, objects: &[(&str, &Value)]) {
        let resources: Vec<Value> = objects
            .iter()
            .map(|(address, attributes)| resource(address, attributes))
            .collect();
        self.write_state(&json!({
            "version": 4,
            "terraform_version": "1.8.4",
            "serial": 1,
            "lineage": "00000000-0000-4000-8000-000000000001",
            "resources": resources,
        }));
        self.stand_in_for(&official());
    }
}

fn resource(address: &str, attributes: &Value) -> Value {
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
        "provider": format!("provider[\"{}\"]", official()),
        "instances": [{
            "schema_version": 0,
            "attributes": attributes,
            "sensitive_attributes": sensitive,
            "private": "bnVsbA==",
        }],
    })
}
