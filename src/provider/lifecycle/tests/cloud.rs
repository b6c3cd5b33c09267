//! An API with policies of one group, which loses answers and lags behind as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::Client;
use crate::client::testing::{FakeApi, Reply, Sent, error, lost, ok};
use crate::framework::{Context, Field};
use crate::provider::api::ApiContext;
use crate::provider::scaling_policy::ScalingPolicyModel;
use crate::provider::time::to_api;
use tokio_util::sync::CancellationToken;

pub(super) const GROUP: &str = "436995593677910016";

/// What happens to a write instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// It is executed, and nobody is told.
    Executed,
    /// It never arrives, which nobody is told either.
    NotExecuted,
    /// The API says that there is no such group.
    NoGroup,
}

/// The API and its client.
pub(super) struct Cloud {
    state: Arc<Mutex<State>>,
    client: Client,
}

struct State {
    began: Instant,
    policies: Vec<Stored>,
    made: usize,
    losses: VecDeque<Loss>,
    lag: Duration,
    stale: Duration,
    hidden: usize,
    creations: usize,
    changes: usize,
    looks: usize,
}

struct Stored {
    id: String,
    answer: Value,
    /// What it was before the last change, and when that was.
    before: Option<(Value, Instant)>,
    made: Instant,
}

/// The plan of a policy of this name.
pub(super) fn policy(name: &str) -> ScalingPolicyModel {
    ScalingPolicyModel {
        id: Field::Unknown,
        scaling_group_id: GROUP.into(),
        scaling_policy_name: name.into(),
        dimension_name: "cpu_usage".into(),
        comparison_operator: "Greater".into(),
        threshold: Field::Value(50),
        repeat_times: Field::Value(3),
        period: Field::Value(60),
        function: "avg".into(),
        adjustment_type: "QuantityChangeInCapacity".into(),
        adjustment_value: Field::Value(1),
        cool_down: Field::Value(60),
        scaling_policy_id: Field::Unknown,
        create_time: Field::Unknown,
        ..ScalingPolicyModel::default()
    }
}

impl Default for Cloud {
    fn default() -> Self {
        let state = Arc::new(Mutex::new(State {
            began: Instant::now(),
            policies: Vec::new(),
            made: 0,
            losses: VecDeque::new(),
            lag: Duration::ZERO,
            stale: Duration::ZERO,
            hidden: 0,
            creations: 0,
            changes: 0,
            looks: 0,
        }));
        let api = Arc::clone(&state);
        let client = FakeApi::new(move |sent| api.lock().unwrap().answer(sent)).client();
        Self { state, client }
    }
}

impl Cloud {
    /// The next writes are met with these losses.
    pub(super) fn losing(self, losses: impl IntoIterator<Item = Loss>) -> Self {
        self.with(|state| state.losses.extend(losses));
        self
    }

    /// A new policy is listed only after `lag`.
    pub(super) fn listing_after(self, lag: Duration) -> Self {
        self.with(|state| state.lag = lag);
        self
    }

    /// A changed policy is shown as it was for `stale`.
    pub(super) fn stale_for(self, stale: Duration) -> Self {
        self.with(|state| state.stale = stale);
        self
    }

    /// The next list is empty.
    pub(super) fn hiding_once(self) -> Self {
        self.with(|state| state.hidden = 1);
        self
    }

    /// An operation on this API.
    pub(super) fn operation(&self, timeout: Duration) -> ApiContext<'_> {
        Context::new(&self.client, timeout, CancellationToken::new())
    }

    /// Lets time go by.
    pub(super) async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// Adds a policy as `plan` says, from outside. Gives its id.
    pub(super) fn add(&self, plan: &ScalingPolicyModel) -> String {
        let number = |field: &Field<i64>| field.get().unwrap_or_default();
        let text = |field: &Field<String>| field.as_str().unwrap_or_default().to_owned();
        let settings = json!({
            "ScalingPolicyName": text(&plan.scaling_policy_name),
            "AdjustmentType": text(&plan.adjustment_type),
            "AdjustmentValue": number(&plan.adjustment_value),
            "CoolDown": number(&plan.cool_down),
            "Metric": {
                "DimensionName": text(&plan.dimension_name),
                "ComparisonOperator": text(&plan.comparison_operator),
                "Threshold": number(&plan.threshold),
                "RepeatTimes": number(&plan.repeat_times),
                "Function": text(&plan.function),
                "Period": number(&plan.period),
            },
        });
        self.with(|state| state.store(settings))
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.with(|state| state.policies.iter().any(|policy| policy.id == id))
    }

    pub(super) fn cool_down(&self, id: &str) -> i64 {
        self.with(|state| {
            let policy = state.policies.iter().find(|policy| policy.id == id).unwrap();
            policy.answer["CoolDown"].as_i64().unwrap()
        })
    }

    pub(super) fn creations(&self) -> usize {
        self.with(|state| state.creations)
    }

    pub(super) fn changes(&self) -> usize {
        self.with(|state| state.changes)
    }

    pub(super) fn looks(&self) -> usize {
        self.with(|state| state.looks)
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap())
    }
}

