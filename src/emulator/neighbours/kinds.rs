//! The kinds of neighbours that are plain: made from what is sent, shown as they were made.

use serde_json::{Map, Value, json};

use super::{Cx, Neighbours, Reply, Thing, Verb, list, members, passes_filters};
use crate::emulator::error::ApiError;
use crate::emulator::request::Pairs;

/// A kind of neighbours.
pub(super) struct Kind {
    pub(super) service: &'static str,
    pub(super) name: &'static str,
    /// The member and parameter with its id.
    id: &'static str,
    /// The member of the answer of a creation that holds the thing; the answer itself if there is none.
    wrap: Option<&'static str>,
    /// The member of a list that holds the things.
    set: &'static str,
    pub(super) actions: &'static [(&'static str, Verb)],
    /// A parameter that names a thing of another kind, which must exist.
    parent: Option<(&'static str, &'static str)>,
    /// Members that the API adds to a new thing.
    complete: fn(&mut Thing, &mut Cx<'_>),
}

pub(super) const KINDS: [Kind; 6] = [
    Kind {
        service: "vpc",
        name: "Vpc",
        id: "VpcId",
        wrap: Some("Vpc"),
        set: "VpcSet",
        actions: &[
            ("CreateVpc", Verb::Create),
            ("DescribeVpcs", Verb::Describe),
            ("ModifyVpc", Verb::Modify),
            ("DeleteVpc", Verb::Delete),
        ],
        parent: None,
        complete: |_, _| {},
    },
    Kind {
        service: "vpc",
        name: "Subnet",
        id: "SubnetId",
        wrap: Some("Subnet"),
        set: "SubnetSet",
        actions: &[
            ("CreateSubnet", Verb::Create),
            ("DescribeSubnets", Verb::Describe),
            ("ModifySubnet", Verb::Modify),
            ("DeleteSubnet", Verb::Delete),
        ],
        parent: Some(("VpcId", "Vpc")),
        complete: |thing, _| {
            let zone = thing
                .get("AvailabilityZone")
                .cloned()
                .unwrap_or_else(|| json!(""));
            add(
                thing,
                &[("AvailabilityZoneName", zone), ("NetworkAclId", json!(""))],
            );
        },
    },
    Kind {
        service: "vpc",
        name: "SecurityGroup",
        id: "SecurityGroupId",
        wrap: Some("SecurityGroup"),
        set: "SecurityGroupSet",
        actions: &[
            ("CreateSecurityGroup", Verb::Create),
            ("DescribeSecurityGroups", Verb::Describe),
            ("ModifySecurityGroup", Verb::Modify),
            ("DeleteSecurityGroup", Verb::Delete),
        ],
        parent: Some(("VpcId", "Vpc")),
        complete: |thing, _| {
            add(
                thing,
                &[
                    ("SecurityGroupEntrySet", json!([])),
                    ("SecurityGroupType", json!("other")),
                ],
            );
        },
    },
    Kind {
        service: "slb",
        name: "LoadBalancer",
        id: "LoadBalancerId",
        wrap: None,
        set: "LoadBalancerDescriptions",
        actions: &[
            ("CreateLoadBalancer", Verb::Create),
            ("DescribeLoadBalancers", Verb::Describe),
            ("ModifyLoadBalancer", Verb::Modify),
            ("ModifyLoadBalancerAttribute", Verb::Modify),
            ("DeleteLoadBalancer", Verb::Delete),
        ],
        parent: Some(("VpcId", "Vpc")),
        complete: |thing, _| {
            let state = [
                ("LoadBalancerState", json!("start")),
                ("State", json!("associate")),
                ("ListenersCount", json!(0)),
            ];
            add(thing, &state);
            add(thing, &[("ProjectId", json!("0")), ("IpVersion", json!("ipv4"))]);
        },
    },
    Kind {
        service: "slb",
        name: "Listener",
        id: "ListenerId",
        wrap: None,
        set: "ListenerSet",
        actions: &[
            ("CreateListeners", Verb::Create),
            ("DescribeListeners", Verb::Describe),
            ("ModifyListeners", Verb::Modify),
            ("DeleteListeners", Verb::Delete),
        ],
        parent: Some(("LoadBalancerId", "LoadBalancer")),
        complete: |thing, cx| {
            add(thing, &[("RealServer", json!([]))]);
            let listener = thing.get("ListenerId").cloned();
            if let Some(check) = thing.get_mut("HealthCheck") {
                check["HealthCheckId"] = json!(cx.ids.uuid());
                check["ListenerId"] = json!(listener);
            }
        },
    },
    Kind {
        service: "slb",
        name: "HealthCheck",
        id: "HealthCheckId",
        wrap: None,
        set: "HealthCheckSet",
        actions: &[
            ("ConfigureHealthCheck", Verb::Create),
            ("DescribeHealthChecks", Verb::Describe),
            ("ModifyHealthCheck", Verb::Modify),
            ("DeleteHealthCheck", Verb::Delete),
        ],
        parent: Some(("ListenerId", "Listener")),
        complete: |thing, cx| {
            // A listener shows its health check.
            let listener = thing
                .get("ListenerId")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if let Some(listener) = cx.neighbours.of("Listener").get_mut(listener) {
                listener.insert("HealthCheck".to_owned(), Value::Object(thing.clone()));
            }
        },
    },
];

