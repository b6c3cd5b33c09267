//! The load balancers of a group: replaced as a whole.

use serde_json::json;

use super::values::uuid;
use super::{Cx, Reply, answer};
use crate::emulator::error::ApiError;
use crate::emulator::params::{Item, Params};
use crate::emulator::store::LoadBalancer;

const DEFAULT_WEIGHT: u8 = 20;

/// Overwrites the associations. Without any `Slb.N`, every one is removed.
pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let load_balancers = read(p)?;
    let group = cx.engine(p)?.group;
    group.load_balancers = load_balancers;
    Ok(answer([
        ("Return", json!(true)),
        ("ReturnSet", json!({"ScalingGroupId": group.id})),
    ]))
}

/// Reads `Slb.N`.
pub(super) fn read(p: &Params) -> Result<Vec<LoadBalancer>, ApiError> {
    p.structures("Slb").iter().map(|slb| read_one(p, slb)).collect()
}

fn read_one(p: &Params, slb: &str) -> Result<LoadBalancer, ApiError> {
    let required_uuid = |member: &str| {
        let name = format!("{slb}.{member}");
        uuid(Item {
            value: p.required(&name)?,
            name: &name,
        })
    };
    Ok(LoadBalancer {
        id: required_uuid("Id")?,
        listener_id: required_uuid("ListenerId")?,
        server_ports: server_ports(p, &format!("{slb}.ServerPort"))?,
        weight: p
            .integer(&format!("{slb}.Weight"), 0..=100)?
            .unwrap_or(DEFAULT_WEIGHT),
        health_check_type: p.choice(&format!("{slb}.HealthCheckType"))?.unwrap_or_default(),
    })
}

/// Ports come one per element, or several with commas in between, or both.
fn server_ports(p: &Params, name: &str) -> Result<Vec<u16>, ApiError> {
    let mut ports = Vec::new();
    for item in p.required_list(name)? {
        for port in item.value.split(',') {
            ports.push(
                port.trim()
                    .parse()
                    .map_err(|_| ApiError::invalid_parameter(item.name))?,
            );
        }
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::emulator::error::ApiError;
    use crate::emulator::testing::{LISTENER, Lab, SLB};

    /// The associations of a group after a modification with these parameters.
    fn modified(action: &str, slb: &[(&str, &str)]) -> Value {
        let lab = Lab::new();
        let first = [
            ("Slb.1.Id", SLB),
            ("Slb.1.ListenerId", LISTENER),
            ("Slb.1.ServerPort.1", "80"),
        ];
        let group = lab.group_with(&first);
        let mut pairs = vec![("ScalingGroupId", group.as_str())];
        pairs.extend_from_slice(slb);
        let answer = lab.ok(action, &pairs);
        assert_eq!(
            answer,
            json!({"Return": true, "ReturnSet": {"ScalingGroupId": group}})
        );
        lab.describe(&group)["SlbConfigSet"].clone()
    }

    #[test]
    fn the_associations_are_overwritten() {
        let slb = [
            ("Slb.0.Id", SLB),
            ("Slb.0.ListenerId", LISTENER),
            ("Slb.0.ServerPort.0", "8080,8081"),
            ("Slb.0.ServerPort.1", "9090"),
            ("Slb.0.Weight", "0"),
            ("Slb.0.HealthCheckType", "kec"),
        ];
        let expected = json!([{"SlbId": SLB, "ListenerId": LISTENER, "ServerPortSet": [8080, 8081, 9090], "Weight": 0, "HealthCheckType": "kec"}]);
        assert_eq!(modified("ModifyScalingLoadBalancers", &slb), expected);
    }

    #[test]
    fn without_any_load_balancer_all_are_removed() {
        assert_eq!(modified("ModifyScalingLoadBalancers", &[]), json!([]));
    }

    #[test]
    fn newer_clients_call_it_by_another_name() {
        assert_eq!(modified("ModifyLoadBalancers", &[]), json!([]));
    }

    #[test]
    fn a_modification_of_the_group_replaces_them_only_if_some_are_sent() {
        let kept = json!([{"SlbId": SLB, "ListenerId": LISTENER, "ServerPortSet": [80], "Weight": 20, "HealthCheckType": "slb"}]);
        assert_eq!(modified("ModifyScalingGroup", &[]), kept);
        let slb = [
            ("Slb.1.Id", LISTENER),
            ("Slb.1.ListenerId", SLB),
            ("Slb.1.ServerPort.1", "1"),
        ];
        assert_eq!(modified("ModifyScalingGroup", &slb)[0]["SlbId"], LISTENER);
    }

    #[test]
    fn a_named_load_balancer_needs_a_listener_and_a_port() {
        let lab = Lab::new();
        let whole = [
            ("Slb.1.Id", SLB),
            ("Slb.1.ListenerId", LISTENER),
            ("Slb.1.ServerPort.1", "80"),
        ];
        for left_out in ["Slb.1.Id", "Slb.1.ListenerId", "Slb.1.ServerPort"] {
            let pairs: Vec<_> = whole
                .iter()
                .copied()
                .filter(|(name, _)| !name.starts_with(left_out))
                .collect();
            assert_eq!(
                lab.create_group(&pairs),
                Err(ApiError::missing_parameter(left_out))
            );
        }
    }

    #[test]
    fn members_out_of_their_range_are_refused_by_name() {
        let lab = Lab::new();
        let whole = [
            ("Slb.1.Id", SLB),
            ("Slb.1.ListenerId", LISTENER),
            ("Slb.1.ServerPort.1", "80"),
        ];
        for (name, value) in [
            ("Slb.1.Id", "lb"),
            ("Slb.1.ServerPort.1", "65536"),
            ("Slb.1.ServerPort.1", "80;81"),
            ("Slb.1.Weight", "101"),
            ("Slb.1.HealthCheckType", "http"),
        ] {
            let mut pairs: Vec<_> = whole
                .iter()
                .copied()
                .filter(|(known, _)| *known != name)
                .collect();
            pairs.push((name, value));
            assert_eq!(
                lab.create_group(&pairs),
                Err(ApiError::invalid_parameter(name)),
                "{value}"
            );
        }
    }
}
