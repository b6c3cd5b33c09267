//! Values, diagnostics and schemas to messages.

use super::proto;
use super::proto::attribute_path::{Step as ProtoStep, step::Selector};
use super::proto::schema::nested_block::NestingMode;
use crate::cty::{Path, Step, Type, Value, msgpack};
use crate::framework::schema::{Attribute, Block, Nesting, Schema};
use crate::framework::{Diagnostic, Diagnostics, Severity};

/// Encodes a value of type `ty`.
///
/// # Errors
/// The value does not fit the type: a bug in the provider, told as a diagnostic so that nothing else is lost.
pub(super) fn value(value: &Value, ty: &Type) -> Result<proto::DynamicValue, Diagnostic> {
    let msgpack = msgpack::encode(value, ty).map_err(|error| {
        Diagnostic::error(
            "The provider has a bug",
            format!(
                "A value does not fit its schema: {error}. Please report this to the provider's developers."
            ),
        )
    })?;
    Ok(proto::DynamicValue {
        msgpack,
        json: Vec::new(),
    })
}

/// Encodes an optional object whose type is that of a schema, if there is one; what can't be encoded is reported in
/// `diagnostics`.
pub(super) fn object(
    object: Option<&Value>,
    ty: Option<&Type>,
    diagnostics: &mut Diagnostics,
) -> Option<proto::DynamicValue> {
    match value(object?, ty?) {
        Ok(encoded) => Some(encoded),
        Err(error) => {
            diagnostics.push(error);
            None
        }
    }
}

pub(super) fn diagnostics(diagnostics: Diagnostics) -> Vec<proto::Diagnostic> {
    diagnostics.into_iter().map(diagnostic).collect()
}

fn diagnostic(diagnostic: Diagnostic) -> proto::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => proto::diagnostic::Severity::Error,
        Severity::Warning => proto::diagnostic::Severity::Warning,
    };
    proto::Diagnostic {
        severity: severity.into(),
        summary: diagnostic.summary,
        detail: diagnostic.detail,
        // An empty path would hide the source line, which Terraform shows for the whole object without a path.
        attribute: diagnostic
            .path
            .filter(|path| !path.is_empty())
            .map(|path| attribute_path(&path)),
    }
}

pub(super) fn attribute_path(path: &Path) -> proto::AttributePath {
    let step = |step: &Step| ProtoStep {
        selector: Some(match step {
            Step::Attribute(name) => Selector::AttributeName(name.clone()),
            Step::Index(index) => Selector::ElementKeyInt(*index),
            Step::Key(key) => Selector::ElementKeyString(key.clone()),
        }),
    };
    proto::AttributePath {
        steps: path.steps().iter().map(step).collect(),
    }
}

pub(super) fn schema(schema: &Schema) -> proto::Schema {
    let block_types = schema.blocks.iter().map(nested_block).collect();
    proto::Schema {
        version: schema.version,
        block: Some(proto::schema::Block {
            block_types,
            ..block(&schema.description, &schema.attributes)
        }),
    }
}

fn nested_block(nested: &Block) -> proto::schema::NestedBlock {
    let nesting = match nested.nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::List => NestingMode::List,
    };
    proto::schema::NestedBlock {
        type_name: nested.name.to_owned(),
        block: Some(block(nested.description, &nested.attributes)),
        nesting: nesting.into(),
        min_items: 0,
        max_items: 0,
    }
}

fn block(description: &str, attributes: &[Attribute]) -> proto::schema::Block {
    proto::schema::Block {
        attributes: attributes.iter().map(attribute).collect(),
        description: description.to_owned(),
        description_kind: proto::StringKind::Markdown.into(),
        ..proto::schema::Block::default()
    }
}

fn attribute(attribute: &Attribute) -> proto::schema::Attribute {
    proto::schema::Attribute {
        name: attribute.name.to_owned(),
        r#type: attribute.ty.to_json(),
        description: attribute.full_description(),
        description_kind: proto::StringKind::Markdown.into(),
        required: attribute.required,
        optional: attribute.optional,
        computed: attribute.computed,
        sensitive: attribute.sensitive,
        write_only: attribute.write_only,
        deprecated: attribute.deprecation.is_some(),
        deprecation_message: attribute.deprecation.unwrap_or_default().to_owned(),
        nested_type: None,
    }
}

#[cfg(test)]
mod tests;