/// Adds members that are not there.
fn add(thing: &mut Thing, more: &[(&str, Value)]) {
    for (name, value) in more {
        thing.entry(*name).or_insert_with(|| value.clone());
    }
}

impl Kind {
    pub(super) fn create(&self, cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
        if let Some((parameter, kind)) = self.parent {
            let id = pairs
                .get(parameter)
                .ok_or_else(|| ApiError::missing_parameter(parameter))?;
            cx.neighbours.check(kind, id)?;
        }
        let mut thing = members(pairs);
        let id = cx.ids.uuid();
        thing.insert(self.id.to_owned(), json!(id));
        thing
            .entry("CreateTime")
            .or_insert_with(|| json!(cx.now.to_string()));
        (self.complete)(&mut thing, cx);
        cx.neighbours.of(self.name).insert(id, thing.clone());
        Ok(match self.wrap {
            Some(wrap) => Map::from_iter([(wrap.to_owned(), Value::Object(thing))]),
            None => thing,
        })
    }

    pub(super) fn describe(&self, neighbours: &Neighbours, pairs: &Pairs) -> Map<String, Value> {
        let ids = list(pairs, self.id);
        let things = neighbours.all(self.name).filter(|thing| {
            let named = ids.is_empty() || ids.iter().any(|id| thing[self.id] == *id);
            named && passes_filters(thing, pairs)
        });
        let things: Vec<Value> = things.cloned().map(Value::Object).collect();
        Map::from_iter([(self.set.to_owned(), Value::Array(things))])
    }

    pub(super) fn modify(&self, cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
        let thing = self.named(cx, pairs)?;
        for (name, value) in members(pairs) {
            // Part of an object changes that part.
            match (thing.get_mut(&name).and_then(Value::as_object_mut), value) {
                (Some(old), Value::Object(new)) => old.extend(new),
                (_, value) => {
                    thing.insert(name, value);
                }
            }
        }
        Ok(thing.clone())
    }

    pub(super) fn delete(&self, cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
        self.named(cx, pairs)?;
        let id = pairs.get(self.id).map(String::as_str).unwrap_or_default();
        cx.neighbours.of(self.name).remove(id);
        Ok(Map::from_iter([("Return".to_owned(), json!(true))]))
    }

    fn named<'c>(&self, cx: &'c mut Cx<'_>, pairs: &Pairs) -> Result<&'c mut Thing, ApiError> {
        let id = pairs
            .get(self.id)
            .ok_or_else(|| ApiError::missing_parameter(self.id))?;
        let thing = cx.neighbours.of(self.name).get_mut(id);
        thing.ok_or_else(|| ApiError::not_found(self.name, id))
    }
}
