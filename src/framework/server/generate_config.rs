//! `GenerateResourceConfig`: the configuration that a person would have written for an object that exists.

use std::collections::BTreeMap;

use super::provider_server::ProviderServer;
use crate::cty::Value;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::provider::Provider;
use crate::framework::schema::{Attribute, Block, Nesting, Schema};

impl<P: Provider> ProviderServer<P> {
    /// The configuration for `state`; `None` after an error.
    pub fn generate_resource_config(&self, type_name: &str, state: &Value) -> (Option<Value>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.resources.find(type_name, &mut diagnostics) else {
            return (None, diagnostics);
        };
        let config = written(&entry.schema, state);
        match entry
            .implementation
            .generate_config(self.configured_now().as_deref(), &config, state)
        {
            Ok(config) => (Some(config), diagnostics),
            Err(errors) => {
                diagnostics.extend(errors);
                (None, diagnostics)
            }
        }
    }
}

/// What of `state` a person would write: no results, no secrets, nothing that goes without saying.
fn written(schema: &Schema, state: &Value) -> Value {
    let mut members = attributes(&schema.attributes, state);
    for block in &schema.blocks {
        members.insert(
            block.name.to_owned(),
            blocks(block, state.get(block.name).unwrap_or(&Value::Null)),
        );
    }
    Value::Object(members)
}

fn blocks(block: &Block, state: &Value) -> Value {
    let element = |state: &Value| Value::Object(attributes(&block.attributes, state));
    match block.nesting {
        Nesting::List => Value::List(
            state
                .as_elements()
                .unwrap_or_default()
                .iter()
                .map(element)
                .collect(),
        ),
        Nesting::Single if state.is_null() => Value::Null,
        Nesting::Single => element(state),
    }
}

fn attributes(attributes: &[Attribute], state: &Value) -> BTreeMap<String, Value> {
    let value = |attribute: &Attribute| {
        let value = state.get(attribute.name).unwrap_or(&Value::Null);
        if goes_without_saying(attribute, value) {
            Value::Null
        } else {
            value.clone()
        }
    };
    attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), value(attribute)))
        .collect()
}

fn goes_without_saying(attribute: &Attribute, value: &Value) -> bool {
    let settable = attribute.required || attribute.optional;
    if !settable || attribute.sensitive || attribute.write_only || attribute.deprecation.is_some() {
        return true;
    }
    if attribute.required {
        return false;
    }
    match &attribute.default {
        Some(default) => value == default,
        // Without a value of the provider's own, null would differ from a blank value.
        None => attribute.computed && is_blank(value),
    }
}

/// Whether an API gives this for something that nobody has set.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(flag) => !flag,
        Value::Map(members) => members.is_empty(),
        other => other.as_elements().is_some_and(<[Value]>::is_empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::testing::{list, server, summaries, toy, with};

    fn schema() -> Schema {
        Schema::new("A thing.")
            .attribute(Attribute::string("id", "Result.").computed())
            .attribute(Attribute::string("name", "Required.").required())
            .attribute(Attribute::number("size", "Default.").default(1))
            .attribute(
                Attribute::string("note", "Optional and computed.")
                    .optional()
                    .computed(),
            )
            .attribute(
                Attribute::bool("flag", "Optional and computed.")
                    .optional()
                    .computed(),
            )
            .attribute(Attribute::string("memo", "Optional.").optional())
            .attribute(Attribute {
                deprecation: Some("Use memo."),
                ..Attribute::string("old", "Deprecated.").optional()
            })
            .attribute(Attribute::string("secret", "Secret.").optional().sensitive())
            .block(
                Block::list("part", "Part.").attribute(Attribute::number("weight", "Default.").default(20)),
            )
    }

    fn object(members: &[(&str, Value)]) -> Value {
        Value::Object(
            members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        )
    }

    #[test]
    fn only_what_a_person_would_write_is_written() {
        let state = object(&[
            ("id", "1".into()),
            ("name", "".into()),
            ("size", 1.into()),
            ("note", "".into()),
            ("flag", false.into()),
            // Null would be a difference: nothing computes it.
            ("memo", "".into()),
            ("old", "o".into()),
            ("secret", "s".into()),
            (
                "part",
                Value::List(vec![
                    object(&[("weight", 20.into())]),
                    object(&[("weight", 0.into())]),
                ]),
            ),
        ]);
        let expected = object(&[
            ("id", Value::Null),
            ("name", "".into()),
            ("size", Value::Null),
            ("note", Value::Null),
            ("flag", Value::Null),
            ("memo", "".into()),
            ("old", Value::Null),
            ("secret", Value::Null),
            (
                "part",
                Value::List(vec![
                    object(&[("weight", Value::Null)]),
                    object(&[("weight", 0.into())]),
                ]),
            ),
        ]);
        assert_eq!(written(&schema(), &state), expected);
    }

    #[test]
    fn a_resource_type_has_the_last_word() {
        let (server, _) = server();
        let state = toy([("id", "toy-1".into()), ("name", "a".into()), ("size", 0.into())]);
        let (config, diagnostics) = server.generate_resource_config("toy_thing", &state);
        assert_eq!(summaries(&diagnostics), Vec::<String>::new());
        // The toy wants its size to be said even if it is blank.
        let expected = toy([("name", "a".into()), ("size", 0.into())]);
        assert_eq!(
            config,
            Some(with(expected, [("disk", list([])), ("rule", list([]))]))
        );
    }

    #[test]
    fn what_can_not_be_generated_says_why() {
        let (server, _) = server();
        let (config, diagnostics) = server.generate_resource_config("toy_box", &toy([]));
        assert_eq!(
            (config, summaries(&diagnostics)),
            (None, vec!["Unknown resource type".to_owned()])
        );
        let model_error = with(toy([]), [("size", "large".into())]);
        let (config, diagnostics) = server.generate_resource_config("toy_thing", &model_error);
        assert_eq!(config, None);
        assert!(diagnostics.has_errors());
    }
}
