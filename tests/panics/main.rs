//! What a person sees when an operation panics: real Terraform runs a provider whose toys bite.
//!
//! The provider is this very binary, started by Terraform, since only then Terraform reads its standard error.

#[allow(dead_code, reason = "the scenarios use the rest of it")]
#[path = "../../acceptance-tests/support/cli.rs"]
mod cli;
#[allow(dead_code, reason = "the scenarios use the rest of it")]
#[path = "../../acceptance-tests/support/process.rs"]
mod process;
mod provider;
mod terraform;

use std::process::ExitCode;

use serde_json::Value;
use terraform::{Run, Workspace};

const TOYS: &str = r#"
terraform {
  required_providers {
    toys = { source = "example.test/acme/toys" }
  }
}

resource "toys_toy" "bear" {
  name = "bear"
}

resource "toys_toy" "shark" {
  name = "bites at once"
}

resource "toys_toy" "wolf" {
  name = "bites later"
}

resource "toys_toy" "mouse" {
  name = "mouse"
}
"#;

const GHOST: &str = r#"
terraform {
  required_providers {
    toys = { source = "example.test/acme/toys" }
  }
}

resource "toys_toy" "ghost" {
  name = "bites nobody sees"
}
"#;

fn main() -> ExitCode {
    if std::env::var_os("TF_PLUGIN_MAGIC_COOKIE").is_some() {
        return provider::serve();
    }
    a_panic_is_an_error_of_its_resource_and_the_others_keep_their_state();
    a_panic_that_nobody_catches_is_shown_as_a_crash();
    ExitCode::SUCCESS
}

fn a_panic_is_an_error_of_its_resource_and_the_others_keep_their_state() {
    let workspace = Workspace::new(TOYS);
    let apply = workspace.terraform(&["apply", "-auto-approve", "-no-color"]);
    assert_ne!(apply.exit, Some(0), "{apply}");
    for text in [
        "Error: The provider has a bug",
        "with toys_toy.shark,",
        "with toys_toy.wolf,",
        "in resource \"toys_toy\" \"shark\"",
        "The provider panicked at tests/panics/provider.rs:",
        "the shark bites",
        "the wolf bites",
    ] {
        assert!(apply.output.contains(text), "{text:?} is not in {apply}");
    }
    looks_like_no_crash(&apply);

    let log = workspace.provider_log();
    assert_eq!(log.matches("the provider panicked").count(), 2, "{log}");
    assert!(log.contains("create") && log.contains("backtrace="), "{log}");

    let state = workspace.state();
    let toys: Vec<(&str, bool)> = state["resources"]
        .as_array()
        .into_iter()
        .flatten()
        .map(toy)
        .collect();
    assert_eq!(toys, [("bear", false), ("mouse", false), ("wolf", true)]);

    // Nothing of the object that was saved is lost: Terraform destroys it as it does any other.
    let destroy = workspace.terraform(&["destroy", "-auto-approve", "-no-color"]);
    assert_eq!(destroy.exit, Some(0), "{destroy}");
    assert!(destroy.output.contains("3 destroyed"), "{destroy}");
}

/// The name of a resource, and whether it is tainted.
fn toy(resource: &Value) -> (&str, bool) {
    let name = resource["name"].as_str().unwrap_or_default();
    (name, resource["instances"][0]["status"] == "tainted")
}

fn looks_like_no_crash(run: &Run) {
    for text in ["Stack trace", "crashed", "Plugin did not respond", "panic: "] {
        assert!(!run.output.contains(text), "{text:?} is in {run}");
    }
}

fn a_panic_that_nobody_catches_is_shown_as_a_crash() {
    let workspace = Workspace::new(GHOST);
    let apply = workspace.terraform(&["apply", "-auto-approve", "-no-color"]);
    for text in [
        "Stack trace from the terraform-provider-toys plugin",
        "panic: the ghost bites",
        "plugin crashed!",
    ] {
        assert!(apply.output.contains(text), "{text:?} is not in {apply}");
    }
}
