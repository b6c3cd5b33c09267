//! Creates, reads, updates and destroys a notification.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::attributes::ScalingNotificationModel;
use super::object::{GroupNotification, is_alive, list_of, taken};
use super::{attributes, messages, plan};
use crate::client::actions::{ModifyScalingNotification, ScalingNotificationSettings};
use crate::client::{ApiCallError, Client, Params};
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::{self, MemberId};
use crate::provider::errors::failed;
use crate::provider::expand::text;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{self, Creatable as _, RemoteObject as _};
use crate::provider::record::ObjectRecord;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_notification_id",
    description: "Id of the notification.",
    object: "scaling notification",
};

/// The resource type `ksyun_scaling_notification`.
#[derive(Debug, Default)]
pub struct ScalingNotificationResource {
    shared: Shared,
}

impl ScalingNotificationResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingNotificationResource {
    type Model = ScalingNotificationModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_notification"
    }

    fn schema(&self) -> Schema {
        attributes::schema()
    }

    fn validate(&self, config: &ScalingNotificationModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn note_origin(&self, client: &Client, record: &mut ObjectRecord) {
        record.note_origin(client);
    }

    async fn check_owner(&self, cx: &Context<'_, Client>, record: &ObjectRecord) -> Result<(), Diagnostics> {
        record.check_owner(cx).await
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        self.shared
            .plan_warnings
            .note_leaving(state.id.as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingNotificationModel,
        state: &StateWriter<ScalingNotificationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let group = text(&plan.scaling_group_id);
        let present = match cx.data.fresh_list(&limits(cx), &list_of(&group)).await {
            Ok(listing) => listing.seen,
            Err(error) => return Err(GroupNotification::refused(cx, &plan, &error).await.into()),
        };
        if let Some(alive) = present.iter().find(|notification| is_alive(notification)) {
            return Err(taken(&group, alive).into());
        }
        // What an earlier destruction has left is taken up again.
        let (id, sent) = if let Some(rest) = present.first() {
            let id = GroupNotification::id(&plan, &rest.scaling_notification_id);
            match self.modify(cx, &id, &plan).await {
                Ok(sent) => (id, sent),
                Err(error) => return Err(GroupNotification::refused(cx, &plan, &error).await.into()),
            }
        } else {
            let before = Some(BTreeSet::new());
            let run = &self.shared.run;
            let id = lifecycle::create::<GroupNotification>(cx, run, &plan, before, state).await?;
            (id, Params::of(&GroupNotification::creation(&plan).0))
        };
        let created = plan.identified(&id);
        lifecycle::settle::<GroupNotification>(cx, state, &id, created, &sent).await;
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<ScalingNotificationModel>, Diagnostics> {
        let run = &self.shared.run;
        if record.imported && state.scaling_notification_id.is_unset() {
            record.imported = false;
            return self.only_one(cx, state, record).await;
        }
        let id = (!state.id.is_unset()).then(|| state.member_id());
        lifecycle::refresh_member::<GroupNotification>(cx, run, id, state, record).await
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingNotificationModel,
        plan: ScalingNotificationModel,
        state: &StateWriter<ScalingNotificationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = prior.member_id();
        let wanted = plan.identified(&id);
        let mut sent = Params::default();
        if !GroupNotification::diff(&prior, &wanted).is_empty() {
            sent = self.modify(cx, &id, &wanted).await.map_err(|error| {
                failed(
                    &format!("change {}", GroupNotification::describe(&id)),
                    &error,
                    GroupNotification::ATTRIBUTES,
                )
            })?;
        }
        lifecycle::settle::<GroupNotification>(cx, state, &id, wanted, &sent).await;
        Ok(())
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingNotificationModel,
        _saved: &StateWriter<ScalingNotificationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        if state.id.is_unset() {
            return lifecycle::forget::<GroupNotification>(cx, &state).await;
        }
        let id = state.member_id();
        let Err(error) = lifecycle::delete::<GroupNotification>(
            cx,
            &id,
            &request(&id, ScalingNotificationSettings::default()),
        )
        .await
        else {
            return Ok(());
        };
        let refused = error.error_response().is_some() && !error.is_denied() && !error.is_throttle();
        if refused {
            // Nothing can take it away but the destruction of its group, which must not be held up by it.
            cx.warn(messages::clearing_refused(&id.group, &id.item, &error));
            return Ok(());
        }
        Err(failed(
            &format!("destroy {}", GroupNotification::describe(&id)),
            &error,
            &[],
        )
        .into())
    }

    fn import(&self, id: &str) -> Result<ScalingNotificationModel, Diagnostics> {
        // A group has one at most.
        if let Ok(group) = composite_id::single(id, IDENTITY.object) {
            return Ok(ScalingNotificationModel {
                scaling_group_id: group.into(),
                ..ScalingNotificationModel::default()
            });
        }
        MemberId::from_import(id, IDENTITY.object)
            .map(|id| ScalingNotificationModel::default().identified(&id))
    }

    fn import_private(&self, _state: &ScalingNotificationModel) -> ObjectRecord {
        ObjectRecord::of_import()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingNotificationModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<ScalingNotificationModel, Diagnostics> {
        let id = IDENTITY.import_member(identity)?;
        Ok(ScalingNotificationModel::default().identified(&id))
    }
}

impl ScalingNotificationResource {
    /// The notification of the group that was imported by the group's id alone.
    async fn only_one(
        &self,
        cx: &ApiContext<'_>,
        state: ScalingNotificationModel,
        record: &ObjectRecord,
    ) -> Result<Option<ScalingNotificationModel>, Diagnostics> {
        let group = text(&state.scaling_group_id);
        let listed = cx.data.fresh_list(&limits(cx), &list_of(&group)).await;
        let listed = listed.map_err(|error| {
            failed(
                &format!("read the notification of scaling group {group}"),
                &error,
                &[],
            )
        })?;
        let Some(alive) = listed.seen.iter().find(|notification| is_alive(notification)) else {
            return Ok(None);
        };
        let id = GroupNotification::id(&state, &alive.scaling_notification_id);
        let state = state.identified(&id);
        lifecycle::look_at::<GroupNotification>(cx, &self.shared.run, &id, state, record).await
    }

    /// Makes the notification what `plan` says. The API takes all types that are not sent for none.
    async fn modify(
        &self,
        cx: &ApiContext<'_>,
        id: &MemberId,
        plan: &ScalingNotificationModel,
    ) -> Result<Params, ApiCallError> {
        let settings = plan.expand_plain(&ScalingNotificationModel::default());
        lifecycle::modify::<GroupNotification>(cx, id, &request(id, settings), plan).await
    }
}

fn request(id: &MemberId, settings: ScalingNotificationSettings) -> ModifyScalingNotification {
    ModifyScalingNotification {
        scaling_group_id: id.group.clone(),
        scaling_notification_id: id.item.clone(),
        settings,
    }
}
