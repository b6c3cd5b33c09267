//! Terraform's machine-readable output (`-json`): one event a line.

use std::fmt;

use serde_json::Value;

/// The events of one run.
pub(crate) struct Ui {
    events: Vec<Value>,
}

/// A change of one object: planned by Terraform, or expected by a scenario.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    /// `create`, `update`, `replace`, `delete`, …, as Terraform writes it.
    pub(crate) action: String,
    pub(crate) address: String,
}

/// An error or a warning.
pub(crate) struct Diagnostic {
    pub(crate) is_error: bool,
    pub(crate) summary: String,
    pub(crate) detail: String,
    /// The object it is about, if any.
    pub(crate) address: String,
    /// The configuration it points to: `FILE line N: CODE`. Shows the attribute that the provider named.
    pub(crate) place: String,
}

impl Ui {
    pub(crate) fn parse(output: &str) -> Self {
        Self {
            events: output
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect(),
        }
    }

    /// The changes that were planned, in order of address.
    pub(crate) fn planned(&self) -> Vec<Change> {
        self.changes("planned_change")
    }

    /// The changes that were found to have been made outside of Terraform, in order of address.
    pub(crate) fn drifts(&self) -> Vec<Change> {
        self.changes("resource_drift")
    }

    /// What actions said while they ran.
    pub(crate) fn progress(&self) -> Vec<String> {
        self.of_type("action_progress")
            .map(|event| text(&event["hook"]["message"]))
            .collect()
    }

    /// The objects that are planned to move: old address and new one, in order of address.
    pub(crate) fn moves(&self) -> Vec<(&str, &str)> {
        let changes = self.of_type("planned_change").map(|event| &event["change"]);
        let mut moves: Vec<_> = changes
            .filter_map(|change| {
                let old = change["previous_resource"]["addr"].as_str()?;
                Some((old, change["resource"]["addr"].as_str()?))
            })
            .collect();
        moves.sort_unstable();
        moves
    }

    /// The display names of the objects that a query found, sorted.
    pub(crate) fn found(&self) -> Vec<&str> {
        let names = self
            .of_type("list_resource_found")
            .filter_map(|event| event["list_resource_found"]["display_name"].as_str());
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names
    }

    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.of_type("diagnostic")
            .map(|event| Diagnostic::from_json(&event["diagnostic"]))
            .collect()
    }

    /// How many objects `operation` (`plan`, `apply`, `destroy`) changed in `way` (`add`, `change`, `remove`).
    pub(crate) fn count(&self, operation: &str, way: &str) -> Option<u64> {
        let mut summaries = self.of_type("change_summary").map(|event| &event["changes"]);
        summaries.find(|changes| changes["operation"] == operation)?[way].as_u64()
    }

    /// What a person would have read, without the diagnostics.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &str> {
        let messages = self.events.iter().filter(|event| event["type"] != "diagnostic");
        messages.filter_map(|event| event["@message"].as_str())
    }

    fn changes(&self, kind: &str) -> Vec<Change> {
        let mut changes: Vec<Change> = self
            .of_type(kind)
            .map(|event| Change {
                action: text(&event["change"]["action"]),
                address: text(&event["change"]["resource"]["addr"]),
            })
            .collect();
        changes.sort();
        changes
    }

    fn of_type(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.events.iter().filter(move |event| event["type"] == kind)
    }
}

impl Diagnostic {
    fn from_json(json: &Value) -> Self {
        let range = &json["range"];
        let place = match range["filename"].as_str() {
            Some(file) => {
                let code = text(&json["snippet"]["code"]);
                format!("{file} line {}: {}", range["start"]["line"], code.trim())
            }
            None => String::new(),
        };
        Self {
            is_error: json["severity"] == "error",
            summary: text(&json["summary"]),
            detail: text(&json["detail"]),
            address: text(&json["address"]),
            place,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.action, self.address)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.is_error { "Error" } else { "Warning" };
        writeln!(f, "{severity}: {}", self.summary)?;
        for place in [&self.address, &self.place]
            .into_iter()
            .filter(|place| !place.is_empty())
        {
            writeln!(f, "  {place}")?;
        }
        for line in self.detail.lines() {
            writeln!(f, "    {line}")?;
        }
        Ok(())
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
