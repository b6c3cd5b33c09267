//! What was called at the API, and what is left there.

use serde_json::Value;

use super::Step;

impl Step<'_> {
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
        let log = self.world.emulator().call_log();
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

    /// The account has neither a group nor a configuration left.
    #[track_caller]
    pub(crate) fn leaves_nothing(self) -> Self {
        for (action, set) in [
            ("DescribeScalingGroup", "ScalingGroupSet"),
            ("DescribeScalingConfiguration", "ScalingConfigurationSet"),
        ] {
            let answer = self.world.emulator().api(action, &[]);
            if answer[set].as_array().is_none_or(|objects| !objects.is_empty()) {
                self.fail(&format!(
                    "must leave nothing at the API, but {action} answers {answer}"
                ));
            }
        }
        self
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
}

/// Whether an action only looks.
fn is_read(action: &str) -> bool {
    action.starts_with("Describe")
}
