//! A group's load balancers as parameters, and whether they differ. An update that needlessly sends them, or sends none,
//! would detach them: the API replaces the whole list.

use super::model::{ScalingGroupModel, SlbModel};
use crate::client::actions::{ScalingGroup, SlbConfig, SlbParam};
use crate::provider::changed::text;

/// The load balancers of `group` as the API takes them.
pub(super) fn params(group: &ScalingGroupModel) -> Vec<SlbParam> {
    group.slbs().map(param).collect()
}

/// Whether the two groups have other load balancers; their order means nothing.
pub(super) fn differ(one: &ScalingGroupModel, other: &ScalingGroupModel) -> bool {
    let missing =
        |slb: &SlbModel, among: &ScalingGroupModel| !among.slbs().any(|candidate| same(slb, candidate));
    one.slbs().count() != other.slbs().count() || one.slbs().any(|slb| missing(slb, other))
}

/// Whether `group` has just the load balancers `wanted`.
pub(super) fn are_set(wanted: &[SlbParam], group: &ScalingGroup) -> bool {
    let sorted = |ports: &[i64]| {
        let mut ports = ports.to_vec();
        ports.sort_unstable();
        ports
    };
    let is_set = |wanted: &SlbParam, slb: &SlbConfig| {
        slb.slb_id == wanted.slb_id
            && slb.listener_id.as_ref() == Some(&wanted.listener_id)
            && sorted(slb.server_ports.as_deref().unwrap_or_default()) == sorted(&wanted.server_ports)
            && (wanted.weight.is_none() || slb.weight == wanted.weight)
    };
    let present = group.slb_configs.as_deref().unwrap_or_default();
    wanted.len() == present.len()
        && wanted
            .iter()
            .all(|wanted| present.iter().any(|slb| is_set(wanted, slb)))
}

fn same(one: &SlbModel, other: &SlbModel) -> bool {
    let ports = |slb: &SlbModel| {
        let mut ports: Vec<i64> = slb
            .server_port_set
            .value()
            .into_iter()
            .flat_map(|set| set.known().copied())
            .collect();
        ports.sort_unstable();
        ports
    };
    one.slb_id == other.slb_id
        && one.listener_id == other.listener_id
        && one.weight == other.weight
        && one.health_check_type == other.health_check_type
        && ports(one) == ports(other)
}

fn param(slb: &SlbModel) -> SlbParam {
    SlbParam {
        slb_id: text(&slb.slb_id),
        listener_id: text(&slb.listener_id),
        server_ports: slb
            .server_port_set
            .value()
            .map(|ports| ports.known().copied().collect())
            .unwrap_or_default(),
        weight: slb.weight.get(),
        health_check_type: slb.health_check_type.value().cloned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{FakeGroup, GROUP, Lab};
    use super::*;
    use crate::client::CallContext;
    use crate::framework::Field;

    fn slb(listener: &str, ports: &[i64], weight: i64) -> SlbModel {
        SlbModel {
            slb_id: "s".into(),
            listener_id: listener.into(),
            server_port_set: Field::Value(ports.iter().copied().collect()),
            weight: Field::Value(weight),
            health_check_type: "slb".into(),
        }
    }

    fn group(slbs: &[SlbModel]) -> ScalingGroupModel {
        ScalingGroupModel {
            slb_config_set: Field::Value(slbs.iter().cloned().collect()),
            ..ScalingGroupModel::default()
        }
    }

    #[test]
    fn order_is_no_difference_and_everything_else_is() {
        let one = group(&[slb("a", &[80, 81], 1), slb("b", &[80], 2)]);
        assert!(!differ(
            &one,
            &group(&[slb("b", &[80], 2), slb("a", &[81, 80], 1)])
        ));
        for other in [
            group(&[]),
            group(&[slb("a", &[80, 81], 1)]),
            group(&[slb("a", &[80, 81], 1), slb("c", &[80], 2)]),
            group(&[slb("a", &[80], 1), slb("b", &[80], 2)]),
            group(&[slb("a", &[80, 81], 0), slb("b", &[80], 2)]),
        ] {
            assert!(differ(&one, &other) && differ(&other, &one));
        }
    }

    #[tokio::test]
    async fn they_are_set_when_the_api_lists_just_them() {
        let wanted = params(&group(&[slb("a", &[80, 81], 1)]));
        let listed = |listener: &str, ports: Value, weight: i64| json!({"SlbId": "s", "ListenerId": listener, "ServerPortSet": ports, "Weight": weight});
        for (slbs, expected) in [
            (json!([listed("a", json!([81, 80]), 1)]), true),
            (json!([]), false),
            (json!([listed("b", json!([80, 81]), 1)]), false),
            (json!([listed("a", json!([80]), 1)]), false),
            (json!([listed("a", json!([80, 81]), 2)]), false),
            (
                json!([listed("a", json!([80, 81]), 1), listed("b", json!([80]), 1)]),
                false,
            ),
        ] {
            let lab = Lab::new(FakeGroup {
                settings: json!({"SlbConfigSet": slbs}),
                ..FakeGroup::default()
            });
            let group = lab.client().read_group(&CallContext::background(), GROUP).await;
            assert_eq!(are_set(&wanted, &group.unwrap().unwrap()), expected, "{slbs}");
        }
    }
}