impl State {
    fn answer(&mut self, sent: &Sent) -> Reply {
        let action = sent
            .url
            .split_once("Action=")
            .unwrap()
            .1
            .split('&')
            .next()
            .unwrap();
        if action.starts_with("Describe") {
            return self.list(action, sent);
        }
        match self.losses.pop_front() {
            Some(Loss::NotExecuted) => {
                self.count(action);
                lost()
            }
            Some(Loss::NoGroup) => error(404, "ScalingGroupNotFound", "not found"),
            Some(Loss::Executed) => {
                let _ = self.execute(action, sent);
                lost()
            }
            None => self.execute(action, sent),
        }
    }

    fn count(&mut self, action: &str) {
        self.creations += usize::from(action.starts_with("Create"));
        self.changes += usize::from(action.starts_with("Modify"));
    }

    fn execute(&mut self, action: &str, sent: &Sent) -> Reply {
        self.count(action);
        let number = |name: &str| sent.param(name).map(|text| text.parse::<i64>().unwrap());
        match action {
            "CreateScalingPolicy" => {
                let metric: Value = serde_json::from_str(sent.param("Metric").unwrap()).unwrap();
                let id = self.store(json!({
                    "ScalingPolicyName": sent.param("ScalingPolicyName"),
                    "AdjustmentType": sent.param("AdjustmentType"),
                    "AdjustmentValue": number("AdjustmentValue"),
                    "CoolDown": number("CoolDown"),
                    "Metric": {
                        "DimensionName": metric["dimensionName"],
                        "ComparisonOperator": metric["comparisonOperator"],
                        "Threshold": metric["threshold"],
                        "RepeatTimes": metric["repeatTimes"],
                        "Function": metric["function"],
                        "Period": metric["period"],
                    },
                }));
                ok(json!({"ScalingPolicyId": id}))
            }
            "ModifyScalingPolicy" => {
                let id = sent.param("ScalingPolicyId").unwrap();
                let policy = self.policies.iter_mut().find(|policy| policy.id == id).unwrap();
                policy.before = Some((policy.answer.clone(), Instant::now()));
                policy.answer["CoolDown"] = json!(number("CoolDown"));
                ok(json!({"Return": true}))
            }
            "DeleteScalingPolicy" => {
                let id = sent.param("ScalingPolicyId").unwrap();
                self.policies.retain(|policy| policy.id != id);
                ok(json!({"Return": true}))
            }
            other => panic!("unexpected action {other}"),
        }
    }

    fn store(&mut self, mut settings: Value) -> String {
        self.made += 1;
        let id = self.made.to_string();
        settings["ScalingPolicyId"] = json!(id);
        settings["ScalingGroupId"] = json!(GROUP);
        settings["CreateTime"] = json!(to_api(self.now()));
        self.policies.push(Stored {
            id: id.clone(),
            answer: settings,
            before: None,
            made: Instant::now(),
        });
        id
    }

    /// The server's time, which goes with the test's.
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2024-06-01T01:00:00Z".parse().unwrap();
        start + SignedDuration::try_from(self.began.elapsed()).unwrap()
    }

    fn list(&mut self, action: &str, sent: &Sent) -> Reply {
        if action == "DescribeScalingGroup" {
            return self.dated(&json!({"ScalingGroupSet": [{"ScalingGroupId": GROUP}]}));
        }
        self.looks += 1;
        if self.hidden > 0 {
            self.hidden -= 1;
            return self.dated(&json!({"ScalingPolicySet": []}));
        }
        let ids = sent.list("ScalingPolicyId");
        let name = sent.param("ScalingPolicyName");
        let is_wanted = |policy: &&Stored| {
            policy.made.elapsed() >= self.lag
                && (ids.is_empty() || ids.contains(&policy.id.as_str()))
                && name.is_none_or(|name| policy.answer["ScalingPolicyName"] == json!(name))
        };
        let shown = |policy: &Stored| match &policy.before {
            Some((before, changed)) if changed.elapsed() < self.stale => before.clone(),
            _ => policy.answer.clone(),
        };
        let policies: Vec<Value> = self.policies.iter().filter(is_wanted).map(shown).collect();
        self.dated(&json!({"ScalingPolicySet": policies}))
    }

    fn dated(&self, body: &Value) -> Reply {
        let mut reply = ok(body.clone())?;
        reply.date = Some(
            jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&self.now())
                .unwrap(),
        );
        Ok(reply)
    }
}
