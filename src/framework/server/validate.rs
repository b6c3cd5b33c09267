//! `ValidateProviderConfig`, `ValidateResourceConfig`, `ValidateDataResourceConfig`: refuses bad input as early as it
//! can be seen, with the attribute's path.

use super::provider_server::ProviderServer;
use super::state::without_blanks;
use crate::cty::{Path, Value};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::guard::catching_sync;
use crate::framework::provider::Provider;
use crate::framework::schema::{Attribute, Schema};

impl<P: Provider> ProviderServer<P> {
    /// Checks the provider block.
    pub fn validate_provider_config(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        check_object(self.provider_schema(), config, true, &mut diagnostics);
        let panic = catching_sync(|| self.provider.validate(config, &mut diagnostics)).err();
        diagnostics.extend(panic);
        diagnostics
    }

    /// Checks a resource block. `write_only_allowed`: whether this Terraform knows write-only attributes.
    pub fn validate_resource_config(
        &self,
        type_name: &str,
        config: &Value,
        write_only_allowed: bool,
    ) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(entry) = self.resources.find(type_name, &mut diagnostics) {
            check_object(&entry.schema, config, write_only_allowed, &mut diagnostics);
            let config = without_blanks(&entry.schema, config);
            entry.implementation.validate(&config, &mut diagnostics);
        }
        diagnostics
    }

    /// Checks a data block.
    pub fn validate_data_resource_config(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(entry) = self.data_sources.find(type_name, &mut diagnostics) {
            check_object(&entry.schema, config, true, &mut diagnostics);
            entry.implementation.validate(config, &mut diagnostics);
        }
        diagnostics
    }
}

/// Checks a block against its schema.
pub(super) fn check_object(
    schema: &Schema,
    config: &Value,
    write_only_allowed: bool,
    diagnostics: &mut Diagnostics,
) {
    let checked = catching_sync(|| check_members(schema, config, write_only_allowed, diagnostics));
    diagnostics.extend(checked.err());
}

fn check_members(schema: &Schema, config: &Value, write_only_allowed: bool, diagnostics: &mut Diagnostics) {
    check_attributes(
        &schema.attributes,
        config,
        &Path::root(),
        write_only_allowed,
        diagnostics,
    );
    for block in &schema.blocks {
        let path = Path::root().attr(block.name);
        match config.get(block.name) {
            Some(list @ Value::List(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    let path = path.index(i64::try_from(index).unwrap_or(i64::MAX));
                    check_attributes(&block.attributes, element, &path, write_only_allowed, diagnostics);
                    let earlier = &list.as_elements().unwrap_or_default()[..index];
                    if !block.key.is_empty() && earlier.iter().any(|other| block.same_key(other, element)) {
                        // Terraform shows the line of an attribute, but not that of a block among others.
                        let line = block.key.last().map_or(path.clone(), |key| path.attr(*key));
                        diagnostics.attribute_error(
                            line,
                            format!("Duplicate {} block", block.name),
                            format!(
                                "Another {} block has the same {}. Remove one of them.",
                                block.name,
                                block.key.join(" and ")
                            ),
                        );
                    }
                }
            }
            Some(single @ Value::Object(_)) => {
                check_attributes(&block.attributes, single, &path, write_only_allowed, diagnostics);
            }
            _ => {}
        }
    }
}

fn check_attributes(
    attributes: &[Attribute],
    config: &Value,
    object: &Path,
    write_only_allowed: bool,
    diagnostics: &mut Diagnostics,
) {
    for attribute in attributes {
        let Some(value) = config.get(attribute.name) else {
            continue;
        };
        let path = attribute.path_in(object);
        if value.is_null() {
            // Terraform itself only looks whether a required argument is written, not whether its value is null.
            if attribute.required {
                diagnostics.attribute_error(
                    path,
                    format!("Missing {}", attribute.name),
                    format!("{} is required, and its value is null. Set it.", attribute.name),
                );
            }
            continue;
        }
        if attribute.is_blank(value) {
            continue;
        }
        check_elements(attribute, value, &path, diagnostics);
        if attribute.write_only && !write_only_allowed {
            diagnostics.push(
                Diagnostic::error(
                    "Write-only arguments need Terraform 1.11",
                    format!(
                        "This Terraform would store the value of {} in its state, in clear text. Use Terraform 1.11 or \
                         later (OpenTofu 1.11 or later), or another argument for the same purpose.",
                        attribute.name
                    ),
                )
                .at(path.clone()),
            );
        }
        for validator in &attribute.validators {
            if let Err(why) = validator.check(value) {
                let why = if attribute.sensitive || attribute.write_only {
                    format!("expected {validator}")
                } else {
                    why
                };
                diagnostics.attribute_error(
                    path.clone(),
                    format!("Invalid {}", attribute.name),
                    sentence(&why),
                );
                break;
            }
        }
    }
}

/// No element is null, and no text in a list or set is empty or blank: nothing has such an id or name. What it comes from
/// was meant to be left out.
fn check_elements(attribute: &Attribute, value: &Value, path: &Path, diagnostics: &mut Diagnostics) {
    let mut check = |path: Path, element: &Value| {
        let what = match element {
            Value::Null => "null",
            Value::String(text) if text.trim().is_empty() => "empty",
            _ => return,
        };
        diagnostics.attribute_error(
            path,
            format!("Invalid {}", attribute.name),
            format!(
                "One of its elements is {what}. Leave it out, for example with [for x in LIST : x if x != null && x != \"\"] or \
                 compact(LIST)."
            ),
        );
    };
    match value {
        Value::List(elements) => {
            for (index, element) in (0..).zip(elements) {
                check(path.index(index), element);
            }
        }
        // Elements of sets have no path of their own.
        Value::Set(elements) => elements.iter().for_each(|element| check(path.clone(), element)),
        // A key of a map can be there without a value.
        _ => {}
    }
}

pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    format!(
        "{}{}.",
        first.into_iter().flatten().collect::<String>(),
        characters.as_str()
    )
}

#[cfg(test)]
mod tests;
