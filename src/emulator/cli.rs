//! The command line of `ksyun-autoscaling-emulator`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use super::clock::ClockMode;
use super::http::{Server, ServerConfig};
use super::run;
use super::service::EmulatorConfig;
use super::signals::Signals;

/// The environment variable that says what is logged.
const LOG_VARIABLE: &str = "KSYUN_EMULATOR_LOG";
/// The status with which the emulator ends when it cannot start.
const FAILURE: u8 = 1;

/// A local emulator of the KSYUN Auto Scaling API.
#[derive(Parser)]
#[command(
    name = "ksyun-autoscaling-emulator",
    version,
    after_help = "Set KSYUN_EMULATOR_LOG=info to see every call on the standard error."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until interrupted, and print the environment that points a client here.
    Start(Options),
    /// Serve on a free port while COMMAND runs with the environment that points it here, and end with its status.
    Run {
        #[command(flatten)]
        options: Options,
        /// The command to run.
        #[arg(value_name = "COMMAND")]
        program: OsString,
        /// Its arguments.
        #[arg(value_name = "ARGS", trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

#[derive(Args)]
struct Options {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Allow an address that other machines can reach. The admin API stays closed to them.
    #[arg(long)]
    allow_remote: bool,
    /// Seed of all ids that the emulator invents.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Access key that clients must sign with.
    #[arg(long, default_value = "AKLTEMULATOR")]
    access_key: String,
    /// Secret key that clients must sign with.
    #[arg(long, default_value = "emulator-secret-key")]
    secret_key: String,
    /// How business time passes: real, scale=X (X times faster), or manual (only through the admin API).
    #[arg(long, value_name = "real|scale=X|manual", default_value = "real", value_parser = parse_clock)]
    clock: ClockMode,
    /// Business seconds that launching or releasing instances takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = parse_seconds)]
    activity_seconds: f64,
    /// Folder that keeps all objects from one start to the next; without it they live in memory.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Largest size of a scaling group.
    #[arg(long, value_name = "INSTANCES", default_value_t = 1000)]
    max_group_size: u32,
    /// Real seconds that the time of a signature may be off.
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    max_clock_skew: u64,
}

impl Options {
    /// # Errors
    /// A sentence for the user if other machines could reach the address and that was not asked for.
    fn into_config(self) -> Result<ServerConfig, String> {
        if !self.listen.ip().is_loopback() && !self.allow_remote {
            return Err(format!(
                "{} can be reached from other machines, and whoever reaches the emulator and knows its keys can use \
                 it; listen on 127.0.0.1, or add --allow-remote if that is what you want",
                self.listen
            ));
        }
        Ok(ServerConfig {
            listen: self.listen,
            max_skew: Duration::from_secs(self.max_clock_skew),
            emulator: EmulatorConfig {
                seed: self.seed,
                access_key: self.access_key,
                secret_key: self.secret_key,
                clock: self.clock,
                activity_seconds: self.activity_seconds,
                data_dir: self.data_dir,
                max_group_size: self.max_group_size,
                ..EmulatorConfig::default()
            },
        })
    }
}

/// Why the emulator ends without having done its work.
struct Failure {
    why: String,
    code: u8,
}

impl Failure {
    fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            code: FAILURE,
        }
    }
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
    match command {
        Command::Start(options) => start(bind(options).await?).await,
        Command::Run {
            options,
            program,
            arguments,
        } => {
            let run = run::run(bind(options).await?, &program, &arguments).await;
            run.map_err(|error| Failure {
                why: error.to_string(),
                code: error.exit_code(),
            })
        }
    }
}

async fn start(server: Server) -> Result<ExitCode, Failure> {
    let signals =
        Signals::catch().map_err(|error| Failure::new(format!("cannot wait for signals: {error}")))?;
    announce(&server, &mut io::stdout().lock())
        .map_err(|error| Failure::new(format!("cannot say where it listens: {error}")))?;
    server.serve(signals.stop_requested()).await;
    Ok(ExitCode::SUCCESS)
}

