//! What must have happened in a step. Each expectation panics with a full report if it is not met.

mod secrets;

use std::fs;

use serde_json::Value;

use super::emulator::CallCounts;
use super::report;
use super::scenario::Scenario;
use super::state::{State, difference};
use super::ui::{Change, Diagnostic};
use super::workspace::Run;

/// One run of Terraform that has ended, with what it did.
pub(crate) struct Step<'a> {
    scenario: &'a mut Scenario,
    run: Run,
    calls: CallCounts,
}

/// `address` is to be created.
pub(crate) fn create(address: &str) -> Change {
    change("create", address)
}

/// `address` is to be changed in place.
pub(crate) fn update(address: &str) -> Change {
    change("update", address)
}

/// `address` is to be destroyed and created anew.
pub(crate) fn replace(address: &str) -> Change {
    change("replace", address)
}

/// `address` is to be destroyed.
pub(crate) fn delete(address: &str) -> Change {
    change("delete", address)
}

fn change(action: &str, address: &str) -> Change {
    Change {
        action: action.to_owned(),
        address: address.to_owned(),
    }
}

impl<'a> Step<'a> {
    pub(super) fn new(scenario: &'a mut Scenario, run: Run, calls: CallCounts) -> Self {
        Self { scenario, run, calls }
    }

