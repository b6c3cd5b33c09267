//! Groups: create, modify, enable, disable, delete.

use std::collections::{BTreeMap, VecDeque};

use serde_json::json;

use super::values::{sent_uuids, set, uuids};
use super::{Cx, Reply, answer, load_balancers};
use crate::emulator::engine::GroupEngine;
use crate::emulator::error::ApiError;
use crate::emulator::ids::uuid_of;
use crate::emulator::params::Params;
use crate::emulator::store::{Cause, Group, GroupStatus, SubnetStrategy};

pub(super) fn create(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let configuration = cx.region.configuration(p.required("ScalingConfigurationId")?)?.id;
    let all = 0..=cx.max_group_size;
    let min_size = p.required_integer("MinSize", all.clone())?;
    let max_size = p.required_integer("MaxSize", 1..=cx.max_group_size)?;
    let desired_capacity = p.required_integer("DesiredCapacity", all)?;
    check_sizes(p, min_size, max_size, desired_capacity)?;
    let subnets = uuids(p.required_list("SubnetId")?)?;
    known(cx, "Subnet", &subnets)?;
    let security_groups = uuids(p.required_list("SecurityGroupId")?)?;
    known(cx, "SecurityGroup", &security_groups)?;
    let load_balancers = load_balancers::read(p)?;
    for balancer in &load_balancers {
        cx.region.neighbours.check("Listener", &balancer.listener_id)?;
    }
    let subnet_strategy = match p.choice("SubnetStrategy")? {
        Some(strategy) => strategy,
        None if subnets.len() > 1 => return Err(ApiError::missing_parameter("SubnetStrategy")),
        None => SubnetStrategy::default(),
    };
    // Clients send the status too, but a new group is always enabled.
    p.optional("Status");
    let group = Group {
        name: p.required("ScalingGroupName")?.to_owned(),
        configuration,
        min_size,
        max_size,
        desired_capacity,
        cause: Cause::Creation,
        remove_policy: p.required_choice("RemovePolicy")?,
        // Whoever owns the subnets knows their network; here it is named after the first of them, and stays.
        vpc: (cx.region.neighbours.member("Subnet", &subnets[0], "VpcId"))
            .map_or_else(|| uuid_of(&format!("vpc of {}", subnets[0])), str::to_owned),
        subnets,
        subnet_strategy,
        container_subnets: Vec::new(),
        security_groups,
        load_balancers,
        status: GroupStatus::Active,
        id: cx.ids.snowflake(cx.now),
        created: cx.now,
        instances: Vec::new(),
        activities: Vec::new(),
        running: None,
        queue: VecDeque::new(),
        hold_until: None,
        last_activity_end: None,
        policies: BTreeMap::new(),
        metrics: BTreeMap::new(),
        tasks: BTreeMap::new(),
        notification: None,
        sent_notifications: Vec::new(),
    };
    let id = group.id;
    let group = cx.region.groups.insert(id, group);
    GroupEngine {
        now: cx.now,
        ids: cx.ids,
        configurations: &cx.region.configurations,
        group,
        rules: cx.rules,
    }
    .settle();
    Ok(answer([("ReturnSet", json!({"ScalingGroupId": id}))]))
}

pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let configuration = p
        .filled("ScalingConfigurationId")?
        .map(|id| Ok(cx.region.configuration(id)?.id))
        .transpose()?;
    let all = 0..=cx.max_group_size;
    let mut engine = cx.engine(p)?;
    let group = &mut *engine.group;
    let min_size = p.integer("MinSize", all.clone())?.unwrap_or(group.min_size);
    let max_size = p.integer("MaxSize", 1..=*all.end())?.unwrap_or(group.max_size);
    let desired_capacity = p
        .integer("DesiredCapacity", all)?
        .unwrap_or(group.desired_capacity);
    check_sizes(p, min_size, max_size, desired_capacity)?;
    let name = p.filled("ScalingGroupName")?;
    let remove_policy = p.choice("RemovePolicy")?;
    let subnet_strategy = p.choice("SubnetStrategy")?;
    let subnets = sent_uuids(p.list_or_one("SubnetId"))?;
    let security_groups = sent_uuids(p.list_or_one("SecurityGroupId"))?;
    let container_subnets = sent_uuids(p.list_or_one("ContainerSubnetId"))?;
    let load_balancers = load_balancers::read(p)?;

    (group.min_size, group.max_size) = (min_size, max_size);
    set(&mut group.configuration, configuration);
    set(&mut group.name, name.map(str::to_owned));
    set(&mut group.remove_policy, remove_policy);
    set(&mut group.subnet_strategy, subnet_strategy);
    set(&mut group.subnets, subnets);
    set(&mut group.security_groups, security_groups);
    set(&mut group.container_subnets, container_subnets);
    set(
        &mut group.load_balancers,
        Some(load_balancers).filter(|sent| !sent.is_empty()),
    );
    let id = group.id;
    if p.optional("DesiredCapacity").is_some() {
        engine.count_all();
    }
    engine.want(desired_capacity, Cause::CapacityChange);
    Ok(answer([
        ("Return", json!(true)),
        ("ReturnSet", json!({"ScalingGroupId": id})),
    ]))
}

pub(super) fn enable(cx: &mut Cx<'_>, p: &Params) -> Reply {
    set_status(cx, p, GroupStatus::Active)
}

pub(super) fn disable(cx: &mut Cx<'_>, p: &Params) -> Reply {
    set_status(cx, p, GroupStatus::UnActive)
}

/// Sets a status, which may be the one that the group has. A disabled group does nothing by itself: policies and tasks do
/// not fire, unhealthy instances stay. What its users ask for is still done, else it could not be emptied and deleted.
fn set_status(cx: &mut Cx<'_>, p: &Params, status: GroupStatus) -> Reply {
    let mut engine = cx.engine(p)?;
    engine.group.status = status;
    engine.settle();
    Ok(answer([(
        "ReturnSet",
        json!({"ScalingGroupId": engine.group.id}),
    )]))
}

/// Deletes a group with all that belongs to it, once it is empty and idle.
pub(super) fn delete(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let plain = p.optional("ScalingGroupId").filter(|id| !id.is_empty());
    let listed = p.list("ScalingGroupId").first().map(|item| item.value);
    let id = plain
        .or(listed)
        .ok_or_else(|| ApiError::missing_parameter("ScalingGroupId"))?;
    let group = cx.region.group(id)?;
    if !group.instances.is_empty() || group.running.is_some() {
        return Err(ApiError::group_busy(id));
    }
    let id = group.id;
    cx.region.groups.remove(&id);
    Ok(answer([("ReturnSet", json!({"ScalingGroupId": id}))]))
}

/// Refuses what other services do not know, once they know anything of the kind.
fn known(cx: &Cx<'_>, kind: &str, ids: &[String]) -> Result<(), ApiError> {
    ids.iter().try_for_each(|id| cx.region.neighbours.check(kind, id))
}

/// `min ≤ desired ≤ max`. Names the parameter that was sent and does not fit.
fn check_sizes(p: &Params, min: u32, max: u32, desired: u32) -> Result<(), ApiError> {
    if (min..=max).contains(&desired) {
        return Ok(());
    }
    let sent = |name: &str| p.optional(name).is_some();
    let culprit = if min > max {
        if sent("MinSize") { "MinSize" } else { "MaxSize" }
    } else if sent("DesiredCapacity") {
        "DesiredCapacity"
    } else if desired < min {
        "MinSize"
    } else {
        "MaxSize"
    };
    Err(ApiError::invalid_parameter(culprit))
}

#[cfg(test)]
mod tests;
