//! Schemas in Markdown, laid out as the Registry's documentation tool does: arguments by who sets them, nested objects in
//! sections of their own.

use std::time::Duration;

use ksyun_autoscaling::cty::Type;
use ksyun_autoscaling::framework::schema::{Attribute, Block, Nesting, Schema};
use ksyun_autoscaling::framework::timeouts::Timeouts;

/// Who sets an attribute, in the order of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setter {
    Required,
    Optional,
    ReadOnly,
}

const SETTERS: [(Setter, &str); 3] = [
    (Setter::Required, "Required"),
    (Setter::Optional, "Optional"),
    (Setter::ReadOnly, "Read-Only"),
];

/// One line of the page, and the section that it leads to.
struct Entry {
    name: &'static str,
    setter: Setter,
    text: String,
    nested: Option<Nested>,
}

/// What is inside of a block, or of an attribute that holds objects.
struct Nested {
    name: &'static str,
    anchor: String,
    entries: Vec<Entry>,
}

/// The section `Schema` of a page. `timeouts` are the defaults of the block of this name.
pub fn section(schema: &Schema, timeouts: Option<Timeouts>) -> String {
    let mut entries: Vec<Entry> = schema.attributes.iter().map(of_attribute).collect();
    entries.extend(schema.blocks.iter().map(|block| of_block(block, timeouts)));
    let mut page = "## Schema\n".to_owned();
    if entries.is_empty() {
        page += "\nThere is nothing to set.\n";
    }
    for (title, lines) in by_setter(&entries) {
        page += &format!("\n### {title}\n\n{lines}");
    }
    page + &nested(&entries)
}

fn by_setter(entries: &[Entry]) -> Vec<(&'static str, String)> {
    let lines = |setter| {
        let mut of_setter: Vec<&Entry> = entries.iter().filter(|entry| entry.setter == setter).collect();
        of_setter.sort_by_key(|entry| entry.name);
        of_setter.iter().map(|entry| line(entry)).collect::<String>()
    };
    let groups = SETTERS.map(|(setter, title)| (title, lines(setter)));
    groups
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .collect()
}

fn line(entry: &Entry) -> String {
    let below = entry
        .nested
        .as_ref()
        .map(|nested| format!(" (see [below for nested schema](#{}))", nested.anchor));
    format!("- `{}` {}{}\n", entry.name, entry.text, below.unwrap_or_default())
}

/// The sections of everything nested in `entries`, and of what is nested in that.
fn nested(entries: &[Entry]) -> String {
    let mut page = String::new();
    for section in entries.iter().filter_map(|entry| entry.nested.as_ref()) {
        page += &format!(
            "\n<a id=\"{}\"></a>\n### Nested Schema for `{}`\n",
            section.anchor, section.name
        );
        for (title, lines) in by_setter(&section.entries) {
            page += &format!("\n{title}:\n\n{lines}");
        }
        page += &nested(&section.entries);
    }
    page
}

fn of_attribute(attribute: &Attribute) -> Entry {
    let members = |parent: &str| {
        let mut entries: Vec<Entry> = attribute
            .members
            .iter()
            .map(|member| of_member(member, parent))
            .collect();
        entries.sort_by_key(|entry| entry.name);
        entries
    };
    let anchor = format!("nestedatt--{}", attribute.name);
    Entry {
        name: attribute.name,
        setter: match attribute {
            Attribute { required: true, .. } => Setter::Required,
            Attribute { optional: true, .. } => Setter::Optional,
            _ => Setter::ReadOnly,
        },
        text: format!(
            "({}{}) {}",
            type_name(&attribute.ty),
            marks(attribute),
            attribute.own_description()
        ),
        nested: (!attribute.members.is_empty()).then(|| Nested {
            name: attribute.name,
            entries: members(&anchor),
            anchor,
        }),
    }
}

/// A member of a result: whatever its own schema says, nobody sets it here.
fn of_member(member: &Attribute, parent: &str) -> Entry {
    let result = Attribute {
        required: false,
        optional: false,
        validators: Vec::new(),
        default: None,
        requires_replace: false,
        ..member.clone()
    };
    let mut entry = of_attribute(&result);
    if let Some(nested) = &mut entry.nested {
        nested.anchor = format!("{parent}--{}", member.name);
    }
    entry
}

fn of_block(block: &Block, timeouts: Option<Timeouts>) -> Entry {
    let often = match block.nesting {
        Nesting::Single => "Block, at most one",
        Nesting::List => "Block List",
    };
    let mut entries: Vec<Entry> = block.attributes.iter().map(of_attribute).collect();
    if let (Some(timeouts), "timeouts") = (timeouts, block.name) {
        for entry in &mut entries {
            entry.text += &format!(" Default: `{}`.", shown(default_of(timeouts, entry.name)));
        }
    }
    Entry {
        name: block.name,
        setter: Setter::Optional,
        text: format!("({often}) {}", block.description),
        nested: Some(Nested {
            name: block.name,
            anchor: format!("nestedblock--{}", block.name),
            entries,
        }),
    }
}

fn default_of(timeouts: Timeouts, operation: &str) -> Duration {
    match operation {
        "create" => timeouts.create,
        "read" => timeouts.read,
        "update" => timeouts.update,
        "delete" => timeouts.delete,
        other => panic!("no timeout is called {other}"),
    }
}

/// A duration of whole minutes as it would be configured.
fn shown(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    if minutes > 0 && minutes.is_multiple_of(60) {
        format!("{}h", minutes / 60)
    } else {
        format!("{minutes}m")
    }
}

fn marks(attribute: &Attribute) -> String {
    let marks = [
        (attribute.sensitive, ", Sensitive"),
        (
            attribute.write_only,
            ", Write-only: needs Terraform 1.11 or later",
        ),
        (attribute.deprecation.is_some(), ", Deprecated"),
    ];
    marks
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, mark)| *mark)
        .collect()
}

/// What a person calls a type.
pub fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Bool => "Boolean".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_name(element)),
        Type::Set(element) => format!("Set of {}", type_name(element)),
        Type::Map(element) => format!("Map of {}", type_name(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}
