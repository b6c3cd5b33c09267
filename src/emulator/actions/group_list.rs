//! Groups: describe.

use serde_json::{Value, json};

use super::values::{first_zone, passes, resembles};
use super::{Cx, Reply, answer};
use crate::emulator::params::Params;
use crate::emulator::store::{Group, Region};

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (ids, activities) = (p.list_or_one("ScalingGroupId"), p.list("ScalingActivityId"));
    let (name, vpc) = (p.optional("ScalingGroupName"), p.optional("VpcId"));
    let configuration = p.optional("ScalingConfigurationId");
    let page = cx.page(p, 10)?;
    let matches: Vec<&Group> = cx
        .region
        .groups
        .values()
        .filter(|group| passes(&ids, &group.id.to_string()) && resembles(name, &group.name))
        .filter(|group| configuration.is_none_or(|id| group.configuration.to_string() == id))
        // `0` asks for groups outside of any VPC; here every group is in one.
        .filter(|group| vpc.is_none_or(|id| group.vpc == id))
        .filter(|group| {
            let mut own = group.activities.iter();
            activities.is_empty() || own.any(|activity| passes(&activities, &activity.id.to_string()))
        })
        .collect();
    let (count, set) = page.cut(&matches, |group| view(group, cx.region, cx.region_name));
    Ok(answer([("ScalingGroupCount", count), ("ScalingGroupSet", set)]))
}

