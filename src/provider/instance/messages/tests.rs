use super::*;
use crate::client::CallContext;
use crate::client::actions::{
    Action, ActivityStatus, ActivityType, AttachInstance, DetachInstance, ScalingActivity,
};
use crate::client::testing::{FakeApi, Reply, error, lost};

async fn failed_call<A: Action<Response: std::fmt::Debug>>(request: A, reply: Reply) -> ApiCallError {
    let client = FakeApi::script([reply]).client();
    let answer = client.call(&CallContext::background(), &request).await;
    answer.unwrap_err()
}

fn failed_activity() -> ScalingActivity {
    ScalingActivity {
        scaling_activity_id: "437001122334455808".to_owned(),
        scaling_group_id: None,
        status: Some(ActivityStatus::Failed),
        activity_type: Some(ActivityType::Attach),
        cause: Some("添加云服务器触发".to_owned()),
        description: None,
        start_time: Some("2020-02-17 17:39:34".to_owned()),
        end_time: None,
        succeeded_instance_ids: Vec::new(),
        failed_instance_ids: Vec::new(),
        error_code: Some(501),
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_person_reads() {
    let id = &MemberId {
        item: "4c5b8053-6245-4824-9a34-9f866b5f0593".to_owned(),
        group: "436995593677910016".to_owned(),
    };
    let full = failed_call(
        AttachInstance::default(),
        error(400, "ScalingGroupFull", "The group is full"),
    )
    .await;
    let minimum = failed_call(
        DetachInstance::default(),
        error(400, "ScalingGroupMinimum", "The group is small"),
    )
    .await;
    let messages = [
        launched_by_the_group(id),
        member_already(id),
        answer_lost(id, &failed_call(AttachInstance::default(), lost()).await),
        group_is_full(id, 3, 3, &full),
        activity_failed("attach", id, &failed_activity()),
        activity_failed("detach", id, &failed_activity()),
        attaching_interrupted(id, Interrupted::Stopped),
        attaching_interrupted(id, Interrupted::DeadlineExceeded),
        detaching_interrupted(id, Interrupted::Stopped),
        detaching_interrupted(id, Interrupted::DeadlineExceeded),
        protection_will_be_lifted(id),
        minimum_will_make_way(id, 1, 1),
        minimum_not_put_back(id, Lowered { minimum: 1, now: 0 }, &minimum),
    ];
    let mut texts: Vec<String> = messages
        .iter()
        .map(|message| {
            format!(
                "{:?}: {}\n\n{}",
                message.severity, message.summary, message.detail
            )
        })
        .collect();
    texts.extend([ATTACHED_AND_TAINTED, WHAT_CAN_BE_ATTACHED, UNPROTECTED].map(str::to_owned));
    insta::assert_snapshot!(texts.join("\n\n────\n\n"));
}
