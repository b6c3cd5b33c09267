//! A small API for the tests of this resource: one group that winds up as the real one does, as far as its users see.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::attributes::ScalingGroupModel;
use crate::client::actions::Action;
use crate::client::testing::{FakeApi, Reply, Sent, error, ok};
use crate::client::{ApiCallError, CallContext, Client};
use crate::framework::Context;
use tokio_util::sync::CancellationToken;

pub(super) const GROUP: &str = "436995593677910016";

/// An instance: its id, whether it was attached, whether it is protected.
pub(super) type Instance = (&'static str, bool, bool);

/// What the group is like.
#[derive(Clone, Debug, Default)]
pub(super) struct FakeGroup {
    pub(super) gone: bool,
    pub(super) min_size: i64,
    pub(super) desired_capacity: i64,
    pub(super) instances: Vec<Instance>,
    /// Ids of instances that are not healthy.
    pub(super) unhealthy: Vec<&'static str>,
    /// How many more looks show that an activity runs.
    pub(super) busy_looks: u32,
    /// Activities as the API shows them.
    pub(super) activities: Vec<Value>,
    /// What is answered to `action` instead of doing it; the first that fits is used up.
    pub(super) replies: Vec<(&'static str, Reply)>,
    /// What the API answers to the next call of an action, after it has done the request.
    pub(super) replies_after: Vec<(&'static str, Reply)>,
    /// Settings of the group that a test does not follow through.
    pub(super) settings: Value,
}

/// The group, and the calls that reached it.
pub(super) struct Lab {
    group: Arc<Mutex<FakeGroup>>,
    api: Arc<FakeApi>,
    client: Client,
    pub(super) stop: CancellationToken,
}

impl Lab {
    pub(super) fn new(group: FakeGroup) -> Self {
        let group = Arc::new(Mutex::new(group));
        let shared = Arc::clone(&group);
        let api = FakeApi::new(move |sent| shared.lock().unwrap().answer(sent));
        Self {
            client: api.client(),
            group,
            api,
            stop: CancellationToken::new(),
        }
    }

    pub(super) fn operation(&self, timeout: Duration) -> Context<'_, Client> {
        Context::new(&self.client, timeout, self.stop.clone())
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut FakeGroup)) {
        change(&mut self.group.lock().unwrap());
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The actions that changed something or tried to, in order, with the parameters that tell them apart.
    pub(super) fn writes(&self) -> Vec<String> {
        let sent = self.api.sent();
        let writes = sent.iter().filter(|sent| !action(sent).starts_with("Describe"));
        writes.map(summary).collect()
    }

    /// How often `action` was called.
    pub(super) fn calls(&self, name: &str) -> usize {
        self.api.sent().iter().filter(|sent| action(sent) == name).count()
    }
}

/// The error with which the client reports `reply` to a call of `A`.
pub(super) async fn call_error<A: Action + Default>(reply: Reply) -> ApiCallError {
    let api = FakeApi::script([reply]);
    let called = api.client().call(&CallContext::background(), &A::default()).await;
    called.err().expect("a reply that is an error")
}

/// A group in state.
pub(super) fn state() -> ScalingGroupModel {
    ScalingGroupModel {
        id: GROUP.into(),
        status: "Active".into(),
        ..ScalingGroupModel::default()
    }
}

impl FakeGroup {
    fn answer(&mut self, sent: &Sent) -> Reply {
        let action = action(sent);
        if let Some(index) = self.replies.iter().position(|(name, _)| *name == action) {
            return self.replies.remove(index).1;
        }
        let reply = self.do_it(&action, sent);
        match self.replies_after.iter().position(|(name, _)| *name == action) {
            Some(index) => self.replies_after.remove(index).1,
            None => reply,
        }
    }

    fn do_it(&mut self, action: &str, sent: &Sent) -> Reply {
        let number = |name: &str| sent.param(name).and_then(|value| value.parse().ok());
        let named = sent.list("ScalingInstanceId");
        match action {
            "DescribeScalingGroup" => {
                self.busy_looks = self.busy_looks.saturating_sub(1);
                return ok(
                    json!({"ScalingGroupSet": if self.gone { vec![] } else { vec![self.describe()] }}),
                );
            }
            "DescribeScalingInstance" => return ok(json!({"ScalingInstanceSet": self.describe_instances()})),
            "DescribeScalingActivity" => return ok(json!({"ScalingActivitySet": self.activities})),
            "DescribeScalingPolicy" => return ok(json!({"ScalingPolicySet": []})),
            "DescribeScheduledTask" => return ok(json!({"ScalingScheduleTaskSet": []})),
            "DescribeScalingNotification" => return ok(json!({"ScalingNotificationSet": []})),
            _ if self.gone => return error(404, "ScalingGroupNotFound", "The scaling group is not found"),
            "ModifyScalingGroup" => {
                self.min_size = number("MinSize").unwrap_or(self.min_size);
                self.desired_capacity = number("DesiredCapacity").unwrap_or(self.desired_capacity);
                if number("DesiredCapacity") == Some(0) {
                    self.instances.retain(|(_, _, protected)| *protected);
                }
            }
            "SetKvmProtectedDetach" => {
                for (id, _, protected) in &mut self.instances {
                    *protected &= !named.contains(id);
                }
            }
            "DetachInstance" => self.instances.retain(|(id, ..)| !named.contains(id)),
            "DeleteScalingGroup" => self.gone = true,
            "EnableScalingGroup" | "DisableScalingGroup" => {}
            other => panic!("this test's API does not know {other}"),
        }
        ok(json!({"Return": true}))
    }

    fn describe(&self) -> Value {
        let mut group = json!({
            "ScalingGroupId": GROUP,
            "MinSize": self.min_size,
            "DesiredCapacity": self.desired_capacity,
            "InstanceNum": self.instances.len(),
            "BInScalingActivity": i32::from(self.busy_looks > 0),
        });
        for (name, value) in self.settings.as_object().into_iter().flatten() {
            group[name] = value.clone();
        }
        group
    }

    fn describe_instances(&self) -> Vec<Value> {
        let describe = |(id, attached, protected): &Instance| {
            json!({
                "InstanceId": id,
                "InstanceName": format!("name-of-{id}"),
                "CreationType": if *attached { "Manual" } else { "Auto" },
                "HealthStatus": if self.unhealthy.contains(id) { "UnHealthy" } else { "Healthy" },
                "ProtectedFromScaleIn": i32::from(*protected),
            })
        };
        self.instances.iter().map(describe).collect()
    }
}

fn action(sent: &Sent) -> String {
    let (_, query) = sent.url.split_once('?').unwrap_or_default();
    let in_query = query.split('&').find_map(|pair| pair.strip_prefix("Action="));
    in_query.or(sent.param("Action")).unwrap_or_default().to_owned()
}

fn summary(sent: &Sent) -> String {
    let mut text = action(sent);
    for name in [
        "MinSize",
        "DesiredCapacity",
        "ScalingInstanceId.1",
        "ProtectedFromDetach",
    ] {
        if let Some(value) = sent.param(name) {
            text += &format!(" {name}={value}");
        }
    }
    text
}
