//! A group for unit tests, behind a fake of the API. What it is told it does at once, so a wait ends at its first look
//! unless the test makes something fail.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::client::testing::{FakeApi, Reply, Sent, error, ok};
use crate::framework::{Action, ActionEvent, Context, Diagnostics, Progress};
use tokio_util::sync::CancellationToken;

/// Id of the group.
pub(super) const GROUP: &str = "436995593677910016";

/// The group as it is now; tests read and change it.
pub(super) struct State {
    pub(super) min: i64,
    pub(super) max: i64,
    pub(super) desired: i64,
    pub(super) policy: String,
    pub(super) status: String,
    pub(super) instances: Vec<Member>,
    /// So many of the next activities that change the size fail.
    pub(super) failing: u32,
    /// Whether launched instances are healthy.
    pub(super) launches_healthy: bool,
    /// The fewest healthy instances that there ever were.
    pub(super) fewest_healthy: usize,
    /// The most instances that there ever were.
    pub(super) largest_size: usize,
    /// Terraform asks to stop when this many changes of the size have begun.
    pub(super) stop_at: Option<usize>,
    /// When so many changes of the size have begun, the access key loses its right to change the group.
    pub(super) denied_at: Option<usize>,
    stop: CancellationToken,
    activities: Vec<Value>,
    launched: usize,
}

/// An instance of the group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) joined: String,
    pub(super) attached: bool,
    pub(super) protected: bool,
    pub(super) healthy: bool,
}

impl Member {
    /// An instance that the group launched, `number` seconds after 08:00.
    pub(super) fn launched(number: usize) -> Self {
        Self {
            id: format!("i-{number:02}"),
            joined: format!("2024-01-15 08:{:02}:{:02}", number / 60, number % 60),
            attached: false,
            protected: false,
            healthy: true,
        }
    }
}

/// The group behind a client.
pub(super) struct FakeGroup {
    state: Arc<Mutex<State>>,
    api: Arc<FakeApi>,
}

impl FakeGroup {
    /// A group with these instances, which wants exactly as many.
    pub(super) fn new(instances: Vec<Member>) -> Self {
        let size = instances.len();
        let state = Arc::new(Mutex::new(State {
            min: 0,
            max: 100,
            desired: i64::try_from(size).unwrap(),
            policy: "RemoveNewestInstance".to_owned(),
            status: "Active".to_owned(),
            failing: 0,
            launches_healthy: true,
            fewest_healthy: instances.iter().filter(|member| member.healthy).count(),
            largest_size: size,
            stop_at: None,
            denied_at: None,
            stop: CancellationToken::new(),
            activities: Vec::new(),
            launched: 0,
            instances,
        }));
        let shared = Arc::clone(&state);
        let api = FakeApi::new(move |sent| {
            let mut state = shared.lock().unwrap();
            let reply = state.answer(sent);
            if state
                .stop_at
                .is_some_and(|number| state.activities.len() >= number)
            {
                state.stop.cancel();
            }
            reply
        });
        Self { state, api }
    }

