//! Programs that a test runs. No wait is for ever: a program that takes too long is killed, and has no exit code.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Pid;

/// Longest run of one program. A test never waits for it unless the program hangs.
const LIMIT: Duration = Duration::from_mins(3);
/// How long to wait for what was written by a program that was killed: one that it has started may hold the stream open.
const REST: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(5);

/// Runs `command` to its end.
///
/// # Errors
/// It can't be started.
pub(crate) fn output(command: &mut Command) -> io::Result<Output> {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    Ok(output_of(child, |_| ()))
}

/// Lets `child` run to its end while `meanwhile` runs beside it with its process id. Gives what it writes to its pipes.
pub(crate) fn output_of(mut child: Child, meanwhile: impl FnOnce(Pid) + Send) -> Output {
    let deadline = Instant::now() + LIMIT;
    let process = Pid::from_child(&child);
    let stdout = child.stdout.take().map(Reader::of);
    let stderr = child.stderr.take().map(Reader::of);
    let readers = [&stdout, &stderr];
    // The ends of its streams mean that it is ending.
    let in_time = thread::scope(|scope| {
        scope.spawn(|| meanwhile(process));
        readers
            .into_iter()
            .flatten()
            .all(|reader| reader.ends_before(deadline))
    });
    if !in_time {
        child.kill().expect("a program that hangs can be killed");
    }
    let status = status_of(&mut child);
    let rest = Instant::now() + REST;
    let [stdout, stderr] =
        [stdout, stderr].map(|reader| reader.map_or_else(Vec::new, |reader| reader.read(rest)));
    Output {
        status,
        stdout,
        stderr,
    }
}

/// Waits until `child` has ended.
pub(crate) fn status_of(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + LIMIT;
    loop {
        if let Some(status) = child.try_wait().expect("a child has a status") {
            return status;
        }
        if Instant::now() >= deadline {
            child.kill().expect("a program that hangs can be killed");
        }
        thread::sleep(PAUSE);
    }
}

/// Reads a stream in a thread of its own, so that the program never blocks on a full pipe.
struct Reader {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Reader {
    fn of(mut stream: impl Read + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (sender, ended) = channel();
        let shared = Arc::clone(&bytes);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                let mut bytes = shared.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(&buffer[..read]);
            }
            // Nobody listens if the program took too long.
            let _ = sender.send(());
        });
        Self { bytes, ended }
    }

    fn ends_before(&self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        self.ended.recv_timeout(left) != Err(std::sync::mpsc::RecvTimeoutError::Timeout)
    }

    /// What was written until `deadline`.
    fn read(self, deadline: Instant) -> Vec<u8> {
        self.ends_before(deadline);
        std::mem::take(&mut self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
