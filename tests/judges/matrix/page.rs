//! `docs/guides/reliability.md`: what was observed, as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::Observations;
use super::case::{Observed, Way};
use super::faults::{FAULTS, Fault};
use super::subjects::{OPERATIONS, Operation, SUBJECTS};

const HEAD: &str = r#"---
page_title: "What a fault of a call leads to"
subcategory: "Reference"
description: |-
  What the provider does when the call that creates, reads, changes or deletes an object meets a fault, as a test observes it.
---

# What a fault of a call leads to

Every cell is what a test observes for each of the six resources, at the emulator: the fault meets the first call that
creates, reads, changes or deletes the object, in an account that has the same objects of somebody else already. At the end
the account must be what it would be without the fault, with nothing made twice, lost or taken, and an empty plan.

- **repeated**: the call is repeated, and the apply ends well.
- **goes on**: the apply ends well without another such call; the provider looks at what is there where it has to.
- **error**: the apply fails with the reason, and the next one ends it.
- **error, two more**: the apply fails with the reason, and the second one after it ends it.
- **not right yet**: two more applies do not lead to what it should be, and a person has to look.

[When calls fail](when-calls-fail.md) says why.

| Fault | create | read | change | delete |
|---|---|---|---|---|
"#;

/// The page.
pub(super) fn text(all: &[&Observations]) -> String {
    let mut text = HEAD.to_owned();
    for fault in &FAULTS {
        let cells = OPERATIONS.map(|operation| cell(all, operation, fault));
        let _ = writeln!(text, "| {} | {} |", fault.words, cells.join(" | "));
    }
    text
}

/// What all resources do; those that differ are named.
fn cell(all: &[&Observations], operation: Operation, fault: &Fault) -> String {
    if fault.impossible(operation).is_some() {
        return "–".to_owned();
    }
    let mut by_word: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (observations, subject) in all.iter().zip(&SUBJECTS) {
        let observed = &observations[&(operation, fault.name)];
        by_word.entry(word(observed)).or_default().push(subject.kind);
    }
    let mut words: Vec<_> = by_word.into_iter().collect();
    words.sort_by_key(|(_, kinds)| std::cmp::Reverse(kinds.len()));
    let told = words.iter().enumerate().map(|(at, (word, kinds))| {
        if at == 0 {
            (*word).to_owned()
        } else {
            format!("{}: {word}", kinds.join(", "))
        }
    });
    told.collect::<Vec<_>>().join("; ")
}

fn word(observed: &Observed) -> &'static str {
    match (&observed.failure, observed.way) {
        (Some(_), _) | (None, None) => "not right yet",
        (None, Some(Way::Repeated)) => "repeated",
        (None, Some(Way::NotRepeated)) => "goes on",
        (None, Some(Way::Failed(1))) => "error",
        (None, Some(Way::Failed(_))) => "error, two more",
    }
}

/// The page must be what the repository has; with `UPDATE_REFERENCE` it is written.
#[track_caller]
pub(super) fn compare(text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides/reliability.md");
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(&path, text).expect("a page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/guides/reliability.md is out of date; run UPDATE_REFERENCE=1 cargo test --test judges matrix::the_guide. It says\n{text}"
    );
}
