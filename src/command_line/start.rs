//! `start`: an emulator that serves until it is told to end, before the terminal or behind it.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use clap::Args;

use super::failure::Failure;
use super::options::Options;
use super::shell;
use super::signals::Signals;
use crate::emulator::http::{Server, VARIABLES};

/// What the first line says before the URL.
const LISTENING: &str = "listening on ";
/// The option by which a process tells itself to stay in the background.
const DETACH: &str = "--detach";

#[derive(Args)]
#[command(after_help = "\
Examples:
  ksyun-autoscaling-emulator start --listen 8080 --data-dir ./emulator
  eval \"$(ksyun-autoscaling-emulator start --detach)\"
  eval \"$(ksyun-autoscaling-emulator start --detach --clock manual --seed-file account.json)\"")]
pub(super) struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Serve in the background: return as soon as it answers, and print only lines for `eval`.
    #[arg(long)]
    detach: bool,
    /// Do not say on the standard error what happens.
    #[arg(long)]
    quiet: bool,
}

/// Starts an emulator; unless it is to stay in the background, returns when it has ended.
pub(super) async fn start(arguments: Arguments, out: &mut impl Write) -> Result<(), Failure> {
    if arguments.detach {
        return detach(out);
    }
    let server = bind(arguments.options, !arguments.quiet).await?;
    let signals =
        Signals::catch().map_err(|error| Failure::new(format!("cannot wait for signals: {error}")))?;
    announce(&server, out)?;
    server.serve(signals.stop_requested()).await;
    Ok(())
}

/// Makes an emulator that listens.
pub(super) async fn bind(options: Options, print_events: bool) -> Result<Server, Failure> {
    let mut config = options.into_config().map_err(Failure::new)?;
    config.emulator.print_events = print_events;
    Server::bind(config)
        .await
        .map_err(|error| Failure::new(error.to_string()))
}

/// Says where the emulator listens, in words and in lines that a shell can evaluate.
fn announce(server: &Server, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{LISTENING}{}", server.url())?;
    for (name, value) in server.environment() {
        shell::export(out, name, &value)?;
    }
    out.flush()
}

/// Starts this program once more, as a process of its own that has nothing of this terminal, and passes on what it
/// prints once it listens. Whoever waits for the end of our output does not wait for the end of that process.
fn detach(out: &mut impl Write) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::new(format!("cannot start in the background: {error}"));
    let arguments = env::args_os().skip(1).filter(|argument| argument != DETACH);
    let mut command = Command::new(env::current_exe().map_err(failed)?);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(failed)?;
    let (Some(output), Some(mut errors)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(Failure::new("cannot start in the background: its output is lost"));
    };
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let Some(url) = lines
        .next()
        .and_then(|line| Some(line.strip_prefix(LISTENING)?.to_owned()))
    else {
        let mut why = String::new();
        errors.read_to_string(&mut why).map_err(failed)?;
        return Err(Failure::new(
            why.trim().trim_start_matches("ksyun-autoscaling-emulator: "),
        ));
    };
    for line in lines.by_ref().take(VARIABLES) {
        writeln!(out, "{line}")?;
    }
    writeln!(
        io::stderr(),
        "listening on {url} as process {}; `ksyun-autoscaling-emulator stop --url {url}` ends it",
        child.id()
    )?;
    Ok(())
}
