//! `terraform query`: finds what exists, and writes the configuration that adopts it.

mod adoption;
mod filters;
mod refusals;

use crate::support::{Feature, Scenario};

/// An account with so many groups, each with a configuration, a policy, a task and a notification of its own, and one attached
/// instance in all. Terraform knows nothing of it.
#[track_caller]
fn account(groups: u32) -> Option<Scenario> {
    let mut s = Scenario::since(Feature::QUERY)?;
    s.apply(account_config(groups).as_str());
    s.forget_all();
    Some(s)
}

fn account_config(groups: u32) -> String {
    include_str!("account.tf").replace("type = number", &format!("default = {groups}"))
}

/// A `list` block of `kind` with these arguments in its `config` block.
fn list(kind: &str, config: &str) -> String {
    format!("list \"{kind}\" \"all\" {{\n  provider = ksyun\n  config {{\n    {config}\n  }}\n}}\n")
}
