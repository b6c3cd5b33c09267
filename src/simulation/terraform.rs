//! Reads scaling groups, policies and tasks out of what Terraform writes: a state file, or `terraform show -json` of a
//! state or a plan. Of a plan, what it plans is read; values that are not known before the apply are not there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::account::{Account, Group, Member, Pairs};
use super::measurements::api_time;
use crate::emulator::api_time::ApiTime;

const GROUP: &str = "ksyun_scaling_group";
const POLICY: &str = "ksyun_scaling_policy";
const TASK: &str = "ksyun_scaling_scheduled_task";

/// A managed resource.
#[derive(Clone, Debug)]
struct Resource {
    /// `module.a["x"].ksyun_scaling_group.web[0]`
    address: String,
    kind: String,
    values: Value,
}

/// By address without indices: what the configuration refers to for a resource's group.
type References = BTreeMap<String, Vec<String>>;

/// Reads a plan or a state.
///
/// # Errors
/// A sentence if it is neither.
pub(crate) fn read(document: &Value) -> Result<Account, String> {
    let mut resources = Vec::new();
    let mut references = References::new();
    if document["planned_values"].is_object() {
        from_module(&document["planned_values"]["root_module"], &mut resources);
        collect_references(&document["configuration"]["root_module"], "", &mut references);
    } else if document["values"].is_object() {
        from_module(&document["values"]["root_module"], &mut resources);
    } else if document["version"] == 4 && document["resources"].is_array() {
        from_state_file(document, &mut resources);
    } else {
        return Err("this is neither a state file nor the output of `terraform show -json`".to_owned());
    }
    Ok(account(&resources, &references))
}

fn from_module(module: &Value, resources: &mut Vec<Resource>) {
    for resource in list(&module["resources"]).filter(|resource| resource["mode"] == "managed") {
        resources.push(Resource {
            address: text(&resource["address"]),
            kind: text(&resource["type"]),
            values: resource["values"].clone(),
        });
    }
    for child in list(&module["child_modules"]) {
        from_module(child, resources);
    }
}

fn from_state_file(state: &Value, resources: &mut Vec<Resource>) {
    for resource in list(&state["resources"]).filter(|resource| resource["mode"] == "managed") {
        let module = resource["module"]
            .as_str()
            .map(|module| format!("{module}."))
            .unwrap_or_default();
        let (kind, name) = (text(&resource["type"]), text(&resource["name"]));
        // A deposed object is on its way out.
        for instance in list(&resource["instances"]).filter(|instance| instance["deposed"].is_null()) {
            let index = match &instance["index_key"] {
                Value::Null => String::new(),
                key => format!("[{key}]"),
            };
            resources.push(Resource {
                address: format!("{module}{kind}.{name}{index}"),
                kind: kind.clone(),
                values: instance["attributes"].clone(),
            });
        }
    }
}

/// Walks a plan's configuration; `path` is the module's address without indices, with a dot at its end.
fn collect_references(module: &Value, path: &str, references: &mut References) {
    for resource in list(&module["resources"]) {
        let named = list(&resource["expressions"]["scaling_group_id"]["references"]).map(text);
        references.insert(format!("{path}{}", text(&resource["address"])), named.collect());
    }
    for (name, call) in module["module_calls"].as_object().into_iter().flatten() {
        collect_references(&call["module"], &format!("{path}module.{name}."), references);
    }
}

fn account(resources: &[Resource], references: &References) -> Account {
    let mut account = Account::default();
    let groups: Vec<&Resource> = resources
        .iter()
        .filter(|resource| resource.kind == GROUP)
        .collect();
    account.groups = groups.iter().map(|group| read_group(group)).collect();
    for resource in resources
        .iter()
        .filter(|resource| [POLICY, TASK].contains(&resource.kind.as_str()))
    {
        let Some(at) = group_of(resource, &groups, references) else {
            account.notes.push(format!(
                "{}, because its group is not among these or is only known after the apply",
                resource.address
            ));
            continue;
        };
        let member = Member {
            label: resource.address.clone(),
            parameters: if resource.kind == POLICY {
                policy(&resource.values)
            } else {
                task(&resource.values)
            },
        };
        let group = &mut account.groups[at];
        if resource.kind == POLICY {
            &mut group.policies
        } else {
            &mut group.tasks
        }
        .push(member);
    }
    account
}

