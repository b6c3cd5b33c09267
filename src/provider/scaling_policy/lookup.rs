//! Tells a policy whose creation was not answered from others.

use crate::client::actions::{CreateScalingPolicy, DescribeScalingPolicy, ScalingPolicy};
use crate::provider::claims::is_new;

/// The list in which the policy of `request` stands once it was created.
pub(super) fn list_of(request: &CreateScalingPolicy) -> DescribeScalingPolicy {
    DescribeScalingPolicy {
        scaling_group_id: request.scaling_group_id.clone(),
        scaling_policy_name: Some(request.scaling_policy_name.clone()),
        ..Default::default()
    }
}

/// Whether the policy was created lately, exactly as `request` says.
pub(super) fn is_the_one(policy: &ScalingPolicy, request: &CreateScalingPolicy) -> bool {
    policy.scaling_policy_name.as_ref() == Some(&request.scaling_policy_name)
        && policy.metric.as_ref() == Some(&request.metric)
        && policy.adjustment_type.as_ref() == Some(&request.adjustment_type)
        && policy.adjustment_value == Some(request.adjustment_value)
        && policy.cool_down == Some(request.cool_down)
        && is_new(policy.create_time.as_deref())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::client::actions::Metric;
    use crate::provider::time::to_api;

    fn request() -> CreateScalingPolicy {
        CreateScalingPolicy {
            scaling_group_id: "436995593677910016".to_owned(),
            scaling_policy_name: "busy".to_owned(),
            metric: Metric {
                dimension_name: "cpu_usage".to_owned(),
                comparison_operator: "Greater".to_owned(),
                threshold: 50,
                repeat_times: Some(3),
                function: Some("avg".to_owned()),
                period: Some(60),
            },
            adjustment_type: "QuantityChangeInCapacity".to_owned(),
            adjustment_value: 1,
            cool_down: 60,
        }
    }

    fn policy() -> ScalingPolicy {
        let request = request();
        ScalingPolicy {
            scaling_policy_id: "10000433".to_owned(),
            scaling_group_id: Some(request.scaling_group_id),
            scaling_policy_name: Some(request.scaling_policy_name),
            adjustment_type: Some(request.adjustment_type),
            adjustment_value: Some(request.adjustment_value),
            cool_down: Some(request.cool_down),
            create_time: Some(to_api(Timestamp::now())),
            metric: Some(request.metric),
            description: None,
        }
    }

    #[test]
    fn a_policy_like_the_request_that_was_just_created_is_the_one() {
        assert!(is_the_one(&policy(), &request()));
    }

    #[test]
    fn another_content_or_an_earlier_time_means_another_policy() {
        let others = [
            ScalingPolicy {
                scaling_policy_name: Some("busy-2".to_owned()),
                ..policy()
            },
            ScalingPolicy {
                adjustment_type: Some("TotalCapacity".to_owned()),
                ..policy()
            },
            ScalingPolicy {
                adjustment_value: Some(2),
                ..policy()
            },
            ScalingPolicy {
                cool_down: Some(61),
                ..policy()
            },
            ScalingPolicy {
                metric: Some(Metric {
                    threshold: 51,
                    ..request().metric
                }),
                ..policy()
            },
            ScalingPolicy {
                create_time: Some("2020-02-17 17:39:34".to_owned()),
                ..policy()
            },
            ScalingPolicy {
                create_time: None,
                ..policy()
            },
        ];
        for other in others {
            assert!(!is_the_one(&other, &request()), "{other:?}");
        }
    }
}
