//! Lists that tools read on their way, and in which nothing is.

use serde_json::{Map, json};

use super::{Cx, Reply};
use crate::emulator::request::Pairs;

/// The action that gives an empty list, if `name` of `service` is one.
pub(super) fn empty(service: &str, name: &str) -> Option<fn(&mut Cx<'_>, &Pairs) -> Reply> {
    Some(match (service, name) {
        ("tag" | "tagv2", "ListTagsByResourceIds" | "ListTags") => |_, _| list("Tags"),
        ("tag" | "tagv2", "DescribeTags") => |_, _| list("TagSet"),
        ("vpc", "DescribeRoutes") => |_, _| list("RouteSet"),
        ("vpc" | "kec", "DescribeAvailabilityZones") => |_, _| list("AvailabilityZoneInfo"),
        ("slb", "DescribeLoadBalancerAttributes") => |_, _| list("LoadBalancerAttributeSet"),
        _ => return None,
    })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in a table of actions that can fail"
)]
fn list(set: &str) -> Reply {
    Ok(Map::from_iter([(set.to_owned(), json!([]))]))
}
