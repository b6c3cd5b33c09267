//! Every text of this resource, as a person reads it.

use serde_json::json;

use super::super::delete::step::Snapshot;
use super::super::testing::{FakeGroup, GROUP, Lab, call_error};
use super::*;
use crate::client::CallContext;
use crate::client::actions::{DeleteScalingGroup, DescribeScalingActivity, DescribeScalingInstance};
use crate::client::testing::error;

fn lab() -> Lab {
    Lab::new(FakeGroup {
        instances: vec![
            ("i-own", false, false),
            ("i-protected", false, true),
            ("i-attached", true, false),
            ("i-both", true, true),
        ],
        busy_looks: 9,
        activities: vec![json!({
            "ScalingActivityId": "537276906367950848",
            "Status": 3,
            "Type": 0,
            "ErrorCode": 501,
            "StartTime": "2024-01-15 16:30:00",
            "Cause": "the group was created",
            "FailInsList": ["i-1", "i-2"],
        })],
        ..FakeGroup::default()
    })
}

async fn snapshot(lab: &Lab) -> Snapshot {
    let limits = CallContext::background();
    let request = DescribeScalingInstance {
        scaling_group_id: GROUP.to_owned(),
        ..Default::default()
    };
    Snapshot {
        group: lab.client().read_group(&limits, GROUP).await.unwrap().unwrap(),
        instances: lab.client().list_all(&limits, &request).await.unwrap(),
    }
}

async fn activities(lab: &Lab) -> Vec<ScalingActivity> {
    let request = DescribeScalingActivity {
        scaling_group_id: GROUP.to_owned(),
        ..Default::default()
    };
    lab.client()
        .list_all(&CallContext::background(), &request)
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_message() {
    let lab = lab();
    let (snapshot, activities) = (snapshot(&lab).await, activities(&lab).await);
    let busy = call_error::<DeleteScalingGroup>(error(400, "ScalingGroupBusy", "The group is busy.")).await;
    let lacking = |reason| {
        let lacks = "it wants 3 instances and has 1".to_owned();
        without_capacity(GROUP, &Shortfall { lacks, reason })
    };
    let messages = [
        bounds_contradict(4, 3),
        capacity_out_of_range(0, "min_size", 1),
        capacity_out_of_range(4, "max_size", 3),
        bound_moves_capacity("min_size", 1, 2, 3, 2),
        bound_moves_capacity("max_size", 5, 0, 3, 3),
        security_group_missing(),
        security_groups_contradict(),
        subnet_missing(),
        healthy_without_wait(),
        listeners_are_taken_off(&["listener l of load balancer s".to_owned()]),
        protected_from_replacement(2),
        instances_not_seen(GROUP),
        destruction_terminates(GROUP, &snapshot.instances[..1]),
        destruction_terminates(GROUP, &snapshot.instances),
        destruction_will_be_refused(GROUP, 2),
        instances_will_be_in_the_way(GROUP, &snapshot.instances),
        destruction_waits(GROUP, &activities),
        destruction_takes_along(GROUP, &["  scaling policy 10000433 \"busy\"".to_owned()]),
        not_all_looked_into(40),
        not_disabled(GROUP, &busy),
        created_without_capacity(lacking(Reason::Stopped)),
        still_without_capacity(GROUP, 3, 1, &activities[0]),
        lacking(Reason::Failed(activities.clone())),
        lacking(Reason::TimeOver(Some(Duration::from_secs(90)))),
        lacking(Reason::TimeOver(None)),
        lacking(Reason::Stopped),
        lacking(Reason::Gone),
        lacking(Reason::Resting),
        lacking(Reason::Refused(busy.clone())),
        deletion_protected(GROUP, 2),
        instances_in_the_way(GROUP, &snapshot.instances),
        not_destroyed(GROUP, Interrupted::Stopped, Some(&snapshot), None, &[]),
        not_destroyed(
            GROUP,
            Interrupted::DeadlineExceeded,
            Some(&snapshot),
            Some(&busy),
            &activities,
        ),
    ];
    let texts: Vec<String> = messages.iter().map(text).collect();
    insta::assert_snapshot!(texts.join("\n────\n"));
}

fn text(message: &Diagnostic) -> String {
    let place = message
        .path
        .as_ref()
        .map(|path| format!(" at {path}"))
        .unwrap_or_default();
    format!(
        "{:?}{place}: {}\n\n{}\n",
        message.severity, message.summary, message.detail
    )
}
