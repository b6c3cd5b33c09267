//! The scaling group that an action works on: looks at it and changes it, with errors that say what could not be done.

use crate::client::actions::{
    Action, DescribeScalingGroup, DescribeScalingInstance, DetachInstance, ModifyScalingGroup,
    ScalingActivity, ScalingGroup, ScalingInstance, SetKvmProtectedDetach,
};
use crate::client::{ApiCallError, CallContext, Client, Failure};
use crate::framework::{Diagnostic, Diagnostics, Interrupted};
use crate::provider::actions::arguments::at;
use crate::provider::activities::Activities;
use crate::provider::api::{ApiContext, limits};
use crate::provider::errors::{Attributes, failed};
use crate::provider::lifecycle;
use crate::provider::scaling_group::is_made;

/// Parameters whose arguments have other names.
const ATTRIBUTES: Attributes = &[("ScalingInstanceId", "instance_ids")];

/// What calls upon the group, as messages name it: an error that sends people to an action that they do not have is worse than
/// none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::provider) enum Caller {
    /// An action that somebody invokes.
    Action,
    /// The update of the group's resource.
    Update,
}

impl Caller {
    /// How to have it done again.
    pub(super) fn again(self) -> &'static str {
        match self {
            Self::Action => "Invoke the action again",
            Self::Update => "Run terraform apply again",
        }
    }

    /// The argument that limits its time.
    fn limit(self) -> &'static str {
        match self {
            Self::Action => "timeout",
            Self::Update => "timeouts.update",
        }
    }
}

/// A scaling group and what is being done to it.
#[derive(Clone)]
pub(super) struct TargetGroup<'a> {
    client: &'a Client,
    calls: CallContext,
    /// `ScalingGroupId`
    pub(super) id: String,
    /// What is being done, as messages say it after "Can't": `enable scaling group 436995593677910016`.
    pub(super) what: String,
    pub(super) caller: Caller,
}

impl<'a> TargetGroup<'a> {
    /// The group `id`, whose calls keep to the limits of `cx`. `what` is said of it: `enable`, `detach instances from`.
    pub(super) fn new(cx: &ApiContext<'a>, id: &str, what: &str) -> Self {
        Self {
            client: cx.data,
            calls: limits(cx),
            id: id.to_owned(),
            what: format!("{what} scaling group {id}"),
            caller: Caller::Action,
        }
    }

    /// This group, called upon by `caller`.
    pub(super) fn with_caller(self, caller: Caller) -> Self {
        Self { caller, ..self }
    }

    /// This group, with other limits for its calls.
    pub(super) fn with_calls(&self, calls: CallContext) -> Self {
        Self {
            calls,
            ..self.clone()
        }
    }

    /// The group as it is now.
    ///
    /// # Errors
    /// It does not exist, or can't be read.
    pub(super) async fn read(&self) -> Result<ScalingGroup, Diagnostics> {
        let found = self
            .client
            .fresh_read(&self.calls, &DescribeScalingGroup::one(&*self.id))
            .await;
        found
            .map_err(|error| self.problem(&error))?
            .seen
            .ok_or_else(|| self.not_there().into())
    }

    /// The instances that are in the group now.
    pub(super) async fn instances(&self) -> Result<Vec<ScalingInstance>, Diagnostics> {
        let request = DescribeScalingInstance {
            scaling_group_id: self.id.clone(),
            ..Default::default()
        };
        let instances = self.client.list_all(&self.calls, &request).await;
        instances.map_err(|error| self.problem(&error))
    }

    /// The activities of the group that begin from now on.
    pub(super) async fn activities_from_now_on(&self) -> Result<Activities, Diagnostics> {
        let activities = Activities::from_now_on(self.client, &self.calls, &self.id).await;
        activities.map_err(|error| self.problem(&error))
    }

    /// Those of `activities` that failed.
    pub(super) async fn failures(
        &self,
        activities: &Activities,
    ) -> Result<Vec<ScalingActivity>, Diagnostics> {
        let failures = activities.failures(self.client, &self.calls).await;
        failures.map_err(|error| self.problem(&error))
    }

