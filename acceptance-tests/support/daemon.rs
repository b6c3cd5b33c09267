//! A process that runs beside a scenario: the emulator, or a provider that waits to be attached to.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a process may take to say that it is ready. Generous: the machine may be busy with a build.
const START_LIMIT: Duration = Duration::from_mins(1);

/// A child process that ends with this value.
pub(crate) struct Daemon {
    child: Child,
}

impl Daemon {
    /// Starts `command` and returns it with the first lines of its standard output, up to the one that makes
    /// `is_ready` true. Everything it writes goes to `log`.
    ///
    /// # Panics
    /// If it cannot be started, or ends or stays silent before it is ready; the message holds what it wrote.
    #[track_caller]
    pub(crate) fn start(
        mut command: Command,
        log: &Path,
        is_ready: impl Fn(&[String]) -> bool,
    ) -> (Self, Vec<String>) {
        let file = File::create(log).expect("the log file can be created");
        let errors = file.try_clone().expect("the log file can be shared");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors);
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", command.get_program().display()));
        let output = child.stdout.take().expect("standard output is a pipe");
        let daemon = Self { child };

        let (sender, receiver) = channel();
        thread::spawn(move || copy_lines(output, file, &sender));
        match first_lines(&receiver, is_ready) {
            Ok(lines) => (daemon, lines),
            Err(why) => {
                drop(daemon);
                let written = std::fs::read_to_string(log).unwrap_or_default();
                panic!("{command:?} {why}; it wrote:\n{written}");
            }
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // Both fail only if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the process's output to its end, so that the process never blocks on a full pipe.
fn copy_lines(output: ChildStdout, mut log: File, lines: &Sender<String>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        let _ = writeln!(log, "{line}");
        // Nobody listens once the process was ready.
        let _ = lines.send(line);
    }
}

fn first_lines(
    receiver: &Receiver<String>,
    is_ready: impl Fn(&[String]) -> bool,
) -> Result<Vec<String>, &'static str> {
    let deadline = Instant::now() + START_LIMIT;
    let mut lines = Vec::new();
    while !is_ready(&lines) {
        let line = receiver.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        lines.push(line.map_err(|error| match error {
            std::sync::mpsc::RecvTimeoutError::Timeout => "did not get ready in time",
            std::sync::mpsc::RecvTimeoutError::Disconnected => "ended before it was ready",
        })?);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_first_lines_are_given_as_soon_as_the_process_is_ready() {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let script = "echo one; echo two; exec sleep 600";
        let (_daemon, lines) = Daemon::start(shell(script), &folder.path().join("log"), |lines| {
            lines.len() == 2
        });
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    #[should_panic(expected = "ended before it was ready; it wrote:\nout of memory")]
    fn a_process_that_ends_too_early_is_reported_with_all_that_it_wrote() {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        let script = "echo out of memory >&2; exit 1";
        Daemon::start(shell(script), &folder.path().join("log"), |lines| {
            lines.len() == 2
        });
    }
}
