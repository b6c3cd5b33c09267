//! What this toy provider does not have is answered truthfully.

use tokio_stream::StreamExt as _;
use tonic::Request;

use super::{service, summaries};
use crate::tfplugin6::proto;
use crate::tfplugin6::proto::invoke_action::event::Type as EventType;
use crate::tfplugin6::proto::provider_server::Provider as _;

fn missing() -> String {
    "toy_missing".to_owned()
}

/// Checks that there is exactly one error, and that it names what is missing.
fn check(rpc: &str, diagnostics: &[proto::Diagnostic]) {
    let [diagnostic] = diagnostics else {
        panic!("{rpc}: {diagnostics:?}")
    };
    assert_eq!(diagnostic.severity(), proto::diagnostic::Severity::Error, "{rpc}");
    let text = format!("{} {}", diagnostic.summary, diagnostic.detail);
    assert!(text.contains("toy_missing"), "{rpc}: {text}");
}

#[tokio::test]
async fn every_call_about_something_that_is_not_there_gets_one_error_that_names_it() {
    let (service, _) = service().await;
    macro_rules! ask {
        ($($method:ident $message:ident $name:ident;)*) => {$(
            #[allow(clippy::needless_update, reason = "some requests have only their name")]
            let request = proto::$message::Request { $name: missing(), ..Default::default() };
            let answer = service.$method(Request::new(request)).await.expect("no status").into_inner();
            check(stringify!($method), &answer.diagnostics);
        )*};
    }
    ask! {
        validate_resource_config validate_resource_config type_name;
        validate_data_resource_config validate_data_resource_config type_name;
        upgrade_resource_state upgrade_resource_state type_name;
        upgrade_resource_identity upgrade_resource_identity type_name;
        read_resource read_resource type_name;
        plan_resource_change plan_resource_change type_name;
        apply_resource_change apply_resource_change type_name;
        import_resource_state import_resource_state type_name;
        move_resource_state move_resource_state target_type_name;
        generate_resource_config generate_resource_config type_name;
        read_data_source read_data_source type_name;
        validate_list_resource_config validate_list_resource_config type_name;
        validate_action_config validate_action_config type_name;
        plan_action plan_action action_type;
    }
}

#[tokio::test]
async fn streams_end_with_the_error_that_terraform_needs_to_see() {
    let (service, _) = service().await;

    let request = proto::invoke_action::Request {
        action_type: missing(),
        ..Default::default()
    };
    let mut events = service
        .invoke_action(Request::new(request))
        .await
        .expect("no status")
        .into_inner();
    let event = events.next().await.expect("an event").expect("no status");
    // A stream without this event would read as success.
    let Some(EventType::Completed(completed)) = event.r#type else {
        panic!("{event:?}")
    };
    check("InvokeAction", &completed.diagnostics);
    assert!(events.next().await.is_none());

    let request = proto::list_resource::Request {
        type_name: missing(),
        ..Default::default()
    };
    let mut events = service
        .list_resource(Request::new(request))
        .await
        .expect("no status")
        .into_inner();
    let event = events.next().await.expect("an event").expect("no status");
    check("ListResource", &event.diagnostic);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_function_that_does_not_exist_is_a_function_error() {
    let (service, _) = service().await;
    let request = proto::call_function::Request {
        name: missing(),
        arguments: vec![proto::DynamicValue::default()],
    };
    let answer = service
        .call_function(Request::new(request))
        .await
        .expect("no status")
        .into_inner();
    assert_eq!(answer.result, None);
    let error = answer.error.expect("an error");
    assert!(error.text.contains("toy_missing"), "{}", error.text);
}

#[tokio::test]
async fn there_is_no_error_in_what_only_lists() {
    let (service, _) = service().await;
    let functions = service.get_functions(Request::new(proto::get_functions::Request {}));
    assert_eq!(
        summaries(&functions.await.expect("no status").into_inner().diagnostics),
        [""; 0]
    );
    let identities =
        service.get_resource_identity_schemas(Request::new(proto::get_resource_identity_schemas::Request {}));
    let identities = identities.await.expect("no status").into_inner();
    assert_eq!(summaries(&identities.diagnostics), [""; 0]);
    assert_eq!(
        identities.identity_schemas.keys().collect::<Vec<_>>(),
        ["toy_thing"]
    );
}
