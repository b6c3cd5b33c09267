//! One process at a time has a data folder: two would each know half of what happened.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The file that is locked. It names the process that holds the lock and, on a second line, its URL.
const NAME: &str = "emulator.lock";

/// The lock of a data folder, held as long as this lives, and not longer than the process.
#[derive(Debug)]
pub(super) struct FolderLock(File);

/// Why a folder was not locked.
#[derive(Debug)]
pub(super) enum NotLocked {
    /// Another process has it, as far as known with this id.
    InUse(Option<u32>),
    Io(io::Error),
}

impl FolderLock {
    /// Locks `folder`.
    pub(super) fn take(folder: &Path) -> Result<Self, NotLocked> {
        let mut file = private(OpenOptions::new().read(true).write(true).create(true))
            .open(folder.join(NAME))
            .map_err(NotLocked::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(NotLocked::InUse(holder(&mut file))),
            Err(TryLockError::Error(error)) => return Err(NotLocked::Io(error)),
        }
        let lock = Self(file);
        lock.say(&std::process::id().to_string()).map_err(NotLocked::Io)?;
        Ok(lock)
    }

    /// Writes down where the holder can be reached.
    pub(super) fn announce(&self, url: &str) -> io::Result<()> {
        self.say(&format!("{}\n{url}", std::process::id()))
    }

    fn say(&self, text: &str) -> io::Result<()> {
        let mut file = &self.0;
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{text}")
    }
}

/// The URL of the emulator that has `folder`, if one wrote it down.
pub(crate) fn url_of_holder(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join(NAME)).ok()?;
    text.lines().nth(1).map(str::to_owned)
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.lines().next()?.parse().ok()
}

/// Lets only the user who runs the emulator read what `options` make: objects may hold secrets of instances.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
