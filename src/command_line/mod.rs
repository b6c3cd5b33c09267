//! The command line of `ksyun-autoscaling-emulator`: starts emulators, and looks into and drives those that run.

mod completions;
mod drive;
mod events;
mod failure;
mod inspect;
mod options;
mod remote;
mod run;
mod shell;
mod signals;
mod simulate;
mod snapshot;
mod start;
mod table;
mod transcript;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use failure::Failure;
use options::Options;
use remote::Target;

/// The environment variable that says what is logged.
const LOG_VARIABLE: &str = "KSYUN_EMULATOR_LOG";

/// A local emulator of the KSYUN Auto Scaling API.
#[derive(Parser)]
#[command(
    name = "ksyun-autoscaling-emulator",
    version,
    after_help = "\
Examples:
  ksyun-autoscaling-emulator run -- terraform apply        one command, with an emulator of its own
  eval \"$(ksyun-autoscaling-emulator start --detach)\"      one that stays, and the environment that points there
  ksyun-autoscaling-emulator status                        what it has
  ksyun-autoscaling-emulator events --follow               what happens, in plain words
  ksyun-autoscaling-emulator clock advance 1h              let an hour pass
  ksyun-autoscaling-emulator faults add throttle --rate 0.25
  ksyun-autoscaling-emulator stop

Set KSYUN_EMULATOR_LOG=info to see every call on the standard error of `start` and `run`."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until interrupted, and print the environment that points a client here.
    Start(start::Arguments),
    /// Serve on a free port while COMMAND runs with the environment that points it here, and end with its status.
    #[command(after_help = "\
Objects end with the command, unless --data-dir keeps them for the next run:
  ksyun-autoscaling-emulator run --data-dir ./emulator -- terraform apply
  ksyun-autoscaling-emulator run --data-dir ./emulator -- terraform destroy")]
    Run {
        #[command(flatten)]
        options: Options,
        /// Say on the standard error what happens.
        #[arg(long)]
        events: bool,
        /// The command to run.
        #[arg(value_name = "COMMAND")]
        program: OsString,
        /// Its arguments.
        #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Show where a running emulator is and what it has.
    Status(Target),
    /// Print all objects as JSON.
    State(Target),
    /// Show the latest calls.
    Calls(inspect::Calls),
    /// Show the parameters that clients sent and that the emulator does not know.
    Unread(Target),
    /// Show what happened, in plain words.
    Events(events::Arguments),
    /// Show the clock, or move it forward.
    Clock(drive::Clock),
    /// Show the faults, add one, or take all out.
    Faults(drive::Faults),
    /// Measure something for the policies of a group.
    #[command(subcommand)]
    Metrics(drive::Metrics),
    /// Say what the health check finds of an instance.
    #[command(subcommand)]
    Health(drive::Health),
    /// Forget calls, objects, or everything.
    Reset(drive::Reset),
    /// Save all objects to a file, or load them from one.
    #[command(subcommand)]
    Snapshot(snapshot::Command),
    /// Look ahead: what the groups of a Terraform plan or state will do over time.
    Simulate(simulate::Arguments),
    /// Run COMMAND against the real API, and write down what it and the API say to each other.
    Record(transcript::Record),
    /// Run COMMAND against a transcript: it gets the answers that were recorded.
    Replay(transcript::Replay),
    /// Play a transcript against the emulator, and say where the two differ.
    Compare(transcript::Compare),
    /// Print the environment that points a client at a running emulator.
    #[command(after_help = "Example: eval \"$(ksyun-autoscaling-emulator env)\"")]
    Env(Target),
    /// End a running emulator.
    Stop(Target),
    /// Print the completions of a shell.
    Completions(completions::Arguments),
}

/// Runs the command line of this process and says how it ends.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(execute(cli.command)),
        Err(error) => Err(Failure::new(format!("cannot start the runtime: {error}"))),
    };
    outcome.unwrap_or_else(|failure| {
        // Nothing is left to do if the standard error is closed too.
        let _ = writeln!(io::stderr(), "ksyun-autoscaling-emulator: {}", failure.why);
        ExitCode::from(failure.code)
    })
}

/// Warnings, or what the filter in the environment asks for; `info` shows every call.
fn log_to_stderr() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .init();
}

async fn execute(command: Command) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    match command {
        Command::Start(arguments) => start::start(arguments, &mut out).await?,
        Command::Run {
            options,
            events,
            program,
            arguments,
        } => {
            let server = start::bind(options, events).await?;
            let environment = server.environment();
            let serving = server.serve(std::future::pending());
            return Ok(run::run(environment, serving, &program, &arguments).await?);
        }
        Command::Status(target) => inspect::status(&target, &mut out).await?,
        Command::State(target) => inspect::state(&target, &mut out).await?,
        Command::Calls(arguments) => inspect::calls(&arguments, &mut out).await?,
        Command::Unread(target) => inspect::unread(&target, &mut out).await?,
        Command::Events(arguments) => events::events(&arguments, &mut out).await?,
        Command::Clock(arguments) => drive::clock(&arguments, &mut out).await?,
        Command::Faults(arguments) => drive::faults(&arguments, &mut out).await?,
        Command::Metrics(arguments) => drive::metrics(&arguments).await?,
        Command::Health(arguments) => drive::health(&arguments).await?,
        Command::Reset(arguments) => drive::reset(&arguments).await?,
        Command::Snapshot(command) => snapshot::snapshot(&command).await?,
        Command::Simulate(arguments) => simulate::simulate(&arguments, &mut out)?,
        Command::Record(arguments) => return transcript::record(&arguments).await,
        Command::Replay(arguments) => return transcript::replay(&arguments).await,
        Command::Compare(arguments) => return transcript::compare(arguments, &mut out),
        Command::Env(target) => inspect::env(&target, &mut out).await?,
        Command::Stop(target) => drive::stop(&target).await?,
        Command::Completions(arguments) => completions::print(&arguments, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;
