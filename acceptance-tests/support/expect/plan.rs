//! What was planned, moved, found and destroyed.

use std::fs;

use serde_json::Value;

use super::Step;
use crate::support::report;
use crate::support::ui::Change;

impl Step<'_> {
    /// The plan had exactly these changes.
    #[track_caller]
    pub(crate) fn plans(self, changes: impl IntoIterator<Item = Change>) -> Self {
        let planned = self.run.ui.planned();
        self.require_changes("planned changes", changes, &planned);
        self
    }

    /// Exactly these objects were found changed outside of Terraform.
    #[track_caller]
    pub(crate) fn drifts(self, changes: impl IntoIterator<Item = Change>) -> Self {
        let drifts = self.run.ui.drifts();
        self.require_changes("changes outside of Terraform", changes, &drifts);
        self
    }

    /// The plan gives the object at `address` these attributes (others may have any value).
    #[track_caller]
    pub(crate) fn planned(self, address: &str, attributes: &Value) -> Self {
        let shown = self.world.workspace.terraform(&["show", "-json", "plan"]);
        let plan: Value = serde_json::from_str(&shown.stdout).unwrap_or_default();
        let changes = plan["resource_changes"].as_array();
        let change = changes
            .into_iter()
            .flatten()
            .find(|change| change["address"] == address);
        let after = change.map(|change| change["change"]["after"].clone());
        self.require_attributes("plan", address, attributes, after.as_ref());
        self
    }

    /// The plan moves exactly these objects, from the first address to the second, and changes nothing.
    #[track_caller]
    pub(crate) fn plans_moves<const N: usize>(self, moves: [(&str, &str); N]) -> Self {
        let found = self.run.ui.moves();
        self.require(found == moves, || {
            format!("moves: expected {moves:?}, found {found:?}")
        });
        self.only_imports(0)
    }

    /// The plan takes so many objects into the state, and changes nothing.
    #[track_caller]
    pub(crate) fn only_imports(self, number: u64) -> Self {
        let expected = [("import", number), ("add", 0), ("change", 0), ("remove", 0)];
        for (way, number) in expected {
            let found = self.run.ui.count("plan", way);
            self.require(found == Some(number), || {
                format!("the plan must {way} {number} objects, not {found:?}")
            });
        }
        self
    }

    /// The configuration that was generated.
    #[track_caller]
    pub(crate) fn generated(self) -> String {
        fs::read_to_string(self.world.workspace.generated()).expect("a configuration was generated")
    }

    /// The names of the objects that the query found, without their ids, sorted.
    pub(crate) fn found_names(self) -> Vec<String> {
        let name = |shown: &str| shown.split(" (").next().unwrap_or(shown).to_owned();
        self.run.ui.found().into_iter().map(name).collect()
    }

    /// The query found exactly the objects of these display names, in any order.
    #[track_caller]
    pub(crate) fn finds(self, objects: &[&str]) -> Self {
        let found = self.run.ui.found();
        let mut expected = objects.to_vec();
        expected.sort_unstable();
        self.require(found == expected, || {
            format!("query: expected {expected:?}, found {found:?}")
        });
        self
    }

    /// So many objects were destroyed.
    #[track_caller]
    pub(crate) fn destroys(self, number: u64) -> Self {
        let removed = self.run.ui.count("destroy", "remove");
        self.require(removed == Some(number), || {
            format!("must destroy {number} objects, not {removed:?}")
        });
        self
    }

    /// Planning again finds nothing to do.
    #[track_caller]
    pub(crate) fn then_plan_is_empty(self) -> Self {
        let (run, calls) = self.world.observe(&["plan", "-json", "-detailed-exitcode"]);
        let again = Step::new(self.world, run, calls);
        if again.run.exit == Some(0) {
            return again;
        }
        let shown = again.world.workspace.terraform(&["plan", "-no-color"]);
        again.fail(&format!(
            "the plan must be empty, but it is:\n{}{}",
            shown.stdout, shown.stderr
        ))
    }

    #[track_caller]
    fn require_changes(&self, what: &str, expected: impl IntoIterator<Item = Change>, found: &[Change]) {
        let mut expected: Vec<Change> = expected.into_iter().collect();
        expected.sort();
        self.require(expected == found, || {
            format!(
                "{what}: expected [{}], found [{}]",
                report::list(&expected),
                report::list(found)
            )
        });
    }
}