    /// The run has ended well.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.require(self.run.exit == Some(0), || "must succeed".to_owned());
        self
    }

    /// The run has ended with an error.
    #[track_caller]
    pub(crate) fn fails(self) -> Self {
        self.require(self.run.exit == Some(1), || "must fail".to_owned());
        self
    }

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
        let shown = self.scenario.workspace.terraform(&["show", "-json", "plan"]);
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

    /// The state has the object at `address` with these attributes (others may have any value).
    #[track_caller]
    pub(crate) fn state(self, address: &str, attributes: &Value) -> Self {
        let state = State::read(&self.scenario.workspace.module());
        self.require_attributes("state", address, attributes, state.attributes(address));
        self
    }

    /// The state holds exactly the objects at these addresses.
    #[track_caller]
    pub(crate) fn state_holds(self, addresses: &[&str]) -> Self {
        let mut found = State::read(&self.scenario.workspace.module()).addresses();
        found.sort();
        let mut expected = addresses.to_vec();
        expected.sort_unstable();
        self.require(found == expected, || {
            format!("state: expected {expected:?}, found {found:?}")
        });
        self
    }

    /// The state knows the object at `address` by exactly this identity; null if by none.
    #[track_caller]
    pub(crate) fn identity(self, address: &str, identity: &Value) -> Self {
        let state = State::read(&self.scenario.workspace.module());
        let found = state.identity(address);
        self.require(found == Some(identity), || {
            format!("identity of {address}: expected {identity}, found {found:?}")
        });
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
        fs::read_to_string(self.scenario.workspace.generated()).expect("a configuration was generated")
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

    /// The root module's output has this value (objects may have more members).
    #[track_caller]
    pub(crate) fn output(self, name: &str, value: &Value) -> Self {
        let state = State::read(&self.scenario.workspace.module());
        if let Some(difference) = difference(value, state.output(name)) {
            self.fail(&format!("output {name}{difference}"));
        }
        self
    }

    /// Exactly these calls, with their number, changed something at the API.
    #[track_caller]
    pub(crate) fn calls(self, expected: &Value) -> Self {
        self.require_calls("writing calls", expected, |action| !is_read(action));
        self
    }

    /// Exactly these calls, with their number, read from the API.
    #[track_caller]
    pub(crate) fn reads(self, expected: &Value) -> Self {
        self.require_calls("reading calls", expected, is_read);
        self
    }

    /// The last call of `action` had exactly these parameters, besides those in `identity`, which name the object.
    #[track_caller]
    pub(crate) fn sent(self, action: &str, identity: &[&str], parameters: &Value) -> Self {
        let log = self.scenario.emulator().call_log();
        let call = log.iter().rev().find(|call| call["action"] == action);
        let mut sent = call.map_or(Value::Null, |call| call["parameters"].clone());
        if let Some(sent) = sent.as_object_mut() {
            sent.retain(|name, _| !identity.contains(&name.as_str()));
        }
        self.require(&sent == parameters, || {
            format!("{action} must be sent {parameters}, not {sent}")
        });
        self
    }

    /// There is an error with these texts in its summary, in the place it points to (the configuration line or the
    /// address of an object), and in its detail. An empty text matches all.
    #[track_caller]
    pub(crate) fn with_error(self, summary: &str, place: &str, detail: &str) -> Self {
        self.require_diagnostic("error", |diagnostic| diagnostic.is_error, summary, place, detail);
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

    /// There is a warning with these texts; see [`Self::with_error`].
    #[track_caller]
    pub(crate) fn with_warning(self, summary: &str, place: &str, detail: &str) -> Self {
        self.require_diagnostic(
            "warning",
            |diagnostic| !diagnostic.is_error,
            summary,
            place,
            detail,
        );
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

    /// So many objects were destroyed.
    #[track_caller]
    pub(crate) fn destroys(self, number: u64) -> Self {
        let removed = self.run.ui.count("destroy", "remove");
        self.require(removed == Some(number), || {
            format!("must destroy {number} objects, not {removed:?}")
        });
        self
    }

    /// The account has neither a group nor a configuration left.
    #[track_caller]
    pub(crate) fn leaves_nothing(self) -> Self {
        for (action, set) in [
            ("DescribeScalingGroup", "ScalingGroupSet"),
            ("DescribeScalingConfiguration", "ScalingConfigurationSet"),
        ] {
            let answer = self.scenario.emulator().api(action, &[]);
            if answer[set].as_array().is_none_or(|objects| !objects.is_empty()) {
                self.fail(&format!(
                    "must leave nothing at the API, but {action} answers {answer}"
                ));
            }
        }
        self
    }

    /// Planning again finds nothing to do.
    #[track_caller]
    pub(crate) fn then_plan_is_empty(self) -> Self {
        let (run, calls) = self.scenario.observe(&["plan", "-json", "-detailed-exitcode"]);
        let again = Step::new(self.scenario, run, calls);
        if again.run.exit == Some(0) {
            return again;
        }
        let shown = again.scenario.workspace.terraform(&["plan", "-no-color"]);
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

    #[track_caller]
    fn require_attributes(&self, place: &str, address: &str, expected: &Value, found: Option<&Value>) {
        let problem = match found {
            Some(found) => difference(expected, found),
            None => Some(" is not there".to_owned()),
        };
        if let Some(problem) = problem {
            self.fail(&format!("{place}: {address}{problem}"));
        }
    }

    #[track_caller]
    fn require_calls(&self, what: &str, expected: &Value, counts: impl Fn(&str) -> bool) {
        let found = self
            .calls
            .iter()
            .filter(|(action, number)| counts(action) && **number > 0);
        let found: Value = found
            .map(|(action, number)| (action.clone(), Value::from(*number)))
            .collect();
        self.require(&found == expected, || {
            format!("{what}: expected {expected}, found {found}")
        });
    }

    #[track_caller]
    fn require_diagnostic(
        &self,
        kind: &str,
        is_kind: impl Fn(&Diagnostic) -> bool,
        summary: &str,
        place: &str,
        detail: &str,
    ) {
        let is_found = self
            .run
            .ui
            .diagnostics()
            .iter()
            .filter(|diagnostic| is_kind(diagnostic))
            .any(|found| {
                let is_at = found.place.contains(place) || found.address.contains(place);
                found.summary.contains(summary) && is_at && found.detail.contains(detail)
            });
        self.require(is_found, || {
            format!("must have an {kind} {summary:?} at {place:?} that says {detail:?}")
        });
    }

    #[track_caller]
    fn require(&self, is_met: bool, why: impl FnOnce() -> String) {
        if !is_met {
            self.fail(&why());
        }
    }

    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        panic!("{}", report::of_step(why, self.scenario, &self.run, &self.calls));
    }
}

/// Whether an action only looks.
fn is_read(action: &str) -> bool {
    action.starts_with("Describe")
}
