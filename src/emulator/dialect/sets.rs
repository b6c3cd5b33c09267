//! Every way of speaking, alone and together with others, for tests that want to see everything.

use std::collections::BTreeMap;

use super::Dialect;
use super::switches::{SWITCHES, Switch, Way};

impl Dialect {
    /// Each switch alone.
    pub fn all_switches() -> Vec<Self> {
        SWITCHES.iter().map(|switch| parsed(&switch.example())).collect()
    }

    /// Sets of switches that can hold together, by name. Each set has one way of each of its subjects; a few subjects that
    /// belong together make sets of their own, and in the end there are sets of all.
    pub fn compatible_sets() -> Vec<(String, Self)> {
        let all: Vec<&str> = SWITCHES.iter().map(|switch| switch.subject).collect();
        let themes = THEMES.iter().map(|(name, subjects)| (*name, *subjects));
        themes
            .chain([("all", all.as_slice())])
            .flat_map(|(theme, subjects)| sets_of(theme, subjects))
            .collect()
    }
}

/// Subjects that belong together, by the name of their sets.
const THEMES: [(&str, &[&str]); 4] = [
    (
        "forms",
        &[
            "answers",
            "request-id",
            "numbers",
            "booleans",
            "empty",
            "times",
            "order",
            "return-set",
        ],
    ),
    (
        "lists",
        &[
            "page-cap",
            "count",
            "gone-group",
            "not-found",
            "notification-types",
        ],
    ),
    ("late", &["lag", "stale"]),
    ("instances", &["attached", "attach-capacity", "protected"]),
];

/// As many sets as the subject with the most ways has; the others go through theirs again and again.
fn sets_of(theme: &str, subjects: &[&str]) -> Vec<(String, Dialect)> {
    let mut ways: BTreeMap<&str, Vec<&Switch>> = BTreeMap::new();
    for switch in SWITCHES
        .iter()
        .filter(|switch| subjects.contains(&switch.subject))
    {
        ways.entry(switch.subject).or_default().push(switch);
    }
    let sets = ways.values().map(Vec::len).max().unwrap_or_default();
    let set = |number: usize| {
        let ways = ways.values().map(|ways| ways[number % ways.len()].example());
        let names = ways.collect::<Vec<_>>().join(",");
        (format!("{theme}-{}", number + 1), parsed(&names))
    };
    (0..sets).map(set).collect()
}

/// Reads names from the table itself.
fn parsed(names: &str) -> Dialect {
    names.parse().unwrap_or_else(|error| unreachable!("{error}"))
}

impl Switch {
    /// Its name, with a number that tests can use.
    fn example(&self) -> String {
        match self.way {
            Way::Named(value, _) => format!("{}={value}", self.subject),
            Way::Number { example, .. } => format!("{}={example}", self.subject),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_switch_changes_something_and_bears_the_name_it_was_given() {
        for dialect in Dialect::all_switches() {
            let without_names = Dialect {
                names: Vec::new(),
                ..dialect.clone()
            };
            assert_ne!(without_names, Dialect::default(), "{dialect}");
            assert_eq!(dialect.to_string().parse(), Ok(dialect));
        }
    }

    #[test]
    fn every_switch_is_in_some_set_and_no_set_says_two_things_about_one_matter() {
        let sets = Dialect::compatible_sets();
        let in_sets: BTreeSet<&String> = sets.iter().flat_map(|(_, set)| set.names()).collect();
        let switches = Dialect::all_switches();
        let alone: BTreeSet<&String> = switches.iter().flat_map(Dialect::names).collect();
        assert_eq!(in_sets, alone);
    }
}
