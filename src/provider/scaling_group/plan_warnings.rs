//! What a plan of a group tells the plans of its policies and tasks.

use super::attributes::ScalingGroupModel;
use super::{bounds, load_balancers};
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::plan_warnings::{Bounds, Capacity, PlanWarnings, bounds_are_broken, capacity_is_moved};
use crate::provider::record::ObjectRecord;

const RESTING: &str = "UnActive";

/// Notes the capacity that the configuration sets, and warns of what is known to move it.
pub(super) fn of_plan(
    plan_warnings: &PlanWarnings,
    plan: &Plan<ScalingGroupModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let Some(prior) = &plan.prior else {
        // It has no id before it is created.
        return;
    };
    let Some(group) = prior.id.as_str() else {
        return;
    };
    note_bounds(plan_warnings, group, prior, &plan.planned, diagnostics);
    // Where the configuration shows what is there, it may be Terraform that has filled it in: ignore_changes.
    let lists_others = plan.config.slbs().count() > 0 && load_balancers::differ(&plan.config, prior);
    plan_warnings.note_load_balancers(group, lists_others);
    let is_new = plan.planned.desired_capacity != prior.desired_capacity;
    let capacity = enforced(&plan.config.desired_capacity, &plan.planned.status, is_new);
    let movers = plan_warnings.note_capacity(group, capacity);
    if let Some(capacity) = capacity.filter(|_| !movers.is_empty()) {
        diagnostics.push(capacity_is_moved(group, capacity, &movers));
    }
}

/// Notes the bounds, and warns of tasks that set others.
fn note_bounds(
    plan_warnings: &PlanWarnings,
    group: &str,
    prior: &ScalingGroupModel,
    planned: &ScalingGroupModel,
    diagnostics: &mut Diagnostics,
) {
    let Some(sizes) = bounds::of(planned) else {
        return;
    };
    let bounds = Bounds {
        sizes,
        is_new: bounds::of(prior) != Some(sizes),
    };
    let movers = plan_warnings.note_bounds(group, bounds);
    if !movers.is_empty() {
        diagnostics.push(bounds_are_broken(group, bounds, &movers));
    }
}

/// Notes the sizes of a group that was just created. Nothing can refer to it before, so that nothing has to be said yet.
pub(super) fn of_creation(plan_warnings: &PlanWarnings, group: &str, created: &ScalingGroupModel) {
    plan_warnings.note_load_balancers(group, created.slbs().count() > 0);
    if let Some(sizes) = bounds::of(created) {
        plan_warnings.note_bounds(group, Bounds { sizes, is_new: true });
    }
    plan_warnings.note_capacity(group, enforced(&created.desired_capacity, &created.status, true));
}

/// A group that rests is not scaled by anything.
fn enforced(desired: &Field<i64>, status: &Field<String>, is_new: bool) -> Option<Capacity> {
    let desired = desired.get()?;
    (status.as_str() != Some(RESTING)).then_some(Capacity { desired, is_new })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::plan_warnings::Mover;

    const GROUP: &str = "436995593677910016";

    fn noted(configured: Field<i64>, status: &str) -> Option<Capacity> {
        let prior = ScalingGroupModel {
            id: GROUP.into(),
            desired_capacity: Field::Value(2),
            status: "Active".into(),
            ..ScalingGroupModel::default()
        };
        let plan = Plan {
            config: ScalingGroupModel {
                desired_capacity: configured.clone(),
                ..prior.clone()
            },
            planned: ScalingGroupModel {
                desired_capacity: configured,
                status: status.into(),
                ..prior.clone()
            },
            prior: Some(prior),
            requires_replace: Vec::new(),
            private: ObjectRecord::default(),
            unknowns: crate::framework::Unknowns::default(),
        };
        let plan_warnings = PlanWarnings::default();
        of_plan(&plan_warnings, &plan, &mut Diagnostics::new());
        told(&plan_warnings)
    }

    /// What a new policy learns of the group.
    fn told(plan_warnings: &PlanWarnings) -> Option<Capacity> {
        let policy = Mover {
            name: "scaling policy \"web\"".to_owned(),
            sets: None,
            bounds: None,
            is_new: true,
        };
        plan_warnings.note_mover(GROUP, policy)
    }

    #[test]
    fn a_capacity_counts_if_it_is_set_and_the_group_scales() {
        let set = |desired, is_new| Some(Capacity { desired, is_new });
        assert_eq!(noted(Field::Value(3), "Active"), set(3, true));
        assert_eq!(noted(Field::Value(0), "Active"), set(0, true));
        assert_eq!(noted(Field::Value(2), "Active"), set(2, false));
        assert_eq!(noted(Field::Value(3), RESTING), None);
        assert_eq!(noted(Field::Null, "Active"), None);
        assert_eq!(noted(Field::Unknown, "Active"), None);
    }

    #[test]
    fn a_new_group_is_noted_under_the_id_that_it_got() {
        let created = |desired_capacity| ScalingGroupModel {
            desired_capacity,
            status: "Active".into(),
            ..ScalingGroupModel::default()
        };
        let plan_warnings = PlanWarnings::default();
        of_creation(&plan_warnings, GROUP, &created(Field::Value(2)));
        assert!(told(&plan_warnings).is_some());

        let plan_warnings = PlanWarnings::default();
        of_creation(&plan_warnings, GROUP, &created(Field::Unknown));
        assert_eq!(told(&plan_warnings), None);
    }
}