/// The number of the group that a policy or task belongs to: by its id, or else by the one resource that the
/// configuration names for it.
fn group_of(member: &Resource, groups: &[&Resource], references: &References) -> Option<usize> {
    if let Some(id) = member.values["scaling_group_id"].as_str() {
        return groups.iter().position(|group| group.values["id"] == id);
    }
    let (module, local) = split_module(&member.address);
    let own_index = local.find('[').map_or("", |at| &local[at..]);
    let named = references.get(&without_indices(&member.address))?;
    let named = named.iter().find(|name| name.starts_with(&format!("{GROUP}.")))?;
    // `ksyun_scaling_group.web[0].id` names one instance, `ksyun_scaling_group.web` with `each.key` the one of the same key.
    let resource: String = named.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    let whole = format!("{module}{resource}");
    let exact = |address: &str| groups.iter().position(|group| group.address == address);
    exact(&whole).or_else(|| exact(&format!("{whole}{own_index}")))
}

/// The module's address with the dot behind it, and the rest.
fn split_module(address: &str) -> (&str, &str) {
    let kinds = [GROUP, POLICY, TASK];
    let at = kinds
        .iter()
        .filter_map(|kind| address.rfind(&format!("{kind}.")))
        .max()
        .unwrap_or(0);
    address.split_at(at)
}

