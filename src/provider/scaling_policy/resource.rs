//! A policy as an object of its group: what the actions of the API make of it.

use async_trait::async_trait;

use super::attributes::ScalingPolicyModel;
use super::listener::warn_without_listener;
use super::requests::{create_request, diff, modify_request};
use super::{attributes, plan, plan_warnings};
use crate::client::ApiCallError;
use crate::client::Params;
use crate::client::actions::{
    CreateScalingPolicy, CreateScalingPolicyResponse, DeleteScalingPolicy, DescribeScalingPolicy,
    ModifyScalingPolicy, ScalingPolicy,
};
use crate::framework::schema::Schema;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::Shared;
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::Attributes;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{Creatable, Parent, RemoteObject};
use crate::provider::member::Member;
use crate::provider::record::ObjectRecord;

/// The kind of object behind `ksyun_scaling_policy`.
#[derive(Debug)]
pub(in crate::provider) struct Policy;

#[async_trait]
impl RemoteObject for Policy {
    type Id = MemberId;
    type Model = ScalingPolicyModel;
    type Item = ScalingPolicy;
    type List = DescribeScalingPolicy;

    const NAME: &'static str = "scaling policy";
    /// What the API calls bad in a metric can be in any of its members.
    const ATTRIBUTES: Attributes = &[("Metric", "dimension_name")];

    fn own_id(id: &MemberId) -> &str {
        &id.item
    }

    fn describe(id: &MemberId) -> String {
        Self::IDENTITY.name(id)
    }

    fn one(id: &MemberId) -> DescribeScalingPolicy {
        DescribeScalingPolicy::one(&*id.group, &*id.item)
    }

    async fn read(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<ScalingPolicy>, ApiCallError> {
        cx.data.read_policy(&limits(cx), &id.group, &id.item).await
    }

    fn flatten(model: ScalingPolicyModel, id: &MemberId, item: ScalingPolicy) -> ScalingPolicyModel {
        model.identified(id).flatten_plain(&item)
    }

    fn diff(shown: &ScalingPolicyModel, plan: &ScalingPolicyModel) -> Params {
        diff(shown, plan)
    }
}

impl Creatable for Policy {
    type Create = CreateScalingPolicy;

    fn creation(plan: &ScalingPolicyModel) -> (CreateScalingPolicy, DescribeScalingPolicy) {
        let request = create_request(plan);
        let list = DescribeScalingPolicy {
            scaling_group_id: request.scaling_group_id.clone(),
            scaling_policy_name: request.settings.scaling_policy_name.clone(),
            ..DescribeScalingPolicy::default()
        };
        (request, list)
    }

    fn created(answer: CreateScalingPolicyResponse) -> Option<String> {
        Some(answer.scaling_policy_id)
    }

    fn id(plan: &ScalingPolicyModel, own_id: &str) -> MemberId {
        MemberId::of(own_id, &plan.scaling_group_id)
    }

    fn create_time(policy: &ScalingPolicy) -> Option<&str> {
        policy.create_time.as_deref()
    }

    fn parent(plan: &ScalingPolicyModel) -> Option<Parent<'_>> {
        Some(Parent::group(&plan.scaling_group_id))
    }

    fn name(plan: &ScalingPolicyModel) -> &str {
        plan.scaling_policy_name.as_str().unwrap_or_default()
    }
}

#[async_trait]
impl Member for Policy {
    const TYPE_NAME: &'static str = "ksyun_scaling_policy";
    const IDENTITY: IdentityName = IdentityName {
        attribute: "scaling_policy_id",
        description: "Id of the policy.",
        object: Self::NAME,
    };
    type Modify = ModifyScalingPolicy;
    type Delete = DeleteScalingPolicy;

    fn schema() -> Schema {
        attributes::schema()
    }

    fn validate(config: &ScalingPolicyModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(
        plan: &mut Plan<ScalingPolicyModel, ObjectRecord>,
        shared: &Shared,
        diagnostics: &mut Diagnostics,
    ) {
        plan::warn(plan, diagnostics);
        plan_warnings::of_plan(&shared.plan_warnings, plan, diagnostics);
    }

    fn identified(model: ScalingPolicyModel, member: &MemberId) -> ScalingPolicyModel {
        model.identified(member)
    }

    fn state_id(model: &ScalingPolicyModel) -> &Field<String> {
        &model.id
    }

    fn modification(
        member: &MemberId,
        prior: &ScalingPolicyModel,
        plan: &ScalingPolicyModel,
    ) -> Option<ModifyScalingPolicy> {
        modify_request(member, prior, plan)
    }

    fn deletion(member: &MemberId) -> DeleteScalingPolicy {
        DeleteScalingPolicy {
            scaling_group_id: member.group.clone(),
            scaling_policy_id: member.item.clone(),
        }
    }

    async fn advise(cx: &ApiContext<'_>, prior: Option<&ScalingPolicyModel>, now: &ScalingPolicyModel) {
        if prior.is_none_or(|prior| prior.dimension_name != now.dimension_name) {
            warn_without_listener(cx, now).await;
        }
    }
}
