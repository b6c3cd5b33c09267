//! What a person gets to see who runs the binary.

use std::process::Output;

use ksyun_autoscaling::provider::SOURCE;
use tokio::time::timeout;

use crate::host::PATIENCE;
use crate::protocol::process::command;

async fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command().args(arguments).output();
    let Output {
        status,
        stdout,
        stderr,
    } = timeout(PATIENCE, output).await.expect("an end").unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[tokio::test]
async fn started_by_hand_it_explains_itself() {
    let (code, stdout, stderr) = run(&[]).await;
    assert_eq!(code, Some(1));
    assert_eq!(stdout, "");
    for part in [
        "terraform-provider-ksyun-autoscaling is a Terraform provider",
        "Name the provider ksyun/ksyun-autoscaling in required_providers",
        "-debug",
    ] {
        assert!(stderr.contains(part), "{part} is not in {stderr}");
    }
    assert!(!stderr.contains("panic"), "{stderr}");
}

#[tokio::test]
async fn it_tells_its_version() {
    let expected = format!(
        "terraform-provider-ksyun-autoscaling {}\n",
        env!("CARGO_PKG_VERSION")
    );
    for argument in ["--version", "-version"] {
        assert_eq!(run(&[argument]).await, (Some(0), expected.clone(), String::new()));
    }
}

#[tokio::test]
async fn its_help_says_what_it_is_and_how_terraform_finds_it() {
    for argument in ["--help", "-help", "-h"] {
        let (code, stdout, stderr) = run(&[argument]).await;
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        for part in [
            "Terraform provider for the Auto Scaling of Kingsoft Cloud",
            "~/.terraform.d/plugins/",
            &format!("source = \"{SOURCE}\""),
            "-debug",
            "--version",
        ] {
            assert!(stdout.contains(part), "{part} is not in {stdout}");
        }
    }
}

#[tokio::test]
async fn an_argument_that_it_does_not_know_is_refused_with_the_usage() {
    let (code, stdout, stderr) = run(&["serve"]).await;
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.contains("\"serve\"") && stderr.contains("-debug"),
        "{stderr}"
    );
}
