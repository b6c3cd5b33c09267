//! The membership of an instance in a group as an object of the API.

use async_trait::async_trait;

use super::model::ScalingInstanceModel;
use crate::client::actions::{DescribeScalingInstance, ScalingInstance, SetKvmProtectedDetach};
use crate::client::{ApiCallError, Params};
use crate::framework::Field;
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::Attributes;
use crate::provider::expand::expand;
use crate::provider::lifecycle::{self, RemoteObject};

/// The kind of object behind `ksyun_scaling_instance`.
#[derive(Debug)]
pub(super) struct Membership;

#[async_trait]
impl RemoteObject for Membership {
    type Id = MemberId;
    type Model = ScalingInstanceModel;
    type Item = ScalingInstance;
    type List = DescribeScalingInstance;

    const NAME: &'static str = "instance";
    const ATTRIBUTES: Attributes = &[("ScalingInstanceId", "scaling_instance_id")];

    fn own_id(id: &MemberId) -> &str {
        &id.item
    }

    fn describe(id: &MemberId) -> String {
        format!("{} {} of scaling group {}", Self::NAME, id.item, id.group)
    }

    fn one(id: &MemberId) -> DescribeScalingInstance {
        DescribeScalingInstance::one(&*id.group, &*id.item)
    }

    async fn read(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<ScalingInstance>, ApiCallError> {
        cx.data.read_instance(&limits(cx), &id.group, &id.item).await
    }

    fn flatten(model: ScalingInstanceModel, id: &MemberId, item: ScalingInstance) -> ScalingInstanceModel {
        model.with_answer(id, item)
    }

    fn diff(shown: &ScalingInstanceModel, plan: &ScalingInstanceModel) -> Params {
        let mut diff = Params::default();
        if expand(&shown.protected_from_detach, &plan.protected_from_detach).is_some() {
            diff.set("ProtectedFromDetach", String::new());
        }
        diff
    }
}

/// Sets the protection of `id`: 1 protects, 0 lifts it. Gives what was set.
pub(super) async fn set_protection(
    cx: &ApiContext<'_>,
    id: &MemberId,
    protected: i64,
) -> Result<Params, ApiCallError> {
    let request = SetKvmProtectedDetach {
        scaling_group_id: id.group.clone(),
        scaling_instance_ids: vec![id.item.clone()],
        protected_from_detach: Some(protected),
    };
    let wanted = ScalingInstanceModel {
        protected_from_detach: Field::Value(protected),
        ..ScalingInstanceModel::default()
    };
    lifecycle::modify::<Membership>(cx, id, &request, &wanted).await
}