fn without_indices(address: &str) -> String {
    let (mut plain, mut depth, mut quoted) = (String::new(), 0_u32, false);
    for c in address.chars() {
        match c {
            '"' if depth > 0 => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

fn read_group(resource: &Resource) -> Group {
    let values = &resource.values;
    let mut parameters = renamed(
        values,
        &[
            ("scaling_group_name", "ScalingGroupName"),
            ("min_size", "MinSize"),
            ("max_size", "MaxSize"),
            ("remove_policy", "RemovePolicy"),
        ],
    );
    // A new group whose capacity is left to others begins with its smallest size.
    let desired = scalar(&values["desired_capacity"]).or_else(|| scalar(&values["min_size"]));
    parameters.extend(desired.map(|desired| ("DesiredCapacity".to_owned(), desired)));
    Group {
        label: resource.address.clone(),
        parameters,
        active: values["status"] != "UnActive",
        policies: Vec::new(),
        tasks: Vec::new(),
    }
}

fn policy(values: &Value) -> Pairs {
    let mut parameters = renamed(
        values,
        &[
            ("scaling_policy_name", "ScalingPolicyName"),
            ("adjustment_type", "AdjustmentType"),
            ("adjustment_value", "AdjustmentValue"),
            ("cool_down", "CoolDown"),
        ],
    );
    let metric = serde_json::json!({
        "dimensionName": values["dimension_name"],
        "comparisonOperator": values["comparison_operator"],
        "threshold": values["threshold"],
        "repeatTimes": values["repeat_times"],
        "period": values["period"],
        "function": values["function"],
    });
    parameters.push(("Metric".to_owned(), metric.to_string()));
    parameters
}

fn task(values: &Value) -> Pairs {
    let mut parameters = renamed(
        values,
        &[
            ("scaling_scheduled_task_name", "ScalingScheduledTaskName"),
            ("readjust_min_size", "ReadjustMinSize"),
            ("readjust_max_size", "ReadjustMaxSize"),
            ("readjust_expect_size", "ReadjustExpectSize"),
            ("recurrence", "Recurrence"),
            ("repeat_unit", "RepeatUnit"),
            ("repeat_cycle", "RepeatCycle"),
        ],
    );
    for (name, parameter) in [("start_time", "StartTime"), ("end_time", "EndTime")] {
        if let Some(text) = scalar(&values[name]) {
            let time = api_time(&text, ApiTime::default()).map_or(text, |time| time.to_string());
            parameters.push((parameter.to_owned(), time));
        }
    }
    parameters
}

/// The values that are set, under the names of the API.
fn renamed(values: &Value, names: &[(&str, &str)]) -> Pairs {
    let set = names
        .iter()
        .filter_map(|(name, parameter)| Some(((*parameter).to_owned(), scalar(&values[*name])?)));
    set.collect()
}

/// A value as a parameter; the empty text counts as not set, as the official provider writes it into states.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn group_values() -> Value {
        json!({ "id": "7", "scaling_group_name": "web", "min_size": 2, "max_size": 6, "remove_policy": "RemoveOldestInstance", "status": "Active" })
    }

    fn task_values() -> Value {
        json!({
            "scaling_scheduled_task_name": "morning", "readjust_min_size": 2, "readjust_max_size": 6, "readjust_expect_size": 4,
            "start_time": "2030-06-01T00:30:00Z", "end_time": "", "recurrence": null,
        })
    }

    #[test]
    fn a_state_file_has_groups_and_what_belongs_to_them_by_id() {
        let mut task = task_values();
        task["scaling_group_id"] = json!("7");
        let mut foreign = task_values();
        foreign["scaling_group_id"] = json!("8");
        let state = json!({ "version": 4, "resources": [
            { "mode": "managed", "type": GROUP, "name": "web", "instances": [{ "attributes": group_values() }] },
            { "mode": "managed", "type": TASK, "name": "t", "module": "module.m", "instances": [
                { "index_key": "a", "attributes": task }, { "index_key": 1, "attributes": foreign },
            ] },
            { "mode": "data", "type": GROUP, "name": "other", "instances": [{ "attributes": group_values() }] },
        ] });
        let account = read(&state).expect("a state");
        assert_eq!(account.groups.len(), 1);
        let group = &account.groups[0];
        assert!(
            group
                .parameters
                .contains(&("DesiredCapacity".to_owned(), "2".to_owned())),
            "{group:?}"
        );
        assert_eq!(
            group.tasks[0].label,
            "module.m.ksyun_scaling_scheduled_task.t[\"a\"]"
        );
        assert!(
            group.tasks[0]
                .parameters
                .contains(&("StartTime".to_owned(), "2030-06-01 08:30:00".to_owned()))
        );
        assert!(
            !group.tasks[0]
                .parameters
                .iter()
                .any(|(name, _)| name == "EndTime")
        );
        assert!(
            account.notes[0].starts_with("module.m.ksyun_scaling_scheduled_task.t[1], because"),
            "{account:?}"
        );
    }

    /// A plan of new objects: ids are not known, references are.
    fn plan(group_address: &str, task_address: &str, reference: &str) -> Value {
        let mut group = group_values();
        group.as_object_mut().expect("an object").remove("id");
        let inside = json!({ "resources": [
            { "address": "ksyun_scaling_scheduled_task.t", "expressions": { "scaling_group_id": { "references": [reference, "x"] } } },
        ] });
        json!({
            "planned_values": { "root_module": { "child_modules": [{ "resources": [
                { "mode": "managed", "address": group_address, "type": GROUP, "values": group },
                { "mode": "managed", "address": task_address, "type": TASK, "values": task_values() },
            ] }] } },
            "configuration": { "root_module": { "module_calls": { "m": { "module": inside } } } },
        })
    }

    #[test]
    fn a_group_that_is_not_made_yet_is_found_by_the_reference_in_the_configuration() {
        for (group, task, reference) in [
            (
                "module.m.ksyun_scaling_group.web",
                "module.m.ksyun_scaling_scheduled_task.t",
                "ksyun_scaling_group.web.id",
            ),
            (
                "module.m.ksyun_scaling_group.web",
                "module.m.ksyun_scaling_scheduled_task.t[3]",
                "ksyun_scaling_group.web.id",
            ),
            (
                "module.m[\"a.b\"].ksyun_scaling_group.web[\"k\"]",
                "module.m[\"a.b\"].ksyun_scaling_scheduled_task.t[\"k\"]",
                "ksyun_scaling_group.web",
            ),
            (
                "module.m.ksyun_scaling_group.web[0]",
                "module.m.ksyun_scaling_scheduled_task.t",
                "ksyun_scaling_group.web[0].id",
            ),
        ] {
            let account = read(&plan(group, task, reference)).expect("a plan");
            assert_eq!(
                (account.groups[0].tasks.len(), &account.notes),
                (1, &Vec::new()),
                "{task}"
            );
        }
        for (group, task, reference) in [
            (
                "module.m.ksyun_scaling_group.web",
                "module.m.ksyun_scaling_scheduled_task.t",
                "var.group_id",
            ),
            (
                "module.m[0].ksyun_scaling_group.web",
                "module.m[1].ksyun_scaling_scheduled_task.t",
                "ksyun_scaling_group.web.id",
            ),
            (
                "module.m.ksyun_scaling_group.web[0]",
                "module.m.ksyun_scaling_scheduled_task.t[1]",
                "ksyun_scaling_group.web",
            ),
        ] {
            let account = read(&plan(group, task, reference)).expect("a plan");
            assert_eq!(
                (account.groups[0].tasks.len(), account.notes.len()),
                (0, 1),
                "{task}"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(read(&json!({ "version": 3 })).is_err());
    }
}
