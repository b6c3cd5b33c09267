//! What a person is told of any object beside refusals of the API. Messages that only one type of object needs are in its
//! own folder.

use crate::client::ApiCallError;
use crate::cty::Path;
use crate::framework::Diagnostic;

/// A creation whose answer was lost, and whose `object` ("scaling group") was found.
pub(super) fn creation_found(object: &str, id: &str, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        "The answer to the creation was lost",
        format!(
            "The {object} {id} was found afterwards and is the one that was created, so it is in the state now. ({error})"
        ),
    )
}

/// A change whose answer was lost, and which shows in `what` ("scaling policy 1 of scaling group 2").
pub(super) fn change_found(what: &str, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        "The answer to the change was lost",
        format!("The API shows that {what} was changed as planned. ({error})"),
    )
}

/// `what` was changed, and the API still shows it as it was.
pub(super) fn still_old(what: &str) -> Diagnostic {
    Diagnostic::warning(
        "The API still shows old values",
        format!(
            "The API has taken the change of {what}, and still shows it as it was before. The state has what was planned. Run \
             terraform plan later to see whether the change has arrived."
        ),
    )
}

/// `what` was created or changed, and can't be read.
pub(super) fn not_read_back(object: &str, what: &str, why: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("The {object} can't be read right after the change"),
        format!(
            "The change of {what} is done, but {why}. What the API would have computed is missing in the state until the next \
             refresh. Run terraform plan to see whether all is well."
        ),
    )
}

/// A group with `number` instances is to have `wanted`; `attached` are those of them that were attached to it and that nothing
/// protects.
pub(super) fn instances_end(number: i64, wanted: i64, remove_policy: &str, attached: &[&str]) -> Diagnostic {
    let which = match remove_policy {
        "RemoveOldestInstance" => "the oldest first",
        "RemoveNewestInstance" => "the newest first",
        _ => "which ones is up to the API",
    };
    let ending = match number.saturating_sub(wanted) {
        1 => "1 instance is".to_owned(),
        several => format!("{several} instances are"),
    };
    let has = if number == 1 { "instance" } else { "instances" };
    let mut detail = format!(
        "The group has {number} {has} and will have {wanted}: {ending} terminated, {which} (remove_policy = {remove_policy:?}); \
         protected ones stay."
    );
    if !attached.is_empty() {
        detail += &format!(
            " Instances that were attached to the group may be among them: {}. To keep those, detach or protect them first.",
            attached.join(", ")
        );
    }
    Diagnostic::warning("The smaller group terminates instances", detail)
        .at(Path::root().attr("desired_capacity"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::CallContext;
    use crate::client::actions::CreateScalingPolicy;
    use crate::client::testing::{FakeApi, lost};

    #[tokio::test(start_paused = true)]
    async fn what_a_person_reads() {
        let client = FakeApi::new(|_| lost()).client();
        let request = CreateScalingPolicy::default();
        let call = client.call(&CallContext::background(), &request).await;
        let error = call.unwrap_err();
        let what = "scaling policy 1 of scaling group 2";
        let messages = [
            creation_found("scaling policy", "1", &error),
            change_found(what, &error),
            still_old(what),
            not_read_back("scaling policy", what, "the API does not list it"),
            instances_end(3, 2, "RemoveOldestInstance", &[]),
            instances_end(3, 0, "RemoveNewestInstance", &["i-1", "i-2"]),
        ];
        let texts: Vec<String> = messages
            .iter()
            .map(|message| format!("{:?}: {}\n{}", message.severity, message.summary, message.detail))
            .collect();
        insta::assert_snapshot!(texts.join("\n\n"), @r#"
        Warning: The answer to the creation was lost
        The scaling policy 1 was found afterwards and is the one that was created, so it is in the state now. (CreateScalingPolicy: no usable answer: the connection was closed; it may have been executed nevertheless)

        Warning: The answer to the change was lost
        The API shows that scaling policy 1 of scaling group 2 was changed as planned. (CreateScalingPolicy: no usable answer: the connection was closed; it may have been executed nevertheless)

        Warning: The API still shows old values
        The API has taken the change of scaling policy 1 of scaling group 2, and still shows it as it was before. The state has what was planned. Run terraform plan later to see whether the change has arrived.

        Warning: The scaling policy can't be read right after the change
        The change of scaling policy 1 of scaling group 2 is done, but the API does not list it. What the API would have computed is missing in the state until the next refresh. Run terraform plan to see whether all is well.

        Warning: The smaller group terminates instances
        The group has 3 instances and will have 2: 1 instance is terminated, the oldest first (remove_policy = "RemoveOldestInstance"); protected ones stay.

        Warning: The smaller group terminates instances
        The group has 3 instances and will have 0: 3 instances are terminated, the newest first (remove_policy = "RemoveNewestInstance"); protected ones stay. Instances that were attached to the group may be among them: i-1, i-2. To keep those, detach or protect them first.
        "#);
    }
}
