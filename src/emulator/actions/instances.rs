//! Instances of a group: attach, detach, protect, describe.

use serde_json::{Value, json};

use super::values::{first_zone, passes, uuids};
use super::{Cx, Reply, answer};
use crate::emulator::dialect::AttachCapacity;
use crate::emulator::error::ApiError;
use crate::emulator::params::Params;
use crate::emulator::store::{Counts, CreationType, Group, HealthStatus, Instance, Work};

/// Puts instances into the group at once, and begins an activity for them. If the group is enabled, its desired capacity
/// is raised by their number; else they are there beside it.
pub(super) fn attach(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let items = p.required_list("ScalingInstanceId")?;
    let ids = uuids(items.clone())?;
    p.required("ScalingGroupId")?;
    for id in &ids {
        cx.region.neighbours.check("Instance", id)?;
    }
    for (at, item) in items.iter().enumerate() {
        let taken = cx
            .region
            .groups
            .values()
            .any(|group| group.instance(item.value).is_some() || is_coming(group, item.value));
        if taken || ids[..at].contains(&ids[at]) {
            return Err(ApiError::invalid_parameter(item.name));
        }
    }
    let mut engine = cx.engine(p)?;
    let dialect = engine.rules.dialect;
    let raises = match dialect.attach_capacity {
        AttachCapacity::Always => true,
        AttachCapacity::Never => false,
        AttachCapacity::WhileEnabled => engine.group.is_active(),
    };
    let (counts, before) = if raises {
        (Counts::Yes, engine.group.desired_capacity)
    } else {
        (
            Counts::No,
            engine.group.size().saturating_add(coming(engine.group)),
        )
    };
    let after = before.saturating_add(count(&ids));
    if after > engine.group.max_size {
        return Err(ApiError::above_max_size(&engine.group.id.to_string()));
    }
    if raises {
        engine.group.desired_capacity = after;
    }
    if !dialect.attached_after_activity {
        engine.take_in(&ids, counts);
    }
    engine.request(Work::Attach {
        instances: ids,
        counts,
    });
    Ok(answer([("Return", json!(true))]))
}

/// Takes instances out of the group, as an activity of its own, and lowers the desired capacity at once by the number of
/// those that it counts.
pub(super) fn detach(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let items = p.required_list("ScalingInstanceId")?;
    let ids = uuids(items.clone())?;
    let mut engine = cx.engine(p)?;
    for (at, item) in items.iter().enumerate() {
        let instance = engine.group.instance(item.value);
        let instance = instance.ok_or_else(|| ApiError::not_found("ScalingInstance", item.value))?;
        if instance.protected && engine.rules.dialect.protected_is_kept {
            return Err(ApiError::instance_protected(item.value));
        }
        if is_leaving(engine.group, item.value) || ids[..at].contains(&ids[at]) {
            return Err(ApiError::invalid_parameter(item.name));
        }
    }
    let leaving = engine
        .group
        .instances
        .iter_mut()
        .filter(|instance| instance.counts == Counts::Yes && ids.contains(&instance.id));
    let leaving: Vec<&mut Instance> = leaving.collect();
    if !leaving.is_empty() {
        let lowered = engine
            .group
            .desired_capacity
            .checked_sub(u32::try_from(leaving.len()).unwrap_or(u32::MAX))
            .filter(|left| *left >= engine.group.min_size);
        engine.group.desired_capacity =
            lowered.ok_or_else(|| ApiError::below_min_size(&engine.group.id.to_string()))?;
        for instance in leaving {
            instance.counts = Counts::NoMore;
        }
    }
    engine.request(Work::Detach(ids));
    Ok(answer([("Return", json!(true))]))
}

/// Sets or lifts the protection of instances. Both documented forms of the answer are given in one.
pub(super) fn protect(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let items = p.required_list("ScalingInstanceId")?;
    let protected = p.integer("ProtectedFromDetach", 0..=1)?.unwrap_or(0) == 1;
    let zone = first_zone(cx.region_name);
    let mut engine = cx.engine(p)?;
    for item in &items {
        engine
            .group
            .instance(item.value)
            .ok_or_else(|| ApiError::not_found("ScalingInstance", item.value))?;
    }
    for instance in engine
        .group
        .instances
        .iter_mut()
        .filter(|instance| passes(&items, &instance.id))
    {
        instance.protected = protected;
    }
    // What could not be removed before perhaps can be now.
    engine.settle();
    let touched = engine
        .group
        .instances
        .iter()
        .filter(|instance| passes(&items, &instance.id));
    let touched: Vec<Value> = touched.map(|instance| view(instance, &zone)).collect();
    Ok(answer([
        ("Return", json!(true)),
        ("ScalingInstanceCount", json!(touched.len())),
        ("ScalingInstanceSet", json!(touched)),
        ("DesiredCapacity", json!(engine.group.desired_capacity)),
    ]))
}

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let ids = p.list_or_one("ScalingInstanceId");
    let creation = p.choice_of("CreationType", &[CreationType::Auto, CreationType::Manual])?;
    let health = p.choice_of("HealthStatus", &[HealthStatus::Healthy, HealthStatus::UnHealthy])?;
    let page = cx.page(p, 10)?;
    let zone = first_zone(cx.region_name);
    let group = cx.listed_group(p)?;
    let matches: Vec<&Instance> = group
        .into_iter()
        .flat_map(|group| &group.instances)
        .filter(|instance| passes(&ids, &instance.id))
        .filter(|instance| creation.is_none_or(|wanted| instance.creation_type == wanted))
        .filter(|instance| health.is_none_or(|wanted| instance.health == wanted))
        .collect();
    let (count, set) = page.cut(&matches, |instance| view(instance, &zone));
    let desired = group.map_or(0, |group| group.desired_capacity);
    Ok(answer([
        ("ScalingInstanceCount", count),
        ("ScalingInstanceSet", set),
        ("DesiredCapacity", json!(desired)),
    ]))
}

fn view(instance: &Instance, zone: &str) -> Value {
    json!({
        "InstanceId": instance.id,
        "InstanceName": instance.name,
        "HostName": instance.name,
        "HealthStatus": instance.health,
        "CreationType": instance.creation_type,
        "AddTime": instance.joined.to_string(),
        "ProtectedFromScaleIn": u8::from(instance.protected),
        // No source lists the values of this one.
        "LifeCycleState": "InService",
        "AvailabilityZone": zone,
    })
}

fn count(ids: &[String]) -> u32 {
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

fn is_coming(group: &Group, id: &str) -> bool {
    work(group)
        .any(|work| matches!(work, Work::Attach { instances, .. } if instances.iter().any(|one| one == id)))
}

fn is_leaving(group: &Group, id: &str) -> bool {
    work(group).any(|work| matches!(work, Work::Detach(ids) if ids.iter().any(|leaving| leaving == id)))
}

/// How many instances are on their way and not there yet.
fn coming(group: &Group) -> u32 {
    let coming = work(group).filter_map(|work| match work {
        Work::Attach { instances, .. } => Some(instances),
        _ => None,
    });
    let coming = coming.flatten().filter(|id| group.instance(id).is_none());
    u32::try_from(coming.count()).unwrap_or(u32::MAX)
}

/// What runs and what waits.
fn work(group: &Group) -> impl Iterator<Item = &Work> {
    group
        .running
        .iter()
        .map(|running| &running.work)
        .chain(&group.queue)
}

#[cfg(test)]
mod tests;