    /// Protects instances from removal, or lifts their protection. Without instances there is nothing to call.
    pub(super) async fn protect(&self, ids: &[String], protected: bool) -> Result<(), Diagnostics> {
        if ids.is_empty() {
            return Ok(());
        }
        let request = SetKvmProtectedDetach {
            scaling_group_id: self.id.clone(),
            scaling_instance_ids: ids.to_vec(),
            protected_from_detach: Some(i64::from(protected)),
        };
        let is_done = || async {
            let instances = self.instances().await.unwrap_or_default();
            ids.iter().all(|id| {
                let instance = instances.iter().find(|instance| instance.instance_id == *id);
                instance.is_some_and(|instance| is_protected(instance) == protected)
            })
        };
        self.send(&request, is_done).await
    }

    /// Changes the group.
    pub(super) async fn modify(&self, request: &ModifyScalingGroup) -> Result<(), Diagnostics> {
        let is_done = || async { self.read().await.is_ok_and(|group| is_made(request, group)) };
        self.send(request, is_done).await
    }

    /// Enables or disables the group: `status` is what it has afterwards.
    pub(super) async fn set_status(&self, request: &impl Action, status: &str) -> Result<(), Diagnostics> {
        let is_done = || async {
            let group = self.read().await;
            group.is_ok_and(|group| group.status.as_deref() == Some(status))
        };
        self.send(request, is_done).await
    }

    /// Sends a request that may be repeated, until it is done.
    async fn send<F: Future<Output = bool> + Send>(
        &self,
        request: &impl Action,
        is_done: impl Fn() -> F + Send,
    ) -> Result<(), Diagnostics> {
        let sent = lifecycle::send(self.client, &self.calls, request, is_done).await;
        sent.map(drop).map_err(|error| self.problem(&error))
    }

    /// Asks for instances to leave the group. Whether they do is for a wait to find out, also if the answer got lost.
    pub(super) async fn detach(&self, ids: &[String]) -> Result<(), Diagnostics> {
        let request = DetachInstance {
            scaling_group_id: self.id.clone(),
            scaling_instance_ids: ids.to_vec(),
        };
        self.send(&request, || async { true }).await
    }

    /// A failed call as a message.
    pub(super) fn problem(&self, error: &ApiCallError) -> Diagnostics {
        match error.failure() {
            Failure::Cancelled => self.interrupted(Interrupted::Stopped, "").into(),
            Failure::DeadlineExceeded { .. } => self
                .interrupted(Interrupted::DeadlineExceeded, &format!("{error}. "))
                .into(),
            _ => failed(&self.what, error, ATTRIBUTES).into(),
        }
    }

    /// Says that it had to end early, and what was still `missing`: a sentence with a space after it, or nothing.
    pub(super) fn interrupted(&self, reason: Interrupted, missing: &str) -> Diagnostic {
        match reason {
            Interrupted::Stopped => Diagnostic::error(
                format!("Interrupted: {}", self.what),
                format!(
                    "Terraform was asked to stop. {missing}The group still does what it was told. {} to go on.",
                    self.caller.again()
                ),
            ),
            Interrupted::DeadlineExceeded => Diagnostic::error(
                format!("Timed out: {}", self.what),
                format!(
                    "It did not end within {limit}. {missing}{} to go on, with a longer {limit} if it only needs more time.",
                    self.caller.again(),
                    limit = self.caller.limit()
                ),
            ),
        }
    }

    fn not_there(&self) -> Diagnostic {
        Diagnostic::error(
            format!("Can't {}", self.what),
            format!(
                "There is no scaling group {} in this region. Check the id, and region in the provider block; if the group was \
                 deleted, there is nothing left to do.",
                self.id
            ),
        )
        .at(at("scaling_group_id"))
    }
}

/// Whether the instance must not be removed by the group.
pub(super) fn is_protected(instance: &ScalingInstance) -> bool {
    instance.protected == Some(true)
}

/// Whether the instance was attached by hand rather than launched by the group.
pub(super) fn is_attached(instance: &ScalingInstance) -> bool {
    instance.creation_type.as_deref() == Some("Manual")
}

/// Whether health checks are content with the instance.
pub(super) fn is_healthy(instance: &ScalingInstance) -> bool {
    instance.health_status.as_deref() == Some("Healthy")
}
