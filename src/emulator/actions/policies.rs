//! Policies: create, describe, modify, delete.

use serde_json::{Value, json};

use super::values::{first_zone, passes, resembles};
use super::{Cx, Reply, answer};
use crate::emulator::error::ApiError;
use crate::emulator::ids::Id;
use crate::emulator::params::Params;
use crate::emulator::store::{AdjustmentType, Metric, Policy};

pub(super) fn create(cx: &mut Cx<'_>, p: &Params) -> Reply {
    p.required("Metric")?;
    let (max_group_size, now) = (cx.max_group_size, cx.now);
    let engine = cx.engine(p)?;
    let adjustment_type = p.required_choice("AdjustmentType")?;
    p.required("AdjustmentValue")?;
    let mut policy = Policy {
        name: p.required("ScalingPolicyName")?.to_owned(),
        metric: metric(p)?.ok_or_else(|| ApiError::missing_parameter("Metric"))?,
        adjustment_type,
        adjustment_value: adjustment(p, adjustment_type, max_group_size)?.unwrap_or_default(),
        cool_down: p.required_integer("CoolDown", 60..=u32::MAX)?,
        id: engine.ids.policy(),
        created: now,
        streak: 0,
        last_period: 0,
    };
    policy.watch_from(now);
    let id = policy.id;
    engine.group.policies.insert(id, policy);
    // One documentation shows the id as a number at the top, the others as text in the set.
    Ok(answer([
        ("ReturnSet", json!({"ScalingPolicyId": id})),
        ("ScalingPolicyId", json!(id.number())),
    ]))
}

pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (max_group_size, now) = (cx.max_group_size, cx.now);
    let policy = cx.engine(p)?.group.policy_mut(p.required("ScalingPolicyId")?)?;
    let mut changed = policy.clone();
    if let Some(name) = p.filled("ScalingPolicyName")? {
        name.clone_into(&mut changed.name);
    }
    if let Some(metric) = metric(p)? {
        changed.metric = metric;
        changed.watch_from(now);
    }
    changed.adjustment_type = p.choice("AdjustmentType")?.unwrap_or(policy.adjustment_type);
    let value = adjustment(p, changed.adjustment_type, max_group_size)?;
    changed.adjustment_value = value.unwrap_or(policy.adjustment_value);
    if !range(changed.adjustment_type, max_group_size).contains(&changed.adjustment_value) {
        return Err(ApiError::invalid_parameter("AdjustmentType"));
    }
    changed.cool_down = p.integer("CoolDown", 60..=u32::MAX)?.unwrap_or(policy.cool_down);
    *policy = changed;
    Ok(answer([
        ("Return", json!(true)),
        ("ReturnSet", json!({"ScalingPolicyId": policy.id})),
    ]))
}

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (ids, name) = (p.list_or_one("ScalingPolicyId"), p.optional("ScalingPolicyName"));
    let page = cx.page(p, 10)?;
    let zone = first_zone(cx.region_name);
    let group = cx.listed_group(p)?;
    let matches: Vec<(Id, &Policy)> = group
        .into_iter()
        .flat_map(|group| group.policies.values().map(|policy| (group.id, policy)))
        .filter(|(_, policy)| passes(&ids, &policy.id.to_string()) && resembles(name, &policy.name))
        .collect();
    let (count, set) = page.cut(&matches, |(group, policy)| view(*group, policy, &zone));
    Ok(answer([("ScalingPolicySize", count), ("ScalingPolicySet", set)]))
}

pub(super) fn delete(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let group = cx.engine(p)?.group;
    let id = group.policy_mut(p.required("ScalingPolicyId")?)?.id;
    group.policies.remove(&id);
    Ok(answer([("ReturnSet", json!({"ScalingPolicyId": id}))]))
}

fn view(group: Id, policy: &Policy, zone: &str) -> Value {
    json!({
        "ScalingPolicyId": policy.id,
        "ScalingGroupId": group,
        "ScalingPolicyName": policy.name,
        "AdjustmentType": policy.adjustment_type,
        "AdjustmentValue": policy.adjustment_value,
        "CoolDown": policy.cool_down,
        "CreateTime": policy.created.to_string(),
        "AvailabilityZone": zone,
        "Metric": policy.metric,
    })
}

/// Reads the JSON text of `Metric`, with members in either casing.
fn metric(p: &Params) -> Result<Option<Metric>, ApiError> {
    let Some(text) = p.optional("Metric") else {
        return Ok(None);
    };
    let metric = serde_json::from_str(text).ok().filter(Metric::is_valid);
    metric
        .map(Some)
        .ok_or_else(|| ApiError::invalid_parameter("Metric"))
}

fn adjustment(p: &Params, kind: AdjustmentType, max_group_size: u32) -> Result<Option<i32>, ApiError> {
    p.integer("AdjustmentValue", range(kind, max_group_size))
}

/// The documentation says 10 where this says the largest group, but it says so of group sizes as well.
fn range(kind: AdjustmentType, max_group_size: u32) -> std::ops::RangeInclusive<i32> {
    let largest = i32::try_from(max_group_size).unwrap_or(i32::MAX);
    match kind {
        AdjustmentType::Total => 0..=largest,
        AdjustmentType::Quantity => -largest..=largest,
        AdjustmentType::Percent => -100..=100,
    }
}

#[cfg(test)]
mod tests;
