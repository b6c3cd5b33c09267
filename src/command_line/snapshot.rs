//! `snapshot`: all objects of a running emulator, to a file and back.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::failure::Failure;
use super::remote::Target;
use crate::emulator::store::private;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Write all objects to a file, for `snapshot load` or --seed-file. Only you can read it: user data is in it.
    Save {
        #[command(flatten)]
        target: Target,
        /// The file, which is replaced if it is there.
        file: PathBuf,
    },
    /// Put the objects of a file in place of all that there are.
    Load {
        #[command(flatten)]
        target: Target,
        /// The file.
        file: PathBuf,
    },
}

pub(super) async fn snapshot(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Save { target, file } => {
            let state = target.get("/state").await?;
            write(file, &format!("{state:#}\n")).map_err(failed("write", file))
        }
        Command::Load { target, file } => {
            let text = std::fs::read_to_string(file).map_err(failed("read", file))?;
            let state = serde_json::from_str(&text)
                .map_err(|error| Failure::new(format!("{} is not JSON: {error}", file.display())))?;
            target.post("/state", Some(&state)).await.map(drop)
        }
    }
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut file = private(options.write(true).create(true).truncate(true)).open(file)?;
    file.write_all(text.as_bytes())
}

fn failed(verb: &'static str, file: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let file = file.display().to_string();
    move |error| Failure::new(format!("cannot {verb} {file}: {error}"))
}
