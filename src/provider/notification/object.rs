//! A notification as an object of its group. The API gives a group at most one, does not always answer with its id, and keeps
//! it when Terraform has destroyed it: one without types says nothing to anybody.

use async_trait::async_trait;

use super::attributes::ScalingNotificationModel;
use super::messages;
use crate::client::actions::{
    CreateScalingNotification, CreateScalingNotificationResponse, DescribeScalingNotification, Notification,
};
use crate::client::{ApiCallError, Params};
use crate::framework::Diagnostic;
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::{Attributes, failed};
use crate::provider::expand::text;
use crate::provider::lifecycle::{Creatable, Parent, RemoteObject};

/// The kind of object behind `ksyun_scaling_notification`.
#[derive(Debug)]
pub(super) struct GroupNotification;

#[async_trait]
impl RemoteObject for GroupNotification {
    type Id = MemberId;
    type Model = ScalingNotificationModel;
    type Item = Notification;
    type List = DescribeScalingNotification;

    const NAME: &'static str = "notification";
    const ATTRIBUTES: Attributes = &[("NotificationType", "scaling_notification_types")];

    fn own_id(id: &MemberId) -> &str {
        &id.item
    }

    fn describe(id: &MemberId) -> String {
        format!("{} {} of scaling group {}", Self::NAME, id.item, id.group)
    }

    fn one(id: &MemberId) -> DescribeScalingNotification {
        DescribeScalingNotification::one(&*id.group, &*id.item)
    }

    async fn read(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<Notification>, ApiCallError> {
        let found = cx
            .data
            .read_notification(&limits(cx), &id.group, &id.item)
            .await?;
        Ok(found.filter(is_alive))
    }

    async fn read_now(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<Notification>, ApiCallError> {
        let snapshot = cx.data.fresh_read(&limits(cx), &Self::one(id)).await?;
        Ok(snapshot.seen.filter(is_alive))
    }

    fn flatten(
        model: ScalingNotificationModel,
        id: &MemberId,
        item: Notification,
    ) -> ScalingNotificationModel {
        model.with_answer(&id.group, &item)
    }

    fn diff(shown: &ScalingNotificationModel, plan: &ScalingNotificationModel) -> Params {
        Params::of(&plan.expand_plain(shown))
    }
}

#[async_trait]
impl Creatable for GroupNotification {
    type Create = CreateScalingNotification;

    fn creation(plan: &ScalingNotificationModel) -> (CreateScalingNotification, DescribeScalingNotification) {
        let scaling_group_id = text(&plan.scaling_group_id);
        let list = list_of(&scaling_group_id);
        let request = CreateScalingNotification {
            scaling_group_id,
            settings: plan.expand_plain(&ScalingNotificationModel::default()),
        };
        (request, list)
    }

    /// The API's oldest form of the answer does not tell the id.
    fn created(answer: CreateScalingNotificationResponse) -> Option<String> {
        answer.scaling_notification_id
    }

    fn id(plan: &ScalingNotificationModel, own_id: &str) -> MemberId {
        MemberId::of(own_id, &plan.scaling_group_id)
    }

    /// The API does not tell it.
    fn create_time(_notification: &Notification) -> Option<&str> {
        None
    }

    fn parent(plan: &ScalingNotificationModel) -> Option<Parent<'_>> {
        Some(Parent::group(&plan.scaling_group_id))
    }

    /// A notification has no name; it is known by its group.
    fn name(plan: &ScalingNotificationModel) -> &str {
        plan.scaling_group_id.as_str().unwrap_or_default()
    }

    async fn refused(
        cx: &ApiContext<'_>,
        plan: &ScalingNotificationModel,
        error: &ApiCallError,
    ) -> Diagnostic {
        let group = Self::name(plan);
        let what = format!("create the {} of scaling group {group}", Self::NAME);
        let refusal = failed(&what, error, Self::ATTRIBUTES);
        if error.suggests_absence() {
            return Parent::group(&plan.scaling_group_id)
                .missing(cx, &what, error)
                .await;
        }
        if error.error_response().is_none() || error.is_denied() || error.is_throttle() {
            return refusal;
        }
        // Somebody else may have been faster, such as another resource for the same group.
        let snapshot = cx.data.fresh_list(&limits(cx), &list_of(group)).await;
        let present = snapshot.map(|snapshot| snapshot.seen).unwrap_or_default();
        present
            .iter()
            .find(|found| is_alive(found))
            .map_or(refusal, |alive| taken(group, alive))
    }
}

/// The list that has the notification of `group`, if there is one.
pub(super) fn list_of(group: &str) -> DescribeScalingNotification {
    DescribeScalingNotification {
        scaling_group_id: group.to_owned(),
        ..DescribeScalingNotification::default()
    }
}

/// Whether the notification tells anything.
pub(super) fn is_alive(notification: &Notification) -> bool {
    notification
        .scaling_notification_types
        .as_ref()
        .is_none_or(|types| !types.is_empty())
}

/// Says that the group has a notification that this resource did not make.
pub(super) fn taken(group: &str, present: &Notification) -> Diagnostic {
    messages::taken(
        group,
        &present.scaling_notification_id,
        present.scaling_notification_types.as_deref().unwrap_or_default(),
    )
}
