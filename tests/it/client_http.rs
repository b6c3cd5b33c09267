//! The client over a real socket, through its public interface alone.
use std::time::Duration;

use ksyun_autoscaling::client::actions::{DescribeScalingGroup, EnableScalingGroup};
use ksyun_autoscaling::client::{CallContext, Client, ClientConfig, Credentials, Failure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::host::PATIENCE;

fn client(address: impl std::fmt::Display) -> Client {
    let mut config = ClientConfig::new(Credentials::new("AKEXAMPLE", "secret"), "local-1");
    config.endpoint.url = Some(format!("http://{address}"));
    config.max_retries = 0;
    Client::new(&config).unwrap()
}

/// Answers one request with `body` and gives back the request, in lower case.
async fn serve(listener: &TcpListener, body: &str) -> String {
    let accepted = timeout(PATIENCE, listener.accept()).await.expect("a connection");
    let (mut socket, _) = accepted.unwrap();
    let mut request = Vec::new();
    loop {
        assert_ne!(
            socket.read_buf(&mut request).await.unwrap(),
            0,
            "the request ended early"
        );
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let expected = text
            .split_once("content-length: ")
            .and_then(|(_, rest)| rest.split_once("\r\n"));
        let length = expected.and_then(|(digits, _)| digits.parse::<usize>().ok());
        if let (Some(length), Some((_, form))) = (length, text.split_once("\r\n\r\n"))
            && form.len() == length
        {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
            let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
            socket.write_all(answer.as_bytes()).await.unwrap();
            return text;
        }
    }
}

#[tokio::test]
async fn a_list_is_read_over_http() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(listener.local_addr().unwrap());
    let cx = CallContext::background().with_timeout(Duration::from_secs(30));
    let request = DescribeScalingGroup::default();
    let (groups, request) = tokio::join!(
        client.list_all(&cx, &request),
        serve(
            &listener,
            r#"{"RequestId":"r","ScalingGroupSet":[{"ScalingGroupId":"1"}]}"#
        )
    );
    assert_eq!(groups.unwrap()[0].scaling_group_id, "1");
    assert!(
        request.starts_with("post /?action=describescalinggroup&version=2016-03-04 http/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("signedheaders=accept;content-length;content-type;host;x-amz-date"),
        "{request}"
    );
    assert!(
        request.ends_with("marker=0&maxresults=1000&version=2016-03-04"),
        "{request}"
    );
}

#[tokio::test]
async fn a_write_to_nobody_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let request = EnableScalingGroup {
        scaling_group_id: "1".to_owned(),
    };
    let error = client(address)
        .call(&CallContext::background(), &request)
        .await
        .unwrap_err();
    assert!(
        matches!(error.failure(), Failure::NotSent { .. }) && !error.outcome_unknown(),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .contains("EnableScalingGroup: the request could not be sent"),
        "{error}"
    );
}
