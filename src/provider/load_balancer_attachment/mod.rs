//! `ksyun_scaling_load_balancer_attachment`: one listener behind which the instances of a group are, for teams that own the
//! load balancer and not the group.

mod messages;
mod model;
mod object;
mod plan;
mod resource;
mod schema;

pub use resource::LoadBalancerAttachmentResource;