    /// A group of `size` instances that it launched itself.
    pub(super) fn of_size(size: usize) -> Self {
        Self::new((0..size).map(Member::launched).collect())
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Starts Terraform anew after it was asked to stop.
    pub(super) fn restart(&self) {
        let mut state = self.state();
        state.stop_at = None;
        state.stop = CancellationToken::new();
    }

    /// Ids of the instances in the group.
    pub(super) fn ids(&self) -> Vec<String> {
        self.state()
            .instances
            .iter()
            .map(|member| member.id.clone())
            .collect()
    }

    /// Names of the calls that changed something, in order.
    pub(super) fn writes(&self) -> Vec<String> {
        let calls = self.api.sent().into_iter();
        calls
            .filter_map(|sent| sent.param("Action").map(str::to_owned))
            .filter(|action| !action.starts_with("Describe"))
            .collect()
    }

    /// Plans `action`.
    pub(super) async fn plan<A: Action<crate::client::Client>>(
        &self,
        action: &A,
        config: A::Config,
    ) -> Result<(), Diagnostics> {
        let client = self.api.client();
        let cx = Context::new(&client, Duration::from_mins(1), self.state().stop.clone());
        action.plan(&cx, config).await
    }

    /// Invokes `action`; gives what it said on the way, too.
    pub(super) async fn invoke<A: Action<crate::client::Client>>(
        &self,
        action: &A,
        config: A::Config,
    ) -> (Result<(), Diagnostics>, Vec<String>) {
        let client = self.api.client();
        let cx = Context::new(&client, action.timeout(&config), self.state().stop.clone());
        let (sender, mut events) = mpsc::channel(1000);
        let progress = Progress::new(sender, cx.stop.clone());
        let result = action.invoke(&cx, config, &progress).await;
        let mut said = Vec::new();
        while let Ok(ActionEvent::Progress(message)) = events.try_recv() {
            said.push(message);
        }
        (result, said)
    }
}

impl State {
    fn answer(&mut self, sent: &Sent) -> Reply {
        let number = |name: &str| sent.param(name).and_then(|value| value.parse::<i64>().ok());
        let ids = sent.list("ScalingInstanceId");
        match sent.param("Action").unwrap_or_default() {
            "DescribeScalingGroup" => {
                let is_wanted = sent.list("ScalingGroupId").contains(&GROUP);
                ok(json!({"ScalingGroupSet": if is_wanted { vec![self.group()] } else { vec![] }}))
            }
            "DescribeScalingInstance" => ok(json!({"ScalingInstanceSet":
                self.instances.iter().map(instance).collect::<Vec<_>>()})),
            "DescribeScalingActivity" => ok(json!({"ScalingActivitySet": self.activities})),
            "ModifyScalingGroup"
                if self
                    .denied_at
                    .is_some_and(|number| self.activities.len() >= number) =>
            {
                error(403, "AccessDenied", "not allowed")
            }
            "ModifyScalingGroup" => {
                self.min = number("MinSize").unwrap_or(self.min);
                self.max = number("MaxSize").unwrap_or(self.max);
                let desired = number("DesiredCapacity").unwrap_or(self.desired);
                if !(self.min..=self.max).contains(&desired) {
                    return error(400, "InvalidParameterValue", "out of bounds");
                }
                if let Some(policy) = sent.param("RemovePolicy") {
                    policy.clone_into(&mut self.policy);
                }
                self.resize(desired);
                ok(json!({"Return": true}))
            }
            "SetKvmProtectedDetach" => {
                let protected = number("ProtectedFromDetach") == Some(1);
                for member in self.instances.iter_mut().filter(|m| ids.contains(&m.id.as_str())) {
                    member.protected = protected;
                }
                ok(json!({"Return": true}))
            }
            "DetachInstance" => {
                let size = i64::try_from(ids.len()).unwrap();
                if self.begins_to_fail("3") {
                    return ok(json!({"Return": true}));
                }
                self.instances.retain(|member| !ids.contains(&member.id.as_str()));
                self.desired -= size;
                ok(json!({"Return": true}))
            }
            status @ ("EnableScalingGroup" | "DisableScalingGroup") => {
                let enabled = status == "EnableScalingGroup";
                (if enabled { "Active" } else { "UnActive" }).clone_into(&mut self.status);
                ok(json!({"ReturnSet": {"ScalingGroupId": GROUP}}))
            }
            other => panic!("unexpected {other}"),
        }
    }

    fn group(&self) -> Value {
        json!({
            "ScalingGroupId": GROUP, "MinSize": self.min, "MaxSize": self.max, "DesiredCapacity": self.desired,
            "InstanceNum": self.instances.len(), "RemovePolicy": self.policy, "Status": self.status,
        })
    }

    fn resize(&mut self, desired: i64) {
        self.desired = desired;
        let (size, wanted) = (self.instances.len(), usize::try_from(desired).unwrap());
        if size == wanted || self.begins_to_fail(if size < wanted { "0" } else { "1" }) {
            return;
        }
        for _ in size..wanted {
            self.launched += 1;
            let mut member = Member::launched(3000 + self.launched);
            member.id = format!("new-{:02}", self.launched);
            member.healthy = self.launches_healthy;
            self.instances.push(member);
        }
        for _ in wanted..size {
            let mut removable = self
                .instances
                .iter()
                .enumerate()
                .filter(|(_, member)| !member.protected);
            let by_age = |(_, member): &(usize, &Member)| member.joined.clone();
            let chosen = match self.policy.as_str() {
                "RemoveOldestInstance" => removable.min_by_key(by_age),
                _ => removable.by_ref().max_by_key(by_age),
            };
            let Some((at, _)) = chosen else { break };
            self.instances.remove(at);
        }
        let healthy = self.instances.iter().filter(|member| member.healthy).count();
        self.fewest_healthy = self.fewest_healthy.min(healthy);
        self.largest_size = self.largest_size.max(self.instances.len());
    }

    /// Begins an activity, and says whether it fails.
    fn begins_to_fail(&mut self, kind: &str) -> bool {
        let fails = self.failing > 0;
        self.failing = self.failing.saturating_sub(1);
        self.activities.push(json!({
            "ScalingActivityId": format!("activity-{}", self.activities.len() + 1),
            "Type": kind, "Status": if fails { 3 } else { 2 }, "ErrorCode": if fails { 501 } else { 0 },
            "StartTime": "2024-01-15 16:30:00", "Cause": "修改伸缩组触发",
            "FailInsList": if fails { vec!["i-failed"] } else { Vec::new() },
        }));
        fails
    }
}

fn instance(member: &Member) -> Value {
    json!({
        "InstanceId": member.id,
        "InstanceName": format!("web-{}", member.id),
        "AddTime": member.joined,
        "CreationType": if member.attached { "Manual" } else { "Auto" },
        "HealthStatus": if member.healthy { "Healthy" } else { "UnHealthy" },
        "ProtectedFromScaleIn": i64::from(member.protected),
    })
}
