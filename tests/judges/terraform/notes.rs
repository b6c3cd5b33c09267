//! What a command of Terraform's said and did.

use std::collections::BTreeMap;
use std::fmt;

use super::process::Diagnostic;

/// What is done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    NoOp,
    Create,
    Update,
    Delete,
    DeleteThenCreate,
    CreateThenDelete,
}

impl Action {
    pub(crate) fn is_replace(self) -> bool {
        matches!(self, Self::DeleteThenCreate | Self::CreateThenDelete)
    }
}

/// One of core's rules for providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// "Provider produced invalid plan".
    InvalidPlan,
    /// "Provider produced inconsistent final plan … changed the planned action".
    ActionChanged,
    /// "Provider produced inconsistent final plan … invalid new value".
    FinalPlanDiffers,
    /// "Provider produced inconsistent result after apply".
    InconsistentResult,
    /// "Provider returned invalid result object after apply".
    UnknownAfterApply,
    /// The provider's own guard has found it before core could, and has said so instead.
    Guarded,
    /// A value of a read, an upgrade or a destroy that core can't take.
    InvalidObject,
}

/// A rule that the provider has broken. Core calls it a bug in the provider.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    pub(crate) rule: Rule,
    pub(crate) address: String,
    pub(crate) path: String,
    pub(crate) text: String,
    /// The answer had `legacy_type_system`: core only logs it.
    pub(crate) is_tolerated: bool,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tolerated = if self.is_tolerated { " (only logged)" } else { "" };
        write!(
            f,
            "{:?}{tolerated}: {}{}: {}",
            self.rule, self.address, self.path, self.text
        )
    }
}

/// What came of a command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// What was planned, without what stays as it is. A deposed object's address has its key behind it.
    pub(crate) actions: BTreeMap<String, Action>,
    /// With the address of the resource.
    pub(crate) diagnostics: Vec<(String, Diagnostic)>,
    pub(crate) violations: Vec<Violation>,
    /// The provider's process was killed.
    pub(crate) is_crashed: bool,
}

impl Outcome {
    /// The errors in words, those of core included.
    pub(crate) fn errors(&self) -> Vec<String> {
        let violations = self.violations.iter().filter(|violation| !violation.is_tolerated);
        let mut errors = self.said(true);
        errors.extend(violations.map(Violation::to_string));
        errors.extend(self.is_crashed.then(|| "Plugin did not respond".to_owned()));
        errors
    }

    /// The warnings in words.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.said(false)
    }

    fn said(&self, is_error: bool) -> Vec<String> {
        let said = self
            .diagnostics
            .iter()
            .filter(|(_, diagnostic)| diagnostic.is_error == is_error);
        said.map(
            |(
                address,
                Diagnostic {
                    summary,
                    detail,
                    path,
                    ..
                },
            )| { format!("{address}{path}: {summary}: {detail}") },
        )
        .collect()
    }

    /// Whether the command ended well.
    pub(crate) fn is_ok(&self) -> bool {
        self.errors().is_empty()
    }

    /// Whether nothing is to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// The command must have ended well.
    #[track_caller]
    pub(crate) fn expect_ok(&self) -> &Self {
        let errors = self.errors();
        assert!(errors.is_empty(), "it failed:\n{}", errors.join("\n"));
        self
    }

    /// The command must have ended well, with nothing to do.
    #[track_caller]
    pub(crate) fn expect_no_changes(&self) -> &Self {
        self.expect_ok();
        assert!(self.is_empty(), "it has changes: {:?}", self.actions);
        self
    }

    /// The provider must have refused, with an error that has these words; it must not be a broken rule of core's.
    #[track_caller]
    pub(crate) fn expect_refusal(&self, words: &str) -> &Self {
        self.expect_no_violations();
        let errors = self.errors();
        assert!(
            errors.iter().any(|error| error.contains(words)),
            "no error says {words:?}, of these: {errors:#?}"
        );
        self
    }

    /// The provider must have kept core's rules.
    #[track_caller]
    pub(crate) fn expect_no_violations(&self) -> &Self {
        let broken: Vec<_> = self.violations.iter().map(Violation::to_string).collect();
        assert!(
            broken.is_empty(),
            "core's rules are broken:\n{}",
            broken.join("\n")
        );
        self
    }

    /// What is done to `address`.
    pub(crate) fn action(&self, address: &str) -> Action {
        self.actions.get(address).copied().unwrap_or(Action::NoOp)
    }
}
