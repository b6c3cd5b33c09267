//! What Terraform checks in a provider's answers, checked before it gets them: so that a mistake of the provider is told
//! in words that help, at the attribute, and costs nobody an object that is good.

mod apply;
mod plan;

pub(super) use self::apply::{hold_to_plan, hold_to_type, settle_read};
pub(super) use self::plan::{check_plan, check_replacing_paths};

use crate::cty::{Path, Step, Value};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::schema::{Schema, shown};

/// One place where an answer is not what Terraform accepts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Violation {
    /// Where; the root if the whole object is meant.
    pub(super) path: Path,
    /// What the provider answers there.
    found: Value,
    /// What Terraform accepts there.
    accepted: Accepted,
}

/// What Terraform accepts in a place.
#[derive(Clone, Debug, PartialEq)]
enum Accepted {
    /// This value alone.
    Only(Value),
    /// What these words say.
    Words(&'static str),
}

impl Violation {
    fn only(path: Path, found: &Value, accepted: &Value) -> Self {
        Self {
            path,
            found: found.clone(),
            accepted: Accepted::Only(accepted.clone()),
        }
    }

    fn words(path: Path, found: &Value, accepted: &'static str) -> Self {
        Self {
            path,
            found: found.clone(),
            accepted: Accepted::Words(accepted),
        }
    }

    /// What is wrong, without secrets.
    fn describe(&self, schema: &Schema) -> String {
        if is_sensitive(schema, &self.path) {
            return "gives another value than Terraform accepts (it is sensitive)".to_owned();
        }
        let found = in_words(&self.found);
        match &self.accepted {
            Accepted::Only(value) => format!("gives {found}, and Terraform accepts {}", in_words(value)),
            Accepted::Words(words) => format!("gives {found}, and Terraform accepts {words}"),
        }
    }

    fn name(&self) -> String {
        if self.path.is_empty() {
            "the object".to_owned()
        } else {
            self.path.to_string()
        }
    }
}

fn in_words(value: &Value) -> String {
    match value.unwrapped() {
        Value::Null => "nothing".to_owned(),
        Value::Unknown(_) => "a value that is not known yet".to_owned(),
        value => shown(value),
    }
}

fn is_sensitive(schema: &Schema, path: &Path) -> bool {
    let mut attributes = schema.attributes.iter().collect::<Vec<_>>();
    for step in path.steps() {
        let Step::Attribute(name) = step else { continue };
        if let Some(attribute) = attributes.iter().find(|attribute| attribute.name == name) {
            return attribute.sensitive;
        }
        let block = schema.blocks.iter().find(|block| block.name == name);
        attributes = block.into_iter().flat_map(|block| &block.attributes).collect();
    }
    false
}

/// What a strict server calls an answer that Terraform would not accept; see
/// [`ProviderServer::strict`](super::ProviderServer::strict).
pub const RULE_BROKEN: &str = "The provider has broken a rule of Terraform";

/// Errors that a plan can't be what Terraform accepts.
pub(super) fn refused_plan(schema: &Schema, violations: &[Violation], strict: bool) -> Diagnostics {
    told(schema, violations, strict, |violation| {
        Diagnostic::error(
            format!("The provider can't plan {}", violation.name()),
            format!(
                "Its plan {}. Nothing has been changed. This is a mistake in the provider and not in the configuration: please \
                 report this message to the provider's developers.",
                violation.describe(schema)
            ),
        )
    })
}

/// Warnings that the state holds something else than the object seems to have; errors if `strict`.
pub(super) fn corrected(schema: &Schema, violations: &[Violation], strict: bool) -> Diagnostics {
    told(schema, violations, strict, |violation| {
        Diagnostic::warning(
            format!(
                "{} is not what was expected after the operation",
                violation.name()
            ),
            format!(
                "The answer {}, and the state has that value. The next plan shows what is really there, and applying it \
                 corrects the difference; if it comes back, please report it to the provider's developers.",
                violation.describe(schema)
            ),
        )
    })
}

fn told(
    schema: &Schema,
    violations: &[Violation],
    strict: bool,
    tell: impl Fn(&Violation) -> Diagnostic,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for violation in violations {
        let told = if strict {
            let what = format!("{} {}.", violation.name(), violation.describe(schema));
            Diagnostic::error(RULE_BROKEN, what)
        } else {
            tell(violation)
        };
        diagnostics.push(told.at(violation.path.clone()));
    }
    diagnostics
}

#[cfg(test)]
mod tests;