fn view(group: &Group, region: &Region, region_name: &str) -> Value {
    let configuration = region.configurations.get(&group.configuration);
    let mut view = json!({
        "ScalingGroupId": group.id,
        "ScalingGroupName": group.name,
        "ScalingConfigurationId": group.configuration,
        "ScalingConfigurationName": configuration.map_or("", |configuration| configuration.name.as_str()),
        "MinSize": group.min_size,
        "MaxSize": group.max_size,
        "DesiredCapacity": group.desired_capacity,
        "InstanceNum": group.size(),
        "CreateTime": group.created.to_string(),
        "RemovePolicy": group.remove_policy,
        "VpcId": group.vpc,
        "SubnetId": group.subnets.first(),
        "SubnetIdSet": group.subnets,
        "SubnetStrategy": group.subnet_strategy,
        "SecurityGroupId": group.security_groups.first(),
        "SecurityGroupIdSet": group.security_groups,
        "Status": group.status,
        "ProductLine": "KEC",
        "SlbConfigSet": group.load_balancers,
        "AvailabilityZone": first_zone(region_name),
        "BInScalingActivity": u8::from(group.running.is_some()),
        "AllowSlbScalingPolicy": !group.load_balancers.is_empty(),
    });
    // The members from when a group had one load balancer at most.
    if let Some(first) = group.load_balancers.first() {
        let ports: Vec<String> = first.server_ports.iter().map(u16::to_string).collect();
        view["SlbId"] = json!(first.id);
        view["ListenerId"] = json!(first.listener_id);
        view["ServerPorts"] = json!(ports.join(","));
        view["ServerPort"] = json!(first.server_ports.first());
    }
    view
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::error::ApiError;
    use crate::emulator::testing::{ACTIVITY, LISTENER, Lab, OTHER_SUBNET, SLB, text};

    /// Names of the groups that pass these filters.
    fn names(lab: &Lab, filters: &[(&str, &str)]) -> Vec<String> {
        let answer = lab.ok("DescribeScalingGroup", filters);
        answer["ScalingGroupSet"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|group| text(&group["ScalingGroupName"]))
            .collect()
    }

    #[test]
    fn a_group_is_described_with_every_member_that_clients_read() {
        let lab = Lab::new();
        let group = lab.describe(&lab.group_with(&[]));
        for text in [
            "ScalingGroupId",
            "ScalingConfigurationId",
            "CreateTime",
            "RemovePolicy",
            "VpcId",
            "SubnetStrategy",
            "ProductLine",
        ] {
            assert!(group[text].is_string(), "{text}");
        }
        for number in [
            "MinSize",
            "MaxSize",
            "DesiredCapacity",
            "InstanceNum",
            "BInScalingActivity",
        ] {
            assert!(group[number].is_number(), "{number}");
        }
        assert_eq!(
            (&group["ScalingConfigurationName"], &group["SlbConfigSet"]),
            (&json!("web"), &json!([]))
        );
        assert_eq!(group.get("SlbId"), None);
    }

    #[test]
    fn unknown_ids_give_an_empty_list() {
        let lab = Lab::new();
        let answer = lab.ok(
            "DescribeScalingGroup",
            &[("ScalingGroupId.1", "436995593677910016")],
        );
        assert_eq!(answer, json!({"ScalingGroupCount": 0, "ScalingGroupSet": []}));
    }

    #[test]
    fn filters_narrow_the_list() {
        let lab = Lab::new();
        let (web, api) = (
            lab.group_with(&[("ScalingGroupName", "web-1")]),
            lab.group_with(&[
                ("ScalingGroupName", "api-1"),
                ("SubnetId.1", OTHER_SUBNET),
                ("DesiredCapacity", "1"),
            ]),
        );
        let of_api = lab.describe(&api);
        let activity = text(&lab.activities(&api)[0]["ScalingActivityId"]);
        assert_eq!(
            names(&lab, &[("ScalingGroupId.0", &web), ("ScalingGroupId.7", &api)]),
            ["web-1", "api-1"]
        );
        for (filter, value) in [
            ("ScalingGroupName", "pi-"),
            (
                "ScalingConfigurationId",
                of_api["ScalingConfigurationId"].as_str().expect("an id"),
            ),
            ("VpcId", of_api["VpcId"].as_str().expect("an id")),
            ("ScalingActivityId.1", &activity),
        ] {
            assert_eq!(names(&lab, &[(filter, value)]), ["api-1"], "{filter}");
        }
        assert!(names(&lab, &[("VpcId", "0")]).is_empty());
    }

    #[test]
    fn pages_start_at_an_offset_from_zero_and_count_all_matches() {
        let lab = Lab::new();
        for number in 0..7 {
            lab.group_with(&[("ScalingGroupName", &number.to_string())]);
        }
        assert_eq!(names(&lab, &[("MaxResults", "5")]), ["0", "1", "2", "3", "4"]);
        assert_eq!(names(&lab, &[("MaxResults", "5"), ("Marker", "5")]), ["5", "6"]);
        assert_eq!(
            lab.ok("DescribeScalingGroup", &[("MaxResults", "5"), ("Marker", "9")]),
            json!({"ScalingGroupCount": 7, "ScalingGroupSet": []})
        );
        for (name, value) in [("MaxResults", "4"), ("MaxResults", "1001"), ("Marker", "-1")] {
            assert_eq!(
                lab.refused("DescribeScalingGroup", &[(name, value)]),
                ApiError::invalid_parameter(name)
            );
        }
    }

    #[test]
    fn the_first_load_balancer_is_repeated_in_the_old_members() {
        let lab = Lab::new();
        let slb = [
            ("Slb.1.Id", SLB),
            ("Slb.1.ListenerId", LISTENER),
            ("Slb.1.ServerPort.1", "80"),
            ("Slb.1.ServerPort.2", "81"),
        ];
        let group = lab.describe(&lab.group_with(&slb));
        assert_eq!(
            (
                &group["SlbId"],
                &group["ListenerId"],
                &group["ServerPorts"],
                &group["ServerPort"]
            ),
            (&json!(SLB), &json!(LISTENER), &json!("80,81"), &json!(80))
        );
        assert_eq!(group["AllowSlbScalingPolicy"], true);
    }

    #[test]
    fn whether_an_activity_runs_is_shown() {
        let lab = Lab::new();
        let group = lab.group_with(&[("DesiredCapacity", "1")]);
        assert_eq!(lab.describe(&group)["BInScalingActivity"], 1);
        lab.pass(ACTIVITY);
        assert_eq!(lab.describe(&group)["BInScalingActivity"], 0);
    }
}
