//! Runs a command with a server of its own beside it.

use std::ffi::OsString;
use std::io;
use std::process::{ExitCode, ExitStatus};

use thiserror::Error;
use tokio::process::{Child, Command};

use super::signals::Signals;

/// Why a command did not run to its end.
#[derive(Debug, Error)]
pub(crate) enum RunError {
    /// It did not start.
    #[error("cannot run {command}: {source}")]
    Spawn {
        /// The command's name.
        command: String,
        /// The system's reason.
        source: io::Error,
    },
    /// It started, and then the system failed us.
    #[error("cannot wait for the command: {0}")]
    Wait(#[from] io::Error),
}

impl RunError {
    /// The status that a shell gives in this case.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Spawn { source, .. } if source.kind() == io::ErrorKind::NotFound => 127,
            Self::Spawn { .. } => 126,
            Self::Wait(_) => 1,
        }
    }
}

/// Runs `program` with `arguments` while `serving` goes on, and ends as the command does. The command has this process's
/// standard streams, and its environment with the variables that point a client at what is served.
///
/// The terminal sends its interrupt to the command as well as to us, so we only wait; a termination is passed on.
///
/// # Errors
/// [`RunError`] if the command does not start or cannot be waited for.
pub(crate) async fn run(
    environment: impl IntoIterator<Item = (&'static str, String)>,
    serving: impl Future<Output = ()> + Send + 'static,
    program: &OsString,
    arguments: &[OsString],
) -> Result<ExitCode, RunError> {
    let mut signals = Signals::catch()?;
    let mut command = Command::new(program);
    command.args(arguments).envs(environment);
    let mut child = command.spawn().map_err(|source| RunError::Spawn {
        command: program.to_string_lossy().into_owned(),
        source,
    })?;
    let serving = tokio::spawn(serving);
    let status = loop {
        tokio::select! {
            status = child.wait() => break status?,
            () = signals.terminated() => terminate(&mut child)?,
        }
    };
    serving.abort();
    Ok(exit_code(status))
}

/// Passes a termination on.
#[cfg(unix)]
fn terminate(child: &mut Child) -> io::Result<()> {
    use rustix::process::{Pid, Signal, kill_process};

    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let Some(pid) = id.and_then(Pid::from_raw) {
        kill_process(pid, Signal::TERM)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn terminate(child: &mut Child) -> io::Result<()> {
    child.start_kill()
}

/// The command's own status, or 128 and the number of the signal that killed it.
fn exit_code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX));
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    ExitCode::from(code.unwrap_or(u8::MAX))
}
