//! Terraform in a folder of its own, with this binary as its provider.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::CLI;
use crate::process::output;

pub(crate) struct Workspace {
    folder: TempDir,
}

/// A command that has ended.
pub(crate) struct Run {
    pub(crate) exit: Option<i32>,
    /// What it wrote, with the decoration of diagnostics taken away.
    pub(crate) output: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {:?}:\n{}", self.exit, self.output)
    }
}

impl Workspace {
    /// A folder with `config`, for which no `terraform init` is needed.
    pub(crate) fn new(config: &str) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let workspace = Self { folder };
        let bin = workspace.path("bin");
        fs::create_dir(&bin).expect("a folder for the provider");
        let this = std::env::current_exe().expect("the path of this binary");
        fs::hard_link(this, bin.join("terraform-provider-toys")).expect("the build folder can hold links");
        let installation = format!(
            "provider_installation {{\n  dev_overrides {{\n    \"example.test/acme/toys\" = \"{}\"\n  }}\n}}\n",
            bin.display()
        );
        workspace.write("terraform.rc", &installation);
        workspace.write("main.tf", config);
        workspace
    }

    pub(crate) fn terraform(&self, arguments: &[&str]) -> Run {
        let terraform = &CLI.command;
        let mut command = Command::new(terraform);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| name == "PATH"))
            .env("HOME", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_CLI_CONFIG_FILE", self.path("terraform.rc"))
            .env("TF_INPUT", "0")
            .env("TF_LOG_PROVIDER", "ERROR")
            .env("TF_LOG_PATH", self.path("provider.log"))
            .stdin(Stdio::null());
        let output = output(&mut command)
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", terraform.display()));
        let both = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&both);
        // Terraform breaks lines and puts bars in front of them.
        let words = text
            .split_whitespace()
            .filter(|word| !["│", "╷", "╵"].contains(word));
        Run {
            exit: output.status.code(),
            output: words.collect::<Vec<_>>().join(" "),
        }
    }

    pub(crate) fn provider_log(&self) -> String {
        fs::read_to_string(self.path("provider.log")).expect("a log")
    }

    pub(crate) fn state(&self) -> Value {
        let text = fs::read_to_string(self.path("terraform.tfstate")).expect("a state");
        serde_json::from_str(&text).expect("JSON")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder can be written");
    }
}
