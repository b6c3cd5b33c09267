//! The debug mode, in which Terraform attaches to a provider that runs already.

use ksyun_autoscaling::plugin::{Environment, Mode};
use serde_json::Value;
use tokio::time::timeout;

use crate::host::{Client, Handshake, Identity, PATIENCE, environment};
use crate::plugin_layer::provider;

/// Reads the announcement as a developer's shell and Terraform do together.
fn parse_announcement(announcement: &str) -> Value {
    let json = announcement
        .lines()
        .find_map(|line| line.strip_prefix("TF_REATTACH_PROVIDERS='")?.strip_suffix('\''))
        .expect("a line to copy");
    serde_json::from_str(json).unwrap()
}

#[tokio::test]
async fn any_number_of_hosts_attach_one_after_the_other_until_an_interrupt() {
    let dir = tempfile::tempdir().unwrap();
    // Neither the cookie nor a certificate of a surrounding Terraform matters.
    let host = Identity::like_terraforms();
    let plugin = provider::start(Mode::Debug, &environment(dir.path(), Some(&host)));
    let reattach = &parse_announcement(&plugin.announcement)["example.test/acme/tiny"];
    assert_eq!(reattach["Test"], true);
    assert_eq!(reattach["ProtocolVersion"], 6);
    let handshake = Handshake {
        network: reattach["Addr"]["Network"].as_str().unwrap().to_owned(),
        address: reattach["Addr"]["String"].as_str().unwrap().to_owned(),
        certificate: None,
    };

    for _ in 0..2 {
        let client = Client::over(handshake.dial().await).await;
        assert_eq!(client.stop_provider().await.unwrap(), "tiny");
    }

    plugin.interrupt.send(()).unwrap();
    timeout(PATIENCE, plugin.ended).await.unwrap().unwrap().unwrap();
    assert_eq!(dir.path().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn it_can_be_started_by_hand() {
    let plugin = provider::start(Mode::Debug, &Environment::default());
    let reattach = &parse_announcement(&plugin.announcement)["example.test/acme/tiny"];
    assert_eq!(reattach["Pid"], std::process::id());

    plugin.interrupt.send(()).unwrap();
    timeout(PATIENCE, plugin.ended).await.unwrap().unwrap().unwrap();
}
