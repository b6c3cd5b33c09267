//! What the person was told.

use super::{Step, Told};
use crate::support::ui::Diagnostic;

/// Whether `part` is in `text`; no part at all would be in any text.
fn has(text: &str, part: &str) -> bool {
    assert!(!part.is_empty(), "a test must say what it expects");
    text.contains(part)
}

impl Step<'_> {
    /// There is an error with this text in its summary. [`Self::at`] and [`Self::saying`] ask for more of the same one.
    #[track_caller]
    pub(crate) fn error(self, summary: &str) -> Self {
        self.told(format!("an error {summary:?}"), |told| {
            told.is_error && has(&told.summary, summary)
        })
    }

    /// There is an error with this text in its detail, whatever its summary.
    #[track_caller]
    pub(crate) fn error_saying(self, detail: &str) -> Self {
        self.told("an error".to_owned(), |told| told.is_error)
            .saying(detail)
    }

    /// There is a warning with this text in its summary. [`Self::at`] and [`Self::saying`] ask for more of the same one.
    #[track_caller]
    pub(crate) fn warning(self, summary: &str) -> Self {
        self.told(format!("a warning {summary:?}"), |told| {
            !told.is_error && has(&told.summary, summary)
        })
    }

    /// There is a warning with this text in its detail, whatever its summary.
    #[track_caller]
    pub(crate) fn warning_saying(self, detail: &str) -> Self {
        self.told("a warning".to_owned(), |told| !told.is_error)
            .saying(detail)
    }

    /// It points to this: a line of the configuration, or the address of an object.
    #[track_caller]
    pub(crate) fn at(self, place: &str) -> Self {
        self.narrowed(&format!(" at {place:?}"), |told| {
            has(&told.place, place) || has(&told.address, place)
        })
    }

    /// It has this text in its detail.
    #[track_caller]
    pub(crate) fn saying(self, detail: &str) -> Self {
        self.narrowed(&format!(" saying {detail:?}"), |told| has(&told.detail, detail))
    }

    #[track_caller]
    fn told(mut self, what: String, fits: impl Fn(&Diagnostic) -> bool) -> Self {
        self.told = Told {
            what,
            candidates: self.run.ui.diagnostics(),
        };
        self.narrowed("", fits)
    }

    /// Of what was asked for so far, keeps what fits as well.
    #[track_caller]
    fn narrowed(mut self, how: &str, fits: impl Fn(&Diagnostic) -> bool) -> Self {
        self.told.what.push_str(how);
        self.told.candidates.retain(fits);
        self.require(!self.told.candidates.is_empty(), || {
            format!("must have {}", self.told.what)
        });
        self
    }

    /// The actions reported these things as their progress, in this order; other things may come between.
    #[track_caller]
    pub(crate) fn reports(self, messages: &[&str]) -> Self {
        let said = self.run.ui.progress();
        let mut rest = said.iter();
        for message in messages {
            let is_said = rest.any(|line| line.contains(message));
            self.require(is_said, || {
                format!("the actions must report {messages:?}, but they reported {said:#?}")
            });
        }
        self
    }

    /// There is no diagnostic at all.
    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        self.require(self.run.ui.diagnostics().is_empty(), || {
            "must have no diagnostics".to_owned()
        });
        self
    }

    /// There is no warning at all.
    #[track_caller]
    pub(crate) fn without_warnings(self) -> Self {
        let diagnostics = self.run.ui.diagnostics();
        self.require(diagnostics.iter().all(|diagnostic| diagnostic.is_error), || {
            "must not warn".to_owned()
        });
        self
    }

    /// A command without machine-readable output wrote this text, however it broke the lines.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        let words = |text: &str| -> String {
            let words = text.split_whitespace().filter(|word| *word != "│");
            words.collect::<Vec<_>>().join(" ")
        };
        let written = words(&format!("{}\n{}", self.run.stdout, self.run.stderr));
        self.require(written.contains(&words(text)), || format!("must say {text:?}"));
        self
    }
}
