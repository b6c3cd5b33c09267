use super::*;
use crate::client::CallContext;
use crate::client::actions::ModifyScalingNotification;
use crate::client::testing::{FakeApi, error};

const GROUP: &str = "436995593677910016";
const NOTIFICATION: &str = "452836290418409472";

async fn failed_call(reply: crate::client::testing::Reply) -> ApiCallError {
    let request = ModifyScalingNotification::default();
    let client = FakeApi::script([reply]).client();
    client
        .call(&CallContext::background(), &request)
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn what_a_person_reads() {
    let refused = failed_call(error(
        400,
        "MissingParameter",
        "An value must be supplied for the input parameter NotificationType.",
    ));
    let messages = [
        taken(GROUP, NOTIFICATION, &["1".to_owned(), "2".to_owned()]),
        clearing_refused(GROUP, NOTIFICATION, &refused.await),
    ];
    let texts: Vec<String> = messages
        .iter()
        .map(|message| {
            format!(
                "{:?}: {}\n\n{}",
                message.severity, message.summary, message.detail
            )
        })
        .collect();
    insta::assert_snapshot!(texts.join("\n\n────\n\n"));
}
