//! Arguments of `ksyun_scaling_load_balancer_attachment`.

use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::composite_id::check_id;
use crate::provider::ids;
use crate::provider::scaling_group::load_balancer;

/// The members of a load balancer that say which one it is.
const IDENTITY: [&str; 2] = ["slb_id", "listener_id"];

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "A listener of a load balancer, behind which the instances of a scaling group are. For a group whose own configuration \
         mentions no `slb_config_set`; the group then leaves its load balancers to these resources. The API knows only the whole \
         list of a group: it is read anew before each change, and what is there besides stays. Changes of one run wait for each \
         other; those of two runs at the same moment can undo each other, which the next plan shows.",
    )
    .attribute(
        Attribute::string("id", "Id of the attachment in the state: `listener_id:scaling_group_id`.").computed(),
    )
    .attribute(
        ids::id("scaling_group_id", "Id of the scaling group.")
            .required()
            .requires_replace()
            .validate(Validator::Custom("an id", check_id)),
    );
    let members = load_balancer().attributes.into_iter().map(|member| {
        if IDENTITY.contains(&member.name) {
            member
                .requires_replace()
                .validate(Validator::Custom("an id", check_id))
        } else {
            member
        }
    });
    members.fold(schema, Schema::attribute).block(Timeouts::block())
}