async fn bind(options: Options) -> Result<Server, Failure> {
    let config = options.into_config().map_err(Failure::new)?;
    Server::bind(config)
        .await
        .map_err(|error| Failure::new(error.to_string()))
}

/// Says where the emulator listens, in words and in lines that a shell can evaluate.
fn announce(server: &Server, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "listening on {}", server.url())?;
    for (name, value) in server.environment() {
        writeln!(out, "export {name}={}", shell_word(&value))?;
    }
    out.flush()
}

/// `text` as one word of a POSIX shell, quoted only where it must be.
fn shell_word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn parse_clock(text: &str) -> Result<ClockMode, String> {
    match (text, text.strip_prefix("scale=")) {
        ("real", _) => Ok(ClockMode::Real),
        ("manual", _) => Ok(ClockMode::Manual),
        (_, Some(factor)) => match factor.parse::<f64>() {
            Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(ClockMode::Scaled(factor)),
            _ => Err(format!("{factor:?} is not a number above 0")),
        },
        _ => Err("expected real, scale=X or manual".to_owned()),
    }
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().map_err(|error| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn config(arguments: &[&str]) -> Result<ServerConfig, String> {
        let all = ["ksyun-autoscaling-emulator", "start"].iter().chain(arguments);
        match Cli::try_parse_from(all)
            .map_err(|error| error.to_string())?
            .command
        {
            Command::Start(options) => options.into_config(),
            Command::Run { .. } => panic!("start was asked for"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_options_it_takes_a_free_port_of_this_machine() {
        let config = config(&[]).expect("valid");
        assert_eq!(config.listen, SocketAddr::from(([127, 0, 0, 1], 0)));
        assert_eq!(config.max_skew, Duration::from_mins(15));
        assert_eq!(config.emulator.access_key, "AKLTEMULATOR");
        assert_eq!(config.emulator.secret_key, "emulator-secret-key");
    }

    #[test]
    fn an_address_for_other_machines_must_be_asked_for_by_name() {
        let refusal = config(&["--listen", "0.0.0.0:0"]).err().expect("refused");
        assert!(refusal.contains("--allow-remote"), "{refusal}");
        assert!(config(&["--listen", "0.0.0.0:0", "--allow-remote"]).is_ok());
        assert!(config(&["--listen", "[::1]:0"]).is_ok());
    }

    #[test]
    fn the_clock_is_real_scaled_or_manual() {
        assert_eq!(parse_clock("real"), Ok(ClockMode::Real));
        assert_eq!(parse_clock("manual"), Ok(ClockMode::Manual));
        assert_eq!(parse_clock("scale=2.5"), Ok(ClockMode::Scaled(2.5)));
        for wrong in [
            "",
            "fast",
            "scale=",
            "scale=0",
            "scale=-1",
            "scale=inf",
            "scale=NaN",
        ] {
            assert!(parse_clock(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn seconds_are_not_negative_and_finite() {
        assert_eq!(parse_seconds("0.5"), Ok(0.5));
        for wrong in ["-1", "inf", "NaN", "soon"] {
            assert!(parse_seconds(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn exported_values_survive_a_shell() {
        assert_eq!(shell_word("http://127.0.0.1:80"), "http://127.0.0.1:80");
        assert_eq!(shell_word("it's $5"), r"'it'\''s $5'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn a_command_to_run_keeps_its_own_options() {
        let cli = Cli::try_parse_from(["e", "run", "--seed", "7", "--", "terraform", "apply", "--seed"]);
        match cli.expect("valid").command {
            Command::Run {
                options,
                program,
                arguments,
            } => {
                assert_eq!(options.seed, 7);
                assert_eq!(program, "terraform");
                assert_eq!(arguments, ["apply", "--seed"]);
            }
            Command::Start(_) => panic!("run was asked for"),
        }
        assert!(
            Cli::try_parse_from(["e", "run"]).is_err(),
            "a command is required"
        );
    }
}
