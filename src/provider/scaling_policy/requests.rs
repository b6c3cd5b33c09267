//! What a creation and an update send. The API replaces a policy's metric as a whole, so that it is sent whole or not at
//! all.

use super::attributes::ScalingPolicyModel;
use crate::client::Params;
use crate::client::actions::{CreateScalingPolicy, Metric, ModifyScalingPolicy, ScalingPolicySettings};
use crate::provider::composite_id::MemberId;
use crate::provider::expand::text;

/// The request that creates what `plan` says.
pub(super) fn create_request(plan: &ScalingPolicyModel) -> CreateScalingPolicy {
    CreateScalingPolicy {
        scaling_group_id: text(&plan.scaling_group_id),
        settings: differences(&ScalingPolicyModel::default(), plan),
    }
}

/// The request that brings a policy from `prior` to `plan`; `None` if it has nothing to change.
pub(super) fn modify_request(
    member: &MemberId,
    prior: &ScalingPolicyModel,
    plan: &ScalingPolicyModel,
) -> Option<ModifyScalingPolicy> {
    let settings = differences(prior, plan);
    (!Params::of(&settings).is_empty()).then(|| ModifyScalingPolicy {
        scaling_policy_id: member.item.clone(),
        scaling_group_id: member.group.clone(),
        settings,
    })
}

fn differences(prior: &ScalingPolicyModel, plan: &ScalingPolicyModel) -> ScalingPolicySettings {
    ScalingPolicySettings {
        metric: Some(metric(plan)).filter(|wanted| metric(prior) != *wanted),
        ..plan.expand_plain(prior)
    }
}

/// The settings in which `plan` differs from what the API shows.
pub(super) fn diff(shown: &ScalingPolicyModel, plan: &ScalingPolicyModel) -> Params {
    Params::of(&differences(shown, plan))
}

/// The metric that `model` describes.
pub(super) fn metric(model: &ScalingPolicyModel) -> Metric {
    Metric {
        dimension_name: text(&model.dimension_name),
        comparison_operator: text(&model.comparison_operator),
        threshold: model.threshold.get().unwrap_or_default(),
        repeat_times: model.repeat_times.get(),
        function: model.function.value().cloned(),
        period: model.period.get(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Field;

    fn policy() -> ScalingPolicyModel {
        ScalingPolicyModel {
            scaling_policy_name: "busy".into(),
            dimension_name: "cpu_usage".into(),
            comparison_operator: "Greater".into(),
            threshold: Field::Value(50),
            repeat_times: Field::Value(3),
            period: Field::Value(60),
            function: "avg".into(),
            adjustment_type: "QuantityChangeInCapacity".into(),
            adjustment_value: Field::Value(1),
            cool_down: Field::Value(60),
            ..ScalingPolicyModel::default()
        }
    }

    fn change(plan: &ScalingPolicyModel) -> Option<ModifyScalingPolicy> {
        let member = MemberId {
            item: "10000433".to_owned(),
            group: "436995593677910016".to_owned(),
        };
        modify_request(&member, &policy(), plan)
    }

    #[test]
    fn a_metric_is_sent_whole_when_one_member_changes() {
        let plan = ScalingPolicyModel {
            threshold: Field::Value(0),
            ..policy()
        };
        let request = change(&plan).unwrap().settings;
        assert_eq!(request.metric, Some(metric(&plan)));
        assert_eq!(request.metric.unwrap().threshold, 0);
        assert_eq!(
            (
                request.scaling_policy_name,
                request.adjustment_value,
                request.cool_down
            ),
            (None, None, None)
        );
    }

    #[test]
    fn a_metric_that_does_not_change_is_not_sent() {
        let plan = ScalingPolicyModel {
            adjustment_value: Field::Value(0),
            ..policy()
        };
        let request = change(&plan).unwrap().settings;
        assert_eq!(request.adjustment_value, Some(0));
        assert_eq!((request.metric, request.adjustment_type), (None, None));
    }

    #[test]
    fn no_difference_is_no_request() {
        assert!(change(&policy()).is_none());
    }
}
