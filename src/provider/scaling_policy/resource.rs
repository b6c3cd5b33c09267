//! Creates, reads, updates and destroys a policy.

use std::sync::Arc;

use async_trait::async_trait;

use super::changes::{create_request, modify_request};
use super::listener::warn_without_listener;
use super::lookup::{is_the_one, list_of};
use super::model::ScalingPolicyModel;
use super::{insight, plan, schema};
use crate::client::actions::{DeleteScalingPolicy, ScalingPolicy};
use crate::client::{ApiCallError, Client};
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Plan, Resource, Saved};
use crate::provider::api::{Operation, limits};
use crate::provider::claims::Claims;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::{Attributes, failed};
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::write::{change, delete, read_back};

/// Parameters whose attributes have other names. What the API calls bad in a metric can be in any of its members.
const ATTRIBUTES: Attributes = &[("Metric", "dimension_name")];

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_policy_id",
    description: "Id of the policy.",
    object: "scaling policy",
};

/// The resource type `ksyun_scaling_policy`.
#[derive(Debug, Default)]
pub struct ScalingPolicyResource {
    claims: Claims,
    insight: Arc<Insight>,
}

impl ScalingPolicyResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self {
            insight,
            ..Self::default()
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingPolicyResource {
    type Model = ScalingPolicyModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_policy"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn validate(&self, config: &ScalingPolicyModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(&self, plan: &mut Plan<ScalingPolicyModel>, diagnostics: &mut Diagnostics) {
        plan::warn(plan, diagnostics);
        insight::of_plan(&self.insight, plan, diagnostics);
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: ScalingPolicyModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        self.insight.note_leaving(state.id.as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingPolicyModel,
        state: &Saved<ScalingPolicyModel>,
    ) -> Result<(), Diagnostics> {
        let what = format!(
            "create scaling policy {:?}",
            plan.scaling_policy_name.as_str().unwrap_or_default()
        );
        let request = create_request(&plan);
        let created = self.claims.create(
            cx,
            IDENTITY.object,
            &request,
            |answer| answer.scaling_policy_id,
            list_of(&request),
            |policy| is_the_one(policy, &request),
        );
        let item = created
            .await
            .map_err(|not_created| failed(&what, &not_created.error, ATTRIBUTES))?;
        let member = MemberId {
            item,
            group: request.scaling_group_id,
        };
        let created = plan.identified(&member);
        state.save(created.clone());
        warn_without_listener(cx, &created).await;
        refresh(cx, &member, created, state).await
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingPolicyModel,
        _private: &mut (),
    ) -> Result<Option<ScalingPolicyModel>, Diagnostics> {
        let member = state.member()?;
        let policy = find(cx, &member).await;
        let policy =
            policy.map_err(|error| failed(&format!("read {}", IDENTITY.name(&member)), &error, &[]))?;
        Ok(policy.map(|policy| state.identified(&member).with_answer(policy)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingPolicyModel,
        plan: ScalingPolicyModel,
        state: &Saved<ScalingPolicyModel>,
    ) -> Result<(), Diagnostics> {
        let member = prior.member()?;
        let wanted = plan.identified(&member);
        if let Some(request) = modify_request(&member, &prior, &wanted) {
            let what = IDENTITY.name(&member);
            let is_done = async {
                let found = find(cx, &member).await.ok().flatten();
                let reached = found.map(|policy| wanted.clone().with_answer(policy));
                reached.is_some_and(|reached| modify_request(&member, &reached, &wanted).is_none())
            };
            change(cx, &what, &request, is_done)
                .await
                .map_err(|error| failed(&format!("change {what}"), &error, ATTRIBUTES))?;
            if prior.dimension_name != wanted.dimension_name {
                warn_without_listener(cx, &wanted).await;
            }
        }
        refresh(cx, &member, wanted, state).await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingPolicyModel,
        _saved: &Saved<ScalingPolicyModel>,
    ) -> Result<(), Diagnostics> {
        let member = state.member()?;
        let request = DeleteScalingPolicy {
            scaling_group_id: member.group.clone(),
            scaling_policy_id: member.item.clone(),
        };
        let deleted = delete(cx, &request, find(cx, &member)).await;
        deleted.map_err(|error| failed(&format!("destroy {}", IDENTITY.name(&member)), &error, &[]).into())
    }

    fn import(&self, id: &str) -> Result<ScalingPolicyModel, Diagnostics> {
        MemberId::from_import(id, IDENTITY.object)
            .map(|member| ScalingPolicyModel::default().identified(&member))
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingPolicyModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        client: &Client,
        identity: &Identity,
    ) -> Result<ScalingPolicyModel, Diagnostics> {
        let member = IDENTITY.import_member(client, identity)?;
        Ok(ScalingPolicyModel::default().identified(&member))
    }
}

/// The policy, if it is there.
async fn find(cx: &Operation<'_>, member: &MemberId) -> Result<Option<ScalingPolicy>, ApiCallError> {
    cx.data
        .read_policy(&limits(cx), &member.group, &member.item)
        .await
}

/// Saves `model` with what the API says of the policy now.
async fn refresh(
    cx: &Operation<'_>,
    member: &MemberId,
    model: ScalingPolicyModel,
    state: &Saved<ScalingPolicyModel>,
) -> Result<(), Diagnostics> {
    let what = IDENTITY.name(member);
    let with_answer = ScalingPolicyModel::with_answer;
    read_back(
        cx,
        state,
        IDENTITY.object,
        &what,
        model,
        find(cx, member),
        with_answer,
    )
    .await
}
