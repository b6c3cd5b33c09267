//! How the process stops what it does, and ends.

use ksyun_autoscaling::cty::{Type, Value};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::host::PATIENCE;
use crate::protocol::process::{Provider, dynamic, object, object_type, rpc};

#[tokio::test]
async fn shutdown_ends_the_process_although_terraform_keeps_its_connection() {
    let ended = Provider::start(&[]).await.shut_down().await;
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(ended.stderr, "");
}

#[tokio::test]
async fn under_terraform_an_interrupt_is_left_to_terraform() {
    let mut provider = Provider::start(&[]).await;
    provider.interrupt();
    // The answer comes after the signal was dealt with.
    for _ in 0..3 {
        assert_eq!(provider.client.stop_provider().await.unwrap(), "");
    }
    assert!(provider.runs());
    assert_eq!(provider.shut_down().await.status.code(), Some(0));
}

#[tokio::test]
async fn an_interrupt_ends_a_debug_server_cleanly() {
    let provider = Provider::start_debug().await;
    provider.client.stop_provider().await.unwrap();
    provider.interrupt();
    let ended = provider.ended().await;
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(ended.stderr, "");
}

/// The provider's arguments for an API at `address`.
async fn configure(provider: &Provider, address: &str) {
    let schema = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let schema = schema.provider.expect("a provider schema");
    let endpoints = Value::Object([("autoscaling".to_owned(), format!("http://{address}").into())].into());
    let config = object(
        &schema,
        [
            ("access_key", "AKIDEXAMPLE".into()),
            ("secret_key", "example".into()),
            ("region", "cn-beijing-6".into()),
            ("endpoints", endpoints),
        ],
    );
    let answer = rpc!(provider.client, ConfigureProvider, configure_provider, {
        terraform_version: "1.15.0".to_owned(),
        config: dynamic(&config, &object_type(&schema)),
    });
    assert_eq!(answer.diagnostics, []);
}

/// A state of which nothing but the id is known, as after an import.
async fn imported(provider: &Provider) -> (Type, Value) {
    let schema = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let schema = &schema.resource_schemas["ksyun_scaling_configuration"];
    (object_type(schema), object(schema, [("id", "100".into())]))
}

#[tokio::test]
async fn stop_is_answered_at_once_and_ends_a_call_that_waits_for_the_api() {
    // An API that takes connections and never answers.
    let api = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let provider = Provider::start_debug().await;
    configure(&provider, &api.local_addr().unwrap().to_string()).await;
    let (ty, state) = imported(&provider).await;
    let read = async {
        rpc!(provider.client, ReadResource, read_resource, {
            type_name: "ksyun_scaling_configuration".to_owned(),
            current_state: dynamic(&state, &ty),
            private: b"private".to_vec(),
        })
    };
    let stop = async {
        let connection = api.accept().await.unwrap();
        provider.client.stop_provider().await.unwrap();
        connection
    };
    let (read, _connection) = timeout(PATIENCE, async { tokio::join!(read, stop) })
        .await
        .expect("an end");
    assert_eq!(read.new_state, None);
    assert_eq!(read.private, b"private");
    let [diagnostic] = read.diagnostics.try_into().expect("one diagnostic");
    assert!(
        format!("{} {}", diagnostic.summary, diagnostic.detail).contains("stop"),
        "{diagnostic:?}"
    );
}

#[tokio::test]
async fn shutdown_does_not_wait_for_the_api() {
    let api = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let provider = Provider::start(&[]).await;
    configure(&provider, &api.local_addr().unwrap().to_string()).await;
    let (ty, state) = imported(&provider).await;
    let client = provider.client.clone();
    let read = tokio::spawn(async move {
        let request = ksyun_autoscaling::tfplugin6::proto::read_resource::Request {
            type_name: "ksyun_scaling_configuration".to_owned(),
            current_state: dynamic(&state, &ty),
            ..Default::default()
        };
        client
            .unary::<_, ()>("/tfplugin6.Provider/ReadResource", request)
            .await
    });
    let _connection = timeout(PATIENCE, api.accept())
        .await
        .expect("a connection")
        .unwrap();
    assert_eq!(provider.shut_down().await.status.code(), Some(0));
    assert!(timeout(PATIENCE, read).await.expect("an end").unwrap().is_err());
}
