//! Scheduled tasks: create, describe, modify, delete. Requests may spell the prefix `ScalingScheduledTask` or
//! `ScalingScheduleTask`; answers have both, each in its place.

use serde_json::{Value, json};

use super::values::{either, first_zone, passes, resembles};
use super::{Cx, Reply, answer};
use crate::emulator::engine::Repeat;
use crate::emulator::error::ApiError;
use crate::emulator::ids::Id;
use crate::emulator::params::{Item, Params};
use crate::emulator::store::{Region, Task};

const ID: [&str; 2] = ["ScalingScheduledTaskId", "ScalingScheduleTaskId"];
const NAME: [&str; 2] = ["ScalingScheduledTaskName", "ScalingScheduleTaskName"];

pub(super) fn create(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (all, now) = (0..=cx.max_group_size, cx.now);
    let engine = cx.engine(p)?;
    p.required("StartTime")?;
    let mut task = Task {
        name: required(p, NAME)?.to_owned(),
        max_size: p.required_integer("ReadjustMaxSize", all.clone())?,
        min_size: p.required_integer("ReadjustMinSize", all.clone())?,
        desired_capacity: p.required_integer("ReadjustExpectSize", all)?,
        start: p
            .api_time("StartTime")?
            .ok_or_else(|| ApiError::missing_parameter("StartTime"))?,
        end: p.api_time("EndTime")?,
        recurrence: p.filled("Recurrence")?.map(str::to_owned),
        repeat_unit: p.choice("RepeatUnit")?,
        repeat_cycle: p.filled("RepeatCycle")?.map(str::to_owned),
        id: engine.ids.snowflake(now),
        created: now,
        next: None,
    };
    check(&task)?;
    task.schedule(now);
    let id = task.id;
    engine.group.tasks.insert(id, task);
    Ok(answer([("ReturnSet", json!({"ScalingScheduleTaskId": id}))]))
}

/// Changes what is sent. The group need not be named: no documentation asks for it here.
pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (all, now) = (0..=cx.max_group_size, cx.now);
    let task = find(cx.region, p)?;
    let mut changed = task.clone();
    if let Some(name) = either(p, NAME).filter(|name| !name.is_empty()) {
        name.clone_into(&mut changed.name);
    }
    changed.max_size = p
        .integer("ReadjustMaxSize", all.clone())?
        .unwrap_or(task.max_size);
    changed.min_size = p
        .integer("ReadjustMinSize", all.clone())?
        .unwrap_or(task.min_size);
    changed.desired_capacity = p
        .integer("ReadjustExpectSize", all)?
        .unwrap_or(task.desired_capacity);
    changed.start = p.api_time("StartTime")?.unwrap_or(task.start);
    changed.end = p.api_time("EndTime")?.or(task.end);
    changed.recurrence = p.filled("Recurrence")?.map(str::to_owned).or(changed.recurrence);
    changed.repeat_unit = p.choice("RepeatUnit")?.or(task.repeat_unit);
    changed.repeat_cycle = p
        .filled("RepeatCycle")?
        .map(str::to_owned)
        .or(changed.repeat_cycle);
    check(&changed)?;
    changed.schedule(now);
    *task = changed;
    Ok(answer([
        ("Return", json!(true)),
        ("ReturnSet", json!({"ScalingScheduleTaskId": task.id})),
    ]))
}

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let ids: Vec<Item<'_>> = ID.iter().flat_map(|name| p.list_or_one(name)).collect();
    let name = either(p, NAME);
    let page = cx.page(p, 20)?;
    let zone = first_zone(cx.region_name);
    let group = cx.listed_group(p)?;
    let matches: Vec<(Id, &Task)> = group
        .into_iter()
        .flat_map(|group| group.tasks.values().map(|task| (group.id, task)))
        .filter(|(_, task)| passes(&ids, &task.id.to_string()) && resembles(name, &task.name))
        .collect();
    let (count, set) = page.cut(&matches, |(group, task)| view(*group, task, &zone));
    Ok(answer([
        ("ScheduledTaskSize", count),
        ("ScalingScheduleTaskSet", set),
    ]))
}

pub(super) fn delete(cx: &mut Cx<'_>, p: &Params) -> Reply {
    p.required("ScalingGroupId")?;
    let id = find(cx.region, p)?.id;
    cx.engine(p)?.group.tasks.remove(&id);
    Ok(answer([("ReturnSet", json!({"ScalingScheduleTaskId": id}))]))
}

/// The task that the id names, in the group that is named or else in any.
fn find<'r>(region: &'r mut Region, p: &Params) -> Result<&'r mut Task, ApiError> {
    let text = required(p, ID)?;
    let missing = || ApiError::not_found("ScheduledTask", text);
    let id = Id::parse(text).ok_or_else(missing)?;
    let group = if let Some(group) = p.filled("ScalingGroupId")? {
        region.group(group)?.id
    } else {
        let mut groups = region.groups.values();
        let owner = groups.find(|group| group.tasks.contains_key(&id));
        owner.ok_or_else(missing)?.id
    };
    let group = region.groups.get_mut(&group).ok_or_else(missing)?;
    group.tasks.get_mut(&id).ok_or_else(missing)
}

fn required<'p>(p: &'p Params, names: [&str; 2]) -> Result<&'p str, ApiError> {
    either(p, names)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| ApiError::missing_parameter(names[0]))
}

/// The rules that connect several members.
fn check(task: &Task) -> Result<(), ApiError> {
    if task.min_size > task.max_size {
        return Err(ApiError::invalid_parameter("ReadjustMinSize"));
    }
    if !(task.min_size..=task.max_size).contains(&task.desired_capacity) {
        return Err(ApiError::invalid_parameter("ReadjustExpectSize"));
    }
    let repeat = Repeat::parse(
        task.recurrence.as_deref(),
        task.repeat_unit,
        task.repeat_cycle.as_deref(),
    );
    match (repeat.map_err(ApiError::invalid_parameter)?, task.end) {
        (Repeat::Once, None) => Ok(()),
        (_, None) => Err(ApiError::missing_parameter("EndTime")),
        (_, Some(end)) if end < task.start => Err(ApiError::invalid_parameter("EndTime")),
        (_, Some(_)) => Ok(()),
    }
}

fn view(group: Id, task: &Task, zone: &str) -> Value {
    json!({
        "ScalingScheduledTaskId": task.id,
        "ScalingScheduledTaskName": task.name,
        "ScalingGroupId": group,
        "ReadjustMaxSize": task.max_size,
        "ReadjustMinSize": task.min_size,
        "ReadjustExpectSize": task.desired_capacity,
        "StartTime": task.start.to_string(),
        "EndTime": task.end.map(|end| end.to_string()).unwrap_or_default(),
        "CreateTime": task.created.to_string(),
        "Recurrence": task.recurrence.as_deref().unwrap_or_default(),
        "RepeatUnit": task.repeat_unit.map_or(json!(""), |unit| json!(unit)),
        "RepeatCycle": task.repeat_cycle.as_deref().unwrap_or_default(),
        "Description": "",
        "AvailabilityZone": zone,
    })
}

#[cfg(test)]
mod tests;
