//! The store as one JSON file, so that an emulator can be stopped and go on later.

use std::io;
use std::path::{Path, PathBuf};

use super::Store;

/// Where the store is saved.
#[derive(Clone, Debug)]
pub(crate) struct StoreFile {
    path: PathBuf,
}

/// Why the store could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreFileError {
    /// The folder or the file cannot be used.
    #[error("cannot {verb} {}: {source}; check that the folder exists and is writable", path.display())]
    Io {
        /// What was tried.
        verb: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a store.
    #[error("{} is not a saved emulator state: {source}; move it away to start with an empty one", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where it is wrong.
        source: serde_json::Error,
    },
}

impl StoreFile {
    /// The file in `folder`, which is made if it is not there.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self, StoreFileError> {
        std::fs::create_dir_all(folder).map_err(failed("create", folder))?;
        Ok(Self {
            path: folder.join("emulator.json"),
        })
    }

    /// What was saved last; `None` if nothing was.
    pub(crate) fn load(&self) -> Result<Option<Store>, StoreFileError> {
        let text = match std::fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", &self.path)(error)),
        };
        let store = serde_json::from_slice(&text);
        store.map(Some).map_err(|source| StoreFileError::Format {
            path: self.path.clone(),
            source,
        })
    }

    /// Saves `store`. Whoever reads the file sees the old state or the new one, never a part.
    pub(crate) fn save(&self, store: &Store) -> Result<(), StoreFileError> {
        let text = serde_json::to_vec_pretty(store).map_err(|source| StoreFileError::Format {
            path: self.path.clone(),
            source,
        })?;
        let next = self.path.with_extension("json.new");
        std::fs::write(&next, text).map_err(failed("write", &next))?;
        std::fs::rename(&next, &self.path).map_err(failed("replace", &self.path))
    }
}

fn failed(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreFileError {
    let path = path.to_owned();
    move |source| StoreFileError::Io { verb, path, source }
}
