//! A load balancer of a group: the listener that its instances join.

use super::model::choice;
use crate::client::actions::SlbConfig;
use crate::client::ids;
use crate::cty::Type;
use crate::framework::schema::{Attribute, Block, Validator};
use crate::framework::{Field, List, Set, model};
use crate::provider::flatten::flatten;
use crate::provider::ids::IdAttribute as _;
use crate::provider::unmentioned::Named;

/// The API's default of `Slb.N.Weight`.
const WEIGHT: i64 = 20;
/// The API's default of `Slb.N.HealthCheckType`.
const HEALTH_CHECK_TYPE: &str = "slb";

/// A load balancer as the configuration of a group has it.
pub(in crate::provider) fn block() -> Block {
    Block::list(
        "slb_config_set",
        "A load balancer whose listener the instances join. The order of these blocks has no meaning. While there is none, \
         Terraform does not manage the group's listeners: those that were attached elsewhere, or that the group had when it was \
         imported or taken over, stay and are shown; only those that the configuration itself had before are taken off, with a \
         warning that names them. A group that replaces this one (`-replace`) gets none of them.",
    )
    .attribute(Attribute::string("slb_id", "Id of the load balancer, in the group's VPC.").id().required())
    .attribute(Attribute::string("listener_id", "Id of the listener.").id().required())
    .attribute(
        Attribute::new(
            "server_port_set",
            Type::set(Type::Number),
            "Ports of the instances behind the listener.",
        )
        .optional()
        .computed()
        .validate(Validator::each(Validator::Between(0, 65_535))),
    )
    .attribute(
        Attribute::number("weight", "Weight of the instances behind the listener.")
            .default(WEIGHT)
            .validate(Validator::Between(0, 100)),
    )
    .attribute(
        Attribute::string("health_check_type", "Who decides whether an instance is healthy.")
            .default(HEALTH_CHECK_TYPE)
            .validate(Validator::OneOf(&["slb", "kec"])),
    )
    .keyed_by(&["slb_id", "listener_id"])
    .kept_unmentioned()
}

model! {
    /// A load balancer of a group.
    pub struct SlbModel {
        /// `Slb.N.Id`
        slb_id: String,
        /// `Slb.N.ListenerId`
        listener_id: String,
        /// `Slb.N.ServerPort.M`
        server_port_set: Set<i64>,
        /// `Slb.N.Weight`
        weight: i64,
        /// `Slb.N.HealthCheckType`
        health_check_type: String,
    }
}

impl Named for SlbModel {
    fn name(&self) -> Option<String> {
        let (listener, slb) = (self.listener_id.as_str()?, self.slb_id.as_str()?);
        Some(format!("listener {listener} of load balancer {slb}"))
    }
}

impl SlbModel {
    /// A load balancer of an answer. What that leaves out is as in the one of `known` that has the same listener.
    pub(in crate::provider) fn from_answer(slb: SlbConfig, known: &List<SlbModel>) -> Self {
        let is_id = |known: &Field<String>, id: Option<&str>| match (known.as_str(), id) {
            (Some(known), Some(id)) => ids::is_same(known, id),
            (known, id) => known == id,
        };
        let same = |other: &&SlbModel| {
            is_id(&other.slb_id, Some(&slb.slb_id)) && is_id(&other.listener_id, slb.listener_id.as_deref())
        };
        let before = known.known().find(same).cloned().unwrap_or_default();
        let weight = slb.weight.or(before.weight.get()).unwrap_or(WEIGHT);
        Self {
            slb_id: flatten(Some(slb.slb_id), before.slb_id),
            listener_id: flatten(slb.listener_id, before.listener_id),
            server_port_set: flatten(slb.server_ports, before.server_port_set),
            weight: Field::Value(weight),
            health_check_type: choice(slb.health_check_type, before.health_check_type, HEALTH_CHECK_TYPE),
        }
    }
}
