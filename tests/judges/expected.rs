//! The failures that are expected today, each with the fault that it comes from. A case fails the run if it fails and is
//! not listed, and also if it is listed and passes: then its line has to go.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

const FILE: &str = include_str!("expected-failures.txt");

/// The failures that are expected, by case, each with its fault.
pub(crate) struct Expected(BTreeMap<&'static str, &'static str>);

impl Expected {
    /// What the file lists.
    pub(crate) fn load() -> Self {
        Self::read(FILE).unwrap_or_else(|error| panic!("expected-failures.txt: {error}"))
    }

    /// Reads lines of the form `case<TAB>FAULT<TAB>reason`; lines that begin with `#` are for people.
    fn read(text: &'static str) -> Result<Self, String> {
        let mut expected = BTreeMap::new();
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let [case, fault, reason] = fields[..] else {
                return Err(format!(
                    "{line:?} is not case, fault and reason with tabs between them"
                ));
            };
            if [case, fault, reason].iter().any(|field| field.trim().is_empty()) {
                return Err(format!("{line:?} has an empty field"));
            }
            if expected.insert(case, fault).is_some() {
                return Err(format!("{case} is listed twice"));
            }
        }
        Ok(Self(expected))
    }

    /// Whether `case` is listed.
    pub(crate) fn has(&self, case: &str) -> bool {
        self.0.contains_key(case)
    }

    /// What is wrong with the outcomes of all cases whose names begin with `prefix`: `None` for one that passed, or why it
    /// failed. Empty if all is as expected.
    pub(crate) fn judge(&self, prefix: &str, outcomes: &BTreeMap<String, Option<String>>) -> String {
        let mut wrong = String::new();
        for (case, outcome) in outcomes {
            match (outcome, self.0.get(case.as_str())) {
                (Some(why), None) => drop(writeln!(wrong, "{case} fails:\n{why}\n")),
                (None, Some(fault)) => drop(writeln!(
                    wrong,
                    "{case} is listed in expected-failures.txt for {fault}, and passes: take the line out"
                )),
                (Some(_), Some(_)) | (None, None) => {}
            }
        }
        let listed: BTreeSet<&str> = self
            .0
            .keys()
            .copied()
            .filter(|case| case.starts_with(prefix))
            .collect();
        for case in listed.into_iter().filter(|case| !outcomes.contains_key(*case)) {
            let _ = writeln!(
                wrong,
                "{case} is listed in expected-failures.txt, and there is no such case"
            );
        }
        wrong
    }
}

/// Runs a case that is a test of its own; its name is the test's.
#[track_caller]
pub(crate) fn case<F: FnOnce()>(run: F) {
    let name = type_name::<F>().trim_end_matches("::{{closure}}");
    let name = name.split_once("::").map_or(name, |(_, name)| name);
    let expected = Expected::load();
    match (catch_unwind(AssertUnwindSafe(run)), expected.0.get(name)) {
        (Err(panic), None) => resume_unwind(panic),
        (Ok(()), Some(fault)) => {
            panic!("{name} is listed in expected-failures.txt for {fault}, and passes: take the line out")
        }
        (Ok(()), None) | (Err(_), Some(_)) => {}
    }
}

/// Runs many cases of one kind, each called `kind/…`.
#[track_caller]
pub(crate) fn cases<F: FnOnce()>(kind: &str, all: impl IntoIterator<Item = (String, F)>) {
    let outcomes = all
        .into_iter()
        .map(|(name, run)| (format!("{kind}/{name}"), failure_of(run)));
    let wrong = Expected::load().judge(&format!("{kind}/"), &outcomes.collect());
    assert!(wrong.is_empty(), "{wrong}");
}

/// Why `run` panicked, if it did.
pub(crate) fn failure_of(run: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(run)).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    Some(
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default(),
    )
}

mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn outcomes(list: &[(&str, Option<&str>)]) -> BTreeMap<String, Option<String>> {
        let owned = |(case, why): &(&str, Option<&str>)| ((*case).to_owned(), why.map(str::to_owned));
        list.iter().map(owned).collect()
    }

    #[test]
    fn what_is_as_expected_is_not_wrong() {
        let expected = Expected::read("# for people\n\nm/a\tS1\tbecause\nn/z\tS2\tbecause\n").unwrap();
        let all = outcomes(&[("m/a", Some("it broke")), ("m/b", None)]);
        assert_eq!(expected.judge("m/", &all), "");
    }

    #[test]
    fn an_unexpected_failure_and_an_unexpected_success_and_a_stale_line_are_wrong() {
        let expected = Expected::read("m/a\tS1\tbecause\nm/gone\tS2\tbecause").unwrap();
        let wrong = expected.judge("m/", &outcomes(&[("m/a", None), ("m/b", Some("it broke"))]));
        assert!(
            wrong.contains("m/a is listed in expected-failures.txt for S1, and passes"),
            "{wrong}"
        );
        assert!(wrong.contains("m/b fails:\nit broke"), "{wrong}");
        assert!(
            wrong.contains("m/gone is listed in expected-failures.txt, and there is no such case"),
            "{wrong}"
        );
    }

    #[test]
    fn a_line_that_says_too_little_or_twice_the_same_is_refused() {
        for wrong in [
            "a",
            "a\tS1",
            "a\tS1\t",
            "\tS1\tb",
            "a\tS1\tb\nA\tS1\tb\tc",
            "a\tS1\tb\na\tS2\tc",
        ] {
            assert!(Expected::read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn every_listed_case_that_is_a_test_of_its_own_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges");
        for case in Expected::load().0.keys().filter(|case| case.contains("::")) {
            let (module, name) = case.rsplit_once("::").expect("a path");
            let source = root.join(module.replace("::", "/")).with_extension("rs");
            let source = fs::read_to_string(&source).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert!(
                source.contains(&format!("fn {name}()")),
                "there is no test {case}"
            );
        }
    }
}
