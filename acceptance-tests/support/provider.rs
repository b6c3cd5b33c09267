//! The provider under test, and the ways in which Terraform gets to it.

use std::collections::BTreeMap;
use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::binaries::PROVIDER;
use super::cli::CLI;
use super::daemon::Daemon;

const SOURCE: &str = "ksyun/ksyun-autoscaling";

const REATTACH: &str = "TF_REATTACH_PROVIDERS";

/// How Terraform reaches the provider.
#[derive(Clone, Copy)]
pub(crate) enum Serving {
    /// One process for the whole scenario, started with `-debug`: no handshake, no TLS, no `init`. The fastest.
    Reattached,
    /// Terraform launches it, with handshake and TLS, from a folder that overrides the registry: no `init`.
    DevOverride,
    /// As a user gets it: `terraform init` installs it, here from a folder laid out as a mirror.
    Mirror,
}

/// A provider that Terraform can reach.
pub(crate) struct Provider {
    _daemon: Option<Daemon>,
    /// Variables that Terraform needs to reach it.
    pub(crate) environment: BTreeMap<String, String>,
    /// Terraform's configuration file.
    pub(crate) cli_config: String,
}

impl Provider {
    /// Makes the provider reachable. It logs to `folder`, and gets `environment` if it is started here.
    #[track_caller]
    pub(crate) fn start(serving: Serving, folder: &Path, environment: &BTreeMap<String, String>) -> Self {
        match serving {
            Serving::Reattached => Self::reattached(folder, environment),
            Serving::DevOverride => {
                let bin = folder.join("bin");
                install(&PROVIDER, &bin, "terraform-provider-ksyun-autoscaling");
                Self::launched(
                    folder,
                    &format!("dev_overrides {{\n    {SOURCE:?} = \"{}\"\n  }}", bin.display()),
                )
            }
            Serving::Mirror => {
                let mirror = folder.join("mirror");
                add_to_mirror(&mirror, SOURCE);
                Self::launched(
                    folder,
                    &format!("filesystem_mirror {{\n    path = \"{}\"\n  }}", mirror.display()),
                )
            }
        }
    }

    #[track_caller]
    fn reattached(folder: &Path, environment: &BTreeMap<String, String>) -> Self {
        let mut command = Command::new(&*PROVIDER);
        command
            .arg("-debug")
            .current_dir(folder)
            .env_clear()
            .envs(environment)
            .env("TMPDIR", folder)
            .env("TF_LOG_PROVIDER", "DEBUG")
            .env("KSYUN_AUTOSCALING_STRICT", "1");
        let (daemon, lines) = Daemon::start(command, &log(folder), |lines| {
            lines.iter().any(|line| reattach(line).is_some())
        });
        let address = lines
            .iter()
            .find_map(|line| reattach(line))
            .expect("the line that was waited for");
        Self {
            _daemon: Some(daemon),
            environment: BTreeMap::from([(REATTACH.to_owned(), address.to_owned())]),
            cli_config: "disable_checkpoint = true\n".to_owned(),
        }
    }

    /// The variables that let the attached provider answer for the one at `address` too.
    pub(crate) fn environment_as(&self, address: &str) -> BTreeMap<String, String> {
        let attached = &self.environment[REATTACH];
        let mut attached: Value = serde_json::from_str(attached).expect("providers are named in JSON");
        attached[address] = attached[own_address()].clone();
        BTreeMap::from([(REATTACH.to_owned(), attached.to_string())])
    }

    /// Terraform's configuration file, with another provider beside this one that Terraform launches from `binary`.
    pub(crate) fn cli_config_with(&self, source: &str, binary: &Path, folder: &Path) -> String {
        let bin = folder.join("bin-of-the-other");
        let (_, name) = source.rsplit_once('/').expect("NAMESPACE/TYPE");
        install(binary, &bin, &format!("terraform-provider-{name}"));
        let overrides = "dev_overrides {\n";
        let with_other = format!("{overrides}    {source:?} = \"{}\"\n", bin.display());
        self.cli_config.replace(overrides, &with_other)
    }

    fn launched(folder: &Path, installation: &str) -> Self {
        Self {
            _daemon: None,
            environment: BTreeMap::from([
                ("TF_LOG_PROVIDER".to_owned(), "DEBUG".to_owned()),
                ("TF_LOG_PATH".to_owned(), log(folder).display().to_string()),
            ]),
            cli_config: format!("provider_installation {{\n  {installation}\n}}\n"),
        }
    }
}

/// The full address of the provider under test.
pub(crate) fn own_address() -> String {
    CLI.provider_address(SOURCE)
}

/// The provider's log file.
pub(crate) fn log(folder: &Path) -> PathBuf {
    folder.join("provider.log")
}

/// The value in `TF_REATTACH_PROVIDERS='VALUE'`.
fn reattach(line: &str) -> Option<&str> {
    let (_, value) = line.split_once(REATTACH)?;
    value.strip_prefix("='")?.strip_suffix('\'')
}

/// Lays the provider out in a mirror, as the one that `required_providers` calls `source`.
pub(crate) fn add_to_mirror(mirror: &Path, source: &str) {
    let (_, name) = source.rsplit_once('/').expect("NAMESPACE/TYPE");
    let version = env!("CARGO_PKG_VERSION");
    let package = mirror
        .join(CLI.provider_address(source))
        .join(version)
        .join(platform());
    install(
        &PROVIDER,
        &package,
        &format!("terraform-provider-{name}_v{version}"),
    );
}

/// Puts a binary into a folder of its own, as a second name of the same file.
fn install(binary: &Path, folder: &Path, name: &str) {
    fs::create_dir_all(folder).expect("the provider's folder can be created");
    fs::hard_link(binary, folder.join(name)).expect("the build folder can hold links");
}

/// Terraform's name of this machine's platform.
fn platform() -> String {
    let os = if consts::OS == "macos" {
        "darwin"
    } else {
        consts::OS
    };
    let arch = match consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{os}_{arch}")
}
