//! Creates, reads, updates and destroys a notification.

use std::sync::Arc;

use async_trait::async_trait;

use super::model::ScalingNotificationModel;
use super::{lookup, messages, plan, schema};
use crate::client::actions::{CreateScalingNotification, ModifyScalingNotification, Notification};
use crate::client::{ApiCallError, Client};
use crate::cty::Path;
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Resource, Saved};
use crate::provider::api::{Operation, limits};
use crate::provider::changed::{changed_set, sorted, text};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::{Attributes, failed};
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::write::{change, listed, read_back};

/// Parameters whose attributes have other names.
const ATTRIBUTES: Attributes = &[("NotificationType", "scaling_notification_types")];

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_notification_id",
    description: "Id of the notification.",
    object: "scaling notification",
};

/// What messages call it.
const OBJECT: &str = "notification";

/// The resource type `ksyun_scaling_notification`.
#[derive(Debug, Default)]
pub struct ScalingNotificationResource {
    insight: Arc<Insight>,
}

impl ScalingNotificationResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self { insight }
    }
}

#[async_trait]
impl Resource<Client> for ScalingNotificationResource {
    type Model = ScalingNotificationModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_notification"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn validate(&self, config: &ScalingNotificationModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        self.insight.note_leaving(state.id.as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingNotificationModel,
        state: &Saved<ScalingNotificationModel>,
    ) -> Result<(), Diagnostics> {
        let group = text(&plan.scaling_group_id);
        let types = sorted(&plan.scaling_notification_types);
        let what = format!("create the notification of scaling group {group}");
        let problem = |error: ApiCallError| Diagnostics::from(failed(&what, &error, ATTRIBUTES));
        let member = |item| MemberId {
            item,
            group: group.clone(),
        };

        let present = lookup::of_group(cx, &group).await.map_err(problem)?;
        let id = match present {
            Some(present) if lookup::is_alive(&present) => return Err(taken(&group, &present)),
            // What an earlier destruction has left.
            Some(present) => {
                let id = member(present.scaling_notification_id);
                set_types(cx, &id, types).await.map_err(problem)?;
                Some(id)
            }
            None => create_notification(cx, &group, types, &what).await?.map(member),
        };
        if let Some(id) = id {
            state.save(plan.identified(&id));
            return Ok(());
        }
        let what = format!("a notification of scaling group {group}");
        let notification = listed(OBJECT, &what, lookup::of_group(cx, &group).await)?;
        state.save(plan.with_answer(&group, notification));
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        _private: &mut (),
    ) -> Result<Option<ScalingNotificationModel>, Diagnostics> {
        let mut id = state.member_id();
        let problem = |error: ApiCallError| {
            Diagnostics::from(failed(
                &format!("read notification {}", state.member_id().item),
                &error,
                &[],
            ))
        };
        let mut found = lookup::by_id(cx, &id).await.map_err(problem)?;
        let is_import = state.scaling_notification_types.is_unset();
        if found.is_none() && is_import {
            // Ids of groups and notifications look alike, so only the API can tell in which order they were given.
            id = id.swapped();
            found = lookup::by_id(cx, &id).await.map_err(problem)?;
        }
        Ok(found.map(|notification| state.with_answer(&id.group, notification)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingNotificationModel,
        plan: ScalingNotificationModel,
        state: &Saved<ScalingNotificationModel>,
    ) -> Result<(), Diagnostics> {
        let id = prior.member_id();
        let what = format!("change {}", name(&id));
        let problem = |error: ApiCallError| Diagnostics::from(failed(&what, &error, ATTRIBUTES));
        let types = changed_set(
            &prior.scaling_notification_types,
            &plan.scaling_notification_types,
        );
        if !types.is_empty() {
            set_types(cx, &id, types).await.map_err(problem)?;
        }
        let with_answer =
            |plan: ScalingNotificationModel, notification| plan.with_answer(&id.group, notification);
        let look = lookup::by_id(cx, &id);
        read_back(
            cx,
            state,
            OBJECT,
            &name(&id),
            plan.identified(&id),
            look,
            with_answer,
        )
        .await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        _saved: &Saved<ScalingNotificationModel>,
    ) -> Result<(), Diagnostics> {
        let id = state.member_id();
        let error = match set_types(cx, &id, Vec::new()).await {
            Err(error) if !error.is_not_found() => error,
            _ => return Ok(()),
        };
        let refused = error.refusal().is_some() && !error.is_denied() && !error.is_throttle();
        Err(if refused {
            messages::clearing_refused(&id.group, &id.item, &error)
        } else {
            failed(&format!("destroy {}", name(&id)), &error, &[])
        }
        .into())
    }

    fn import(&self, id: &str) -> Result<ScalingNotificationModel, Diagnostics> {
        MemberId::from_import(id, IDENTITY.object)
            .map(|id| ScalingNotificationModel::default().identified(&id))
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingNotificationModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        client: &Client,
        identity: &Identity,
    ) -> Result<ScalingNotificationModel, Diagnostics> {
        let id = IDENTITY.import_member(client, identity)?;
        Ok(ScalingNotificationModel::default().identified(&id))
    }
}

fn taken(group: &str, present: &Notification) -> Diagnostics {
    messages::taken(
        group,
        &present.scaling_notification_id,
        present.notification_types.as_deref().unwrap_or_default(),
    )
    .into()
}

/// Creates the notification and gives its id, if the API tells it: its oldest form of the answer does not. If the answer got
/// lost, looks whether the notification is there.
async fn create_notification(
    cx: &Operation<'_>,
    group: &str,
    types: Vec<String>,
    what: &str,
) -> Result<Option<String>, Diagnostics> {
    let request = CreateScalingNotification {
        scaling_group_id: group.to_owned(),
        notification_types: types.clone(),
        description: None,
    };
    let error = match cx.data.call(&limits(cx), &request).await {
        Ok(created) => return Ok(created.scaling_notification_id),
        Err(error) => error,
    };
    if error.outcome_unknown() && lookup::has_become(cx, group, &types).await {
        cx.warn(messages::answer_lost(group, &error));
        return Ok(None);
    }
    // Somebody else may have been faster, such as another resource for the same group.
    let may_be_taken =
        error.refusal().is_some() && !error.is_denied() && !error.is_throttle() && !error.is_not_found();
    if may_be_taken
        && let Ok(Some(present)) = lookup::of_group(cx, group).await
        && lookup::is_alive(&present)
    {
        return Err(taken(group, &present));
    }
    let refusal = failed(what, &error, ATTRIBUTES);
    Err(if error.is_not_found() {
        refusal.at(Path::root().attr("scaling_group_id"))
    } else {
        refusal
    }
    .into())
}

/// Gives the notification these types, and no other. If the answer got lost, looks whether it has them.
async fn set_types(cx: &Operation<'_>, id: &MemberId, types: Vec<String>) -> Result<(), ApiCallError> {
    let request = ModifyScalingNotification {
        scaling_group_id: id.group.clone(),
        scaling_notification_id: id.item.clone(),
        notification_types: types.clone(),
        description: None,
    };
    change(cx, &name(id), &request, lookup::has_become(cx, &id.group, &types)).await
}

/// The notification as messages call it.
fn name(id: &MemberId) -> String {
    format!("{OBJECT} {} of scaling group {}", id.item, id.group)
}
