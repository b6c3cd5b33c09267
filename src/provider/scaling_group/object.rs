//! A group as an object of the API: what its actions make of a plan and of an answer.

use async_trait::async_trait;

use super::attributes::ScalingGroupModel;
use super::{ATTRIBUTES, load_balancers, requests};
use crate::client::actions::{
    CreateScalingGroup, CreateScalingGroupResponse, DescribeScalingGroup, ModifyScalingGroup, ScalingGroup,
};
use crate::client::{ApiCallError, Params};
use crate::framework::{Diagnostic, Field};
use crate::provider::api::{ApiContext, limits};
use crate::provider::errors::{Attributes, failed};
use crate::provider::expand::expand;
use crate::provider::lifecycle::{Creatable, Parent, RemoteObject, is_due};
use crate::provider::names;

/// The kind of object behind `ksyun_scaling_group`.
#[derive(Debug)]
pub(in crate::provider) struct Group;

#[async_trait]
impl RemoteObject for Group {
    type Id = String;
    type Model = ScalingGroupModel;
    type Item = ScalingGroup;
    type List = DescribeScalingGroup;

    const NAME: &'static str = "scaling group";
    const ATTRIBUTES: Attributes = ATTRIBUTES;

    fn own_id(id: &String) -> &str {
        id
    }

    fn describe(id: &String) -> String {
        format!("{} {id}", Self::NAME)
    }

    fn one(id: &String) -> DescribeScalingGroup {
        DescribeScalingGroup::one(id)
    }

    async fn read(cx: &ApiContext<'_>, id: &String) -> Result<Option<ScalingGroup>, ApiCallError> {
        cx.data.read_group(&limits(cx), id).await
    }

    fn flatten(model: ScalingGroupModel, _id: &String, item: ScalingGroup) -> ScalingGroupModel {
        model.with_answer(item)
    }

    fn diff(shown: &ScalingGroupModel, plan: &ScalingGroupModel) -> Params {
        let mut diff = requests::diff(shown, plan);
        if let Some(status) = expand(&shown.status, &plan.status) {
            diff.merge(status_setting(&status));
        }
        if load_balancers::differ(shown, plan) {
            diff.set("Slb", String::new());
        }
        diff
    }
}

/// What `EnableScalingGroup` and `DisableScalingGroup` set, which have no parameter for it.
pub(super) fn status_setting(status: &str) -> Params {
    let mut setting = Params::default();
    setting.set("Status", status);
    setting
}

#[async_trait]
impl Creatable for Group {
    type Create = CreateScalingGroup;

    fn creation(plan: &ScalingGroupModel) -> (CreateScalingGroup, DescribeScalingGroup) {
        let settings = requests::creation(plan);
        let list = DescribeScalingGroup {
            scaling_group_name: settings.scaling_group_name.clone(),
            scaling_configuration_id: settings.scaling_configuration_id.clone(),
            ..DescribeScalingGroup::default()
        };
        let request = CreateScalingGroup {
            settings,
            slbs: load_balancers::params(plan),
        };
        (request, list)
    }

    fn created(answer: CreateScalingGroupResponse) -> Option<String> {
        Some(answer.scaling_group_id)
    }

    fn id(_plan: &ScalingGroupModel, own_id: &str) -> String {
        own_id.to_owned()
    }

    fn create_time(group: &ScalingGroup) -> Option<&str> {
        group.create_time.as_deref()
    }

    /// What the API does not find can be a subnet, a security group or a listener as well; only its code tells.
    fn parent(plan: &ScalingGroupModel) -> Option<Parent<'_>> {
        Some(Parent {
            kind: names::CONFIGURATION,
            attribute: "scaling_configuration_id",
            id: plan.scaling_configuration_id.as_str().unwrap_or_default(),
        })
    }

    async fn refused(cx: &ApiContext<'_>, plan: &ScalingGroupModel, error: &ApiCallError) -> Diagnostic {
        let what = format!("create {} {:?}", Self::NAME, Self::name(plan));
        let is_about_it = error.code().is_some_and(|code| code.contains("Configuration"));
        match Self::parent(plan) {
            Some(parent) if error.suggests_absence() && is_about_it => parent.missing(cx, &what, error).await,
            _ => failed(&what, error, ATTRIBUTES),
        }
    }

    fn name(plan: &ScalingGroupModel) -> &str {
        plan.scaling_group_name.as_str().unwrap_or_default()
    }
}

/// Whether `group` is as `request` wants it: whether that request would not be sent any more.
pub(in crate::provider) fn is_made(request: &ModifyScalingGroup, group: ScalingGroup) -> bool {
    let set = |ids: &[String]| match ids {
        [] => Field::Null,
        ids => Field::Value(ids.iter().cloned().collect()),
    };
    let wanted = request.settings.clone();
    let wanted = ScalingGroupModel {
        scaling_group_name: wanted.scaling_group_name.into(),
        scaling_configuration_id: wanted.scaling_configuration_id.into(),
        min_size: wanted.min_size.into(),
        max_size: wanted.max_size.into(),
        desired_capacity: wanted.desired_capacity.into(),
        remove_policy: wanted.remove_policy.into(),
        subnet_id_set: set(&wanted.subnet_ids),
        subnet_strategy: wanted.subnet_strategy.into(),
        security_group_id: wanted.security_group_id.into(),
        security_group_id_set: set(&wanted.security_group_ids),
        ..ScalingGroupModel::default()
    };
    let id = group.scaling_group_id.clone();
    !is_due::<Group>(
        &Params::of(request),
        &Group::flatten(wanted.clone(), &id, group),
        &wanted,
    )
}
