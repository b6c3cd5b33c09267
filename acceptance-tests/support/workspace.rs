//! A working folder of its own for one scenario, and Terraform in it.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::Pid;
use tempfile::TempDir;

use super::binaries::{EMULATOR, PROVIDER};
use super::cli::CLI;
use super::config::Config;
use super::process::output_of;
use super::ui::Ui;

/// A temporary folder inside the build folder, removed with this value (unless `ACCEPTANCE_KEEP` is set).
pub(crate) struct Workspace {
    folder: TempDir,
    environment: BTreeMap<String, String>,
}

/// One command that has ended.
pub(crate) struct Run {
    /// The command line.
    pub(crate) command: String,
    /// The exit code; none if it was killed, as it is when it takes too long.
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The events in `stdout`, for a command that was given `-json`.
    pub(crate) ui: Ui,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let mut folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        folder.disable_cleanup(env::var_os("ACCEPTANCE_KEEP").is_some());
        let workspace = Self {
            folder,
            environment: BTreeMap::new(),
        };
        fs::create_dir(workspace.module()).expect("the module's folder can be created");
        workspace
    }

    /// The folder of everything that belongs to the scenario.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the root module and its state.
    pub(crate) fn module(&self) -> PathBuf {
        self.folder().join("module")
    }

    /// The file into which Terraform writes configurations.
    pub(crate) fn generated(&self) -> PathBuf {
        self.folder().join("generated.tf")
    }

    /// Sets variables for all commands to come.
    pub(crate) fn set_environment<'a>(
        &mut self,
        variables: impl IntoIterator<Item = (&'a String, &'a String)>,
    ) {
        self.environment.extend(
            variables
                .into_iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }

    /// Takes variables away from all commands to come.
    pub(crate) fn unset_environment(&mut self, names: &[&str]) {
        self.environment.retain(|name, _| !names.contains(&name.as_str()));
    }

    /// Writes Terraform's own configuration file.
    pub(crate) fn set_cli_config(&self, text: &str) {
        fs::write(self.folder().join("terraform.rc"), text).expect("terraform.rc can be written");
    }

    /// Replaces the configuration.
    pub(crate) fn set_config(&self, config: &Config) {
        for entry in fs::read_dir(self.module()).expect("the module's folder can be listed") {
            let file = entry.expect("the module's folder can be listed").path();
            let name = file.to_string_lossy();
            // The dependency lock file ends in `.hcl` too, and stays.
            if name.ends_with(".tf") || name.ends_with(".tfquery.hcl") {
                fs::remove_file(&file).expect("an old configuration file can be removed");
            }
        }
        for (name, text) in &config.files {
            fs::write(self.module().join(name), text).expect("a configuration file can be written");
        }
    }

    /// Runs `terraform` with `arguments` to its end.
    pub(crate) fn terraform(&self, arguments: &[&str]) -> Run {
        self.terraform_while(arguments, |_| ())
    }

    /// Runs Terraform while `meanwhile` runs beside it with Terraform's process id.
    pub(crate) fn terraform_while(&self, arguments: &[&str], meanwhile: impl FnOnce(Pid) + Send) -> Run {
        let mut command = self.command(&CLI.command);
        command.args(arguments);
        let name = format!("{} {}", CLI.command.display(), arguments.join(" "));
        run(command, name, meanwhile)
    }

    /// Runs a script as a person would type it, in the module's folder, with Terraform, the provider and the emulator on
    /// the path and "yes" as the answer to every question.
    pub(crate) fn bash(&self, script: &str) -> Run {
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([self.programs()].into_iter().chain(env::split_paths(&path)));
        let mut command = self.command(Path::new("bash"));
        command
            .args(["-euo", "pipefail", "-c"])
            .arg(format!("exec < <(yes yes)\n{script}"))
            .env("PATH", path.expect("folders without colons"))
            .env_remove("TF_INPUT")
            .env_remove("TF_DATA_DIR");
        run(command, script.to_owned(), |_| ())
    }

    /// A folder with the programs that a reader of the documents has.
    fn programs(&self) -> PathBuf {
        let bin = self.folder().join("programs");
        if !bin.exists() {
            fs::create_dir(&bin).expect("a folder can be made");
            for program in [&*EMULATOR, &*PROVIDER] {
                let name = program.file_name().expect("a program has a name");
                symlink(program, bin.join(name)).expect("a link can be made");
            }
            // Whichever is under test is what the documents call `terraform`; by its bare name it is on the path anyway.
            for name in ["terraform", CLI.product.command()] {
                if CLI.command == Path::new(name) {
                    continue;
                }
                let file = bin.join(name);
                let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", CLI.command.display());
                fs::write(&file, script).expect("a script can be written");
                fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a script can be run");
            }
        }
        bin
    }

    /// Nothing of the user's reaches the command: no home, no configuration, no proxy, no credentials.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.module())
            .env_clear()
            .envs(env::vars_os().filter(|(name, _)| name == "PATH"))
            .env("HOME", self.folder())
            .env("TMPDIR", self.folder())
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_CLI_CONFIG_FILE", self.folder().join("terraform.rc"))
            .env("TF_DATA_DIR", self.folder().join("data"))
            .env("TF_IN_AUTOMATION", "1")
            .env("KSYUN_AUTOSCALING_STRICT", "1")
            .env("TF_INPUT", "0")
            .envs(&self.environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// Runs `command`, called `name` in reports, to its end, while `meanwhile` runs beside it with its process id.
fn run(mut command: Command, name: String, meanwhile: impl FnOnce(Pid) + Send) -> Run {
    let child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{} cannot be started: {error}", command.get_program().display()));
    let output = output_of(child, meanwhile);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let stdout = text(&output.stdout);
    Run {
        command: name,
        exit: output.status.code(),
        ui: Ui::parse(&stdout),
        stdout,
        stderr: text(&output.stderr),
    }
}
