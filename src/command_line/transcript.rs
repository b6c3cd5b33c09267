//! `record`, `replay` and `compare`: the emulator beside the real API.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::failure::Failure;
use super::options::Options;
use super::run;
use crate::client::Credentials;
use crate::emulator::clock::ClockMode;
use crate::emulator::service::Emulator;
use crate::transcript::{compare, entry, record, replay};

#[derive(Args)]
#[command(after_help = "\
Examples:
  ksyun-autoscaling-emulator record --upstream https://kec.cn-beijing-6.api.ksyun.com --file calls.jsonl -- terraform apply
  ksyun-autoscaling-emulator compare calls.jsonl

The keys are taken from KSYUN_ACCESS_KEY, KSYUN_SECRET_KEY and KSYUN_SECURITY_TOKEN; the command gets others, which open
nothing. This makes, changes and deletes what the command does, for real.")]
pub(super) struct Record {
    /// The URL of the real API.
    #[arg(long, value_name = "URL")]
    upstream: String,
    /// The transcript, a line of JSON per call, without keys, signatures, passwords and user data.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The command to run.
    #[arg(value_name = "COMMAND")]
    program: OsString,
    /// Its arguments.
    #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[derive(Args)]
#[command(after_help = "Example: ksyun-autoscaling-emulator replay calls.jsonl -- terraform plan")]
pub(super) struct Replay {
    /// The transcript.
    file: PathBuf,
    /// The command to run.
    #[arg(value_name = "COMMAND")]
    program: OsString,
    /// Its arguments.
    #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

#[derive(Args)]
#[command(after_help = "Example: ksyun-autoscaling-emulator compare calls.jsonl --activity-seconds 30")]
pub(super) struct Compare {
    /// The transcript.
    file: PathBuf,
    #[command(flatten)]
    options: Options,
}

pub(super) async fn record(arguments: &Record) -> Result<ExitCode, Failure> {
    let upstream = record::Upstream {
        url: arguments.upstream.clone(),
        credentials: credentials()?,
    };
    let region = env::var("KSYUN_REGION").ok();
    // What is wrong with them is said before anything runs.
    upstream
        .client(region.as_deref().unwrap_or_default())
        .map_err(|error| Failure::new(error.to_string()))?;
    let server = record::server(upstream, &arguments.file)
        .await
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", arguments.file.display())))?;
    let environment = server.environment(region);
    Ok(run::run(
        environment,
        server.serve(),
        &arguments.program,
        &arguments.arguments,
    )
    .await?)
}

pub(super) async fn replay(arguments: &Replay) -> Result<ExitCode, Failure> {
    let server = replay::server(read(&arguments.file)?)
        .await
        .map_err(|error| Failure::new(format!("cannot listen: {error}")))?;
    let environment = server.environment(env::var("KSYUN_REGION").ok());
    Ok(run::run(
        environment,
        server.serve(),
        &arguments.program,
        &arguments.arguments,
    )
    .await?)
}

/// Says where the emulator differs from a transcript; the status is 2 if it does.
pub(super) fn compare(arguments: Compare, out: &mut impl Write) -> Result<ExitCode, Failure> {
    const DIFFERENT: u8 = 2;
    let transcript = read(&arguments.file)?;
    let mut config = arguments.options.into_config().map_err(Failure::new)?.emulator;
    config.clock = ClockMode::Manual;
    let emulator = Emulator::new(config).map_err(|error| Failure::new(error.to_string()))?;
    let comparison = compare::compare(&transcript, &emulator).map_err(Failure::new)?;
    write!(out, "{}", comparison.report())?;
    Ok(if comparison.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(DIFFERENT)
    })
}

fn read(file: &Path) -> Result<Vec<entry::Entry>, Failure> {
    let named = |why: String| Failure::new(format!("{}: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| named(error.to_string()))?;
    entry::read(&text).map_err(named)
}

fn credentials() -> Result<Credentials, Failure> {
    let variable = |name: &str| {
        let value = env::var(name).ok().filter(|value| !value.is_empty());
        value.ok_or_else(|| Failure::new(format!("set {name}: the calls are made with your own keys")))
    };
    let credentials = Credentials::new(variable("KSYUN_ACCESS_KEY")?, variable("KSYUN_SECRET_KEY")?);
    Ok(match variable("KSYUN_SECURITY_TOKEN") {
        Ok(token) => credentials.with_security_token(token),
        Err(_) => credentials,
    })
}
