//! What a plan of a policy tells the plan of its group.

use super::attributes::ScalingPolicyModel;
use super::plan::has_effect;
use crate::framework::{Diagnostics, Plan};
use crate::provider::plan_warnings::{Mover, PlanWarnings, moves_capacity};
use crate::provider::record::ObjectRecord;

/// Notes that the policy moves the capacity of its group, and warns if the group's configuration sets that.
pub(super) fn of_plan(
    plan_warnings: &PlanWarnings,
    plan: &Plan<ScalingPolicyModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let policy = &plan.planned;
    let Some(group) = policy.scaling_group_id.as_str() else {
        return;
    };
    if !has_effect(policy) {
        return;
    }
    let sets_it = policy.adjustment_type.as_str() == Some("TotalCapacity");
    let mover = Mover {
        name: format!(
            "scaling policy {:?}",
            policy.scaling_policy_name.as_str().unwrap_or_default()
        ),
        sets: policy.adjustment_value.get().filter(|_| sets_it),
        bounds: None,
        is_new: plan.prior.as_ref() != Some(policy),
    };
    let name = mover.name.clone();
    if let Some(capacity) = plan_warnings.note_mover(group, mover) {
        diagnostics.push(moves_capacity(group, capacity, &name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Field;
    use crate::provider::plan_warnings::Capacity;

    const GROUP: &str = "436995593677910016";

    fn policy(kind: &str, value: i64) -> ScalingPolicyModel {
        ScalingPolicyModel {
            scaling_group_id: GROUP.into(),
            scaling_policy_name: "web".into(),
            adjustment_type: kind.into(),
            adjustment_value: Field::Value(value),
            ..ScalingPolicyModel::default()
        }
    }

    /// How many warnings a plan to create such a policy has, in a group whose capacity is 2.
    fn warnings(policy: ScalingPolicyModel) -> usize {
        let plan_warnings = PlanWarnings::default();
        let capacity = Capacity {
            desired: 2,
            is_new: false,
        };
        plan_warnings.note_capacity(GROUP, Some(capacity));
        let plan = Plan {
            config: policy.clone(),
            prior: None,
            planned: policy,
            requires_replace: Vec::new(),
            private: ObjectRecord::default(),
            unknowns: crate::framework::Unknowns::default(),
        };
        let mut diagnostics = Diagnostics::new();
        of_plan(&plan_warnings, &plan, &mut diagnostics);
        diagnostics.iter().count()
    }

    #[test]
    fn a_policy_that_can_move_the_capacity_is_told() {
        assert_eq!(warnings(policy("QuantityChangeInCapacity", 1)), 1);
        assert_eq!(warnings(policy("PercentChangeInCapacity", -10)), 1);
        assert_eq!(warnings(policy("TotalCapacity", 3)), 1);
        assert_eq!(
            warnings(ScalingPolicyModel {
                adjustment_value: Field::Unknown,
                ..policy("TotalCapacity", 0)
            }),
            1
        );
    }

    #[test]
    fn one_that_never_does_is_not() {
        assert_eq!(warnings(policy("TotalCapacity", 2)), 0);
        assert_eq!(warnings(policy("QuantityChangeInCapacity", 0)), 0);
        assert_eq!(
            warnings(ScalingPolicyModel {
                dimension_name: "cpu_usage".into(),
                comparison_operator: "Greater".into(),
                threshold: Field::Value(100),
                ..policy("QuantityChangeInCapacity", 1)
            }),
            0
        );
        assert_eq!(
            warnings(ScalingPolicyModel {
                scaling_group_id: Field::Unknown,
                ..policy("TotalCapacity", 3)
            }),
            0
        );
    }
}
