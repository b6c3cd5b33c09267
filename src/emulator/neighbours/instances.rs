//! Instances, each with its one network interface.

use serde_json::{Map, Value, json};

use super::{Cx, Reply, Thing, list, members, passes_filters};
use crate::emulator::error::ApiError;
use crate::emulator::request::Pairs;

const INSTANCE: &str = "Instance";
const INTERFACE: &str = "NetworkInterface";

/// Makes one instance, which runs at once.
pub(super) fn run(cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
    let subnet = pairs
        .get("SubnetId")
        .ok_or_else(|| ApiError::missing_parameter("SubnetId"))?;
    cx.neighbours.check("Subnet", subnet)?;
    let vpc = cx
        .neighbours
        .member("Subnet", subnet, "VpcId")
        .unwrap_or_default()
        .to_owned();
    let (id, interface) = (cx.ids.uuid(), cx.ids.uuid());
    let mut groups = list(pairs, "SecurityGroupId");
    groups.extend(pairs.get("SecurityGroupId").map(String::as_str));
    let groups: Vec<Value> = groups
        .iter()
        .map(|id| json!({ "SecurityGroupId": id, "SecurityGroupName": "" }))
        .collect();
    let interface = json!({
        "NetworkInterfaceId": interface,
        "InstanceId": id,
        "InstanceType": "kec",
        "NetworkInterfaceType": "primary",
        "SubnetId": subnet,
        "VpcId": vpc,
        "PrivateIpAddress": "10.0.0.10",
        "MacAddress": "fa:16:3e:00:00:01",
        "SecurityGroupSet": groups,
        "DNS1": "",
        "DNS2": "",
    });
    let mut thing = members(pairs);
    for name in ["MaxCount", "MinCount", "InstancePassword", "UserData"] {
        thing.remove(name);
    }
    let name = thing.get("InstanceName").cloned().unwrap_or_else(|| json!(""));
    let more = json!({
        "InstanceId": id,
        "InstanceName": name,
        "InstanceState": { "Name": "active" },
        "InstanceConfigure": { "VCPU": 1, "MemoryGb": 2, "DataDiskGb": 0, "RootDiskGb": 20 },
        "DataDisks": [],
        "KeySet": [],
        "ProjectId": 0,
        "AutoScalingType": "",
        "NetworkInterfaceSet": [interface.clone()],
    });
    let (Value::Object(more), Value::Object(interface)) = (more, interface) else {
        return Err(ApiError::service_exception("an instance is an object"));
    };
    thing.extend(more);
    let interface_id = interface["NetworkInterfaceId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    cx.neighbours.of(INTERFACE).insert(interface_id, interface);
    cx.neighbours.of(INSTANCE).insert(id.clone(), thing);
    Ok(Map::from_iter([(
        "InstancesSet".to_owned(),
        json!([{ "InstanceId": id, "InstanceName": name }]),
    )]))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in a table of actions that can fail"
)]
pub(super) fn describe(cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
    let things = matching(cx, INSTANCE, "InstanceId", pairs);
    Ok(Map::from_iter([
        ("InstanceCount".to_owned(), json!(things.len())),
        ("InstancesSet".to_owned(), json!(things)),
    ]))
}

pub(super) fn terminate(cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
    for id in list(pairs, "InstanceId") {
        cx.neighbours
            .of(INSTANCE)
            .remove(id)
            .ok_or_else(|| ApiError::not_found(INSTANCE, id))?;
        cx.neighbours
            .of(INTERFACE)
            .retain(|_, interface| interface["InstanceId"] != id);
    }
    Ok(Map::from_iter([("Return".to_owned(), json!(true))]))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in a table of actions that can fail"
)]
pub(super) fn network_interfaces(cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
    let things = matching(cx, INTERFACE, "NetworkInterfaceId", pairs);
    Ok(Map::from_iter([(
        "NetworkInterfaceSet".to_owned(),
        json!(things),
    )]))
}

fn matching(cx: &Cx<'_>, kind: &str, id: &str, pairs: &Pairs) -> Vec<Thing> {
    let ids = list(pairs, id);
    let named = |thing: &&Thing| ids.is_empty() || ids.iter().any(|wanted| thing[id] == *wanted);
    let things = cx
        .neighbours
        .all(kind)
        .filter(named)
        .filter(|thing| passes_filters(thing, pairs));
    things.cloned().collect()
}
