//! Bytes that are no value: Terraform and the provider disagree about the schema.

use tonic::Request;

use super::{
    PRIVATE, apply, apply_request, broken, config, dynamic, plan_request, read, read_request, service,
    summaries, thing,
};
use crate::cty::Value;
use crate::framework::testing::Act;
use crate::tfplugin6::proto;
use crate::tfplugin6::proto::provider_server::Provider as _;

#[tokio::test]
async fn what_cannot_be_decoded_is_a_diagnostic_and_never_a_grpc_status() {
    let (service, _) = service().await;
    let unreadable = |diagnostics: &[proto::Diagnostic]| {
        let [summary] = summaries(diagnostics).try_into().expect("one diagnostic");
        assert!(
            summary.starts_with("Terraform sent ") && summary.ends_with(" that the provider can't read"),
            "{summary}"
        );
    };
    macro_rules! check {
        ($method:ident, $request:expr) => {{
            let answer = service.$method(Request::new($request)).await.expect("no status");
            unreadable(&answer.into_inner().diagnostics);
        }};
    }
    check!(
        validate_provider_config,
        proto::validate_provider_config::Request { config: broken() }
    );
    check!(
        configure_provider,
        proto::configure_provider::Request {
            config: broken(),
            ..Default::default()
        }
    );
    check!(
        validate_resource_config,
        proto::validate_resource_config::Request {
            type_name: thing(),
            config: broken(),
            ..Default::default()
        }
    );
    check!(
        validate_data_resource_config,
        proto::validate_data_resource_config::Request {
            type_name: "toy_lookup".to_owned(),
            config: broken(),
        }
    );
    check!(
        read_data_source,
        proto::read_data_source::Request {
            type_name: "toy_lookup".to_owned(),
            config: broken(),
            ..Default::default()
        }
    );
    check!(
        generate_resource_config,
        proto::generate_resource_config::Request {
            type_name: thing(),
            state: broken(),
        }
    );
    for (prior_state, proposed_new_state, config) in [
        (broken(), dynamic(&config()), dynamic(&config())),
        (dynamic(&Value::Null), broken(), dynamic(&config())),
        (dynamic(&Value::Null), dynamic(&config()), broken()),
    ] {
        check!(
            plan_resource_change,
            proto::plan_resource_change::Request {
                prior_state,
                proposed_new_state,
                config,
                ..plan_request()
            }
        );
    }
    check!(
        apply_resource_change,
        proto::apply_resource_change::Request {
            planned_state: broken(),
            ..apply_request()
        }
    );
    check!(
        read_resource,
        proto::read_resource::Request {
            current_state: broken(),
            ..read_request()
        }
    );
}

#[tokio::test]
async fn what_cannot_be_decoded_loses_no_private_bytes() {
    let answer = apply(
        Act::Succeed,
        proto::apply_resource_change::Request {
            planned_state: broken(),
            ..apply_request()
        },
    )
    .await;
    assert_eq!(answer.private, PRIVATE);
    let answer = read(
        Act::Succeed,
        proto::read_resource::Request {
            current_state: broken(),
            ..read_request()
        },
    )
    .await;
    assert_eq!(answer.private, PRIVATE);
}
