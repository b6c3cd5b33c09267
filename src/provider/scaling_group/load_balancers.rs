//! A group's load balancers as parameters, and whether they differ. An update that needlessly sends them, or sends none,
//! would detach them: the API replaces the whole list.

use super::attributes::ScalingGroupModel;
use super::slb::SlbModel;
use crate::client::actions::SlbParam;
use crate::provider::expand::text;

/// The load balancers of `group` as the API takes them.
pub(super) fn params(group: &ScalingGroupModel) -> Vec<SlbParam> {
    group.slbs().map(param).collect()
}

/// Whether the two groups have other load balancers; their order means nothing.
pub(super) fn differ(one: &ScalingGroupModel, other: &ScalingGroupModel) -> bool {
    let sorted = |group: &ScalingGroupModel| {
        let mut slbs: Vec<_> = group.slbs().map(|slb| (order(slb), slb.clone())).collect();
        slbs.sort_by(|(one, _), (other, _)| one.cmp(other));
        slbs
    };
    let (one, other) = (sorted(one), sorted(other));
    let same = |((mine, one), (theirs, other)): (&(Order, SlbModel), &(Order, SlbModel))| {
        mine == theirs && same_but_ports(one, other)
    };
    one.len() != other.len() || !one.iter().zip(&other).all(same)
}

/// What load balancers are sorted by: ids, ports, weight and check.
type Order = (String, String, Vec<i64>, Option<i64>, String);

fn order(slb: &SlbModel) -> Order {
    let ports = slb.server_port_set.value();
    let mut ports: Vec<i64> = ports.into_iter().flat_map(|set| set.known().copied()).collect();
    ports.sort_unstable();
    let (id, listener) = (text(&slb.slb_id), text(&slb.listener_id));
    (
        id,
        listener,
        ports,
        slb.weight.get(),
        text(&slb.health_check_type),
    )
}

/// Nothing set and not known yet are two things, which look alike to [`order`].
fn same_but_ports(one: &SlbModel, other: &SlbModel) -> bool {
    one.slb_id == other.slb_id
        && one.listener_id == other.listener_id
        && one.weight == other.weight
        && one.health_check_type == other.health_check_type
}

/// A load balancer as the API takes it.
pub(in crate::provider) fn param(slb: &SlbModel) -> SlbParam {
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
    use super::*;
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
}
