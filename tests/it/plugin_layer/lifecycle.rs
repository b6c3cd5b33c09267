//! When a plugin ends, and that it leaves nothing behind.

use std::path::Path;

use ksyun_autoscaling::plugin::Mode;
use tokio::time::timeout;
use tonic::Code;

use crate::host::{Client, Handshake, Identity, PATIENCE, environment};
use crate::plugin_layer::provider::{self, RunningPlugin};

/// A plugin that serves over TLS, and a host that is connected to it.
async fn connected(dir: &Path) -> (RunningPlugin, Client) {
    let host = Identity::like_terraforms();
    let plugin = provider::start(Mode::Plugin, &environment(dir, Some(&host)));
    let handshake = Handshake::parse(&plugin.announcement);
    let stream = handshake.dial_tls(handshake.tls(Some(&host))).await.unwrap();
    (plugin, Client::over(stream).await)
}

/// Waits for the end of the plugin, and checks that its socket is gone.
async fn ends_cleanly(plugin: RunningPlugin, dir: &Path) {
    timeout(PATIENCE, plugin.ended)
        .await
        .expect("the plugin does not end")
        .unwrap()
        .unwrap();
    assert_eq!(dir.read_dir().unwrap().count(), 0, "files are left behind");
}

#[tokio::test]
async fn shutdown_is_answered_and_ends_the_plugin_although_its_streams_are_open() {
    let dir = tempfile::tempdir().unwrap();
    let (plugin, client) = connected(dir.path()).await;
    let mut stdio = client.stream_stdio().await.unwrap();
    let mut broker = client.start_broker_stream().await.unwrap();

    client.shutdown().await.unwrap();

    let ends = async { (stdio.message().await, broker.message().await) };
    let (stdio, broker) = timeout(PATIENCE, ends).await.expect("the streams end");
    assert_eq!(stdio.unwrap(), None, "it ends without an error");
    assert_eq!(broker.unwrap(), None, "it ends without an error");
    ends_cleanly(plugin, dir.path()).await;
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_call_that_never_ends() {
    let dir = tempfile::tempdir().unwrap();
    let (plugin, client) = connected(dir.path()).await;
    let endless = tokio::spawn({
        let client = client.clone();
        async move { client.validate_provider_config().await }
    });
    // Answered after the endless call has reached the plugin, as both share a connection.
    client.stop_provider().await.unwrap();

    client.shutdown().await.unwrap();

    ends_cleanly(plugin, dir.path()).await;
    endless.abort();
}

#[tokio::test]
async fn the_end_of_the_host_ends_the_plugin() {
    let dir = tempfile::tempdir().unwrap();
    let (plugin, client) = connected(dir.path()).await;
    client.stop_provider().await.unwrap();

    drop(client);
    // Skips the time that the plugin gives the host to connect again.
    tokio::time::pause();

    ends_cleanly(plugin, dir.path()).await;
}

#[tokio::test]
async fn the_plugins_own_services_answer_beside_the_provider() {
    let dir = tempfile::tempdir().unwrap();
    let (_plugin, client) = connected(dir.path()).await;

    assert_eq!(client.health("plugin").await.unwrap(), 1);
    assert_eq!(client.health("unknown").await.unwrap_err().code(), Code::NotFound);
    assert_eq!(client.stop_provider().await.unwrap(), "tiny");
}
