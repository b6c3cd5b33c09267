//! The store on disk: one row per object in an embedded database, so that a change costs what changed and not what there
//! is. A save is one transaction, on the disk before it returns.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::lock::{FolderLock, NotLocked, private};
use super::{Activity, ActivityStatus, Configuration, Group, Place, SentNotification, Store, Unsaved};
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::IdSource;

const FILE: &str = "emulator.redb";
/// What earlier versions kept: the whole state as JSON.
const OLD_FILE: &str = "emulator.json";
/// Memory for pages of the database; all objects are in memory anyway.
const CACHE_BYTES: usize = 8 * 1024 * 1024;

type Row = (&'static str, u64);
type Entry = (&'static str, u64, u64);
const HEAD: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("head");
const CONFIGURATIONS: TableDefinition<'_, Row, &[u8]> = TableDefinition::new("configurations");
/// Groups without what only ever grows.
const GROUPS: TableDefinition<'_, Row, &[u8]> = TableDefinition::new("groups");
/// By region, group and number.
const ACTIVITIES: TableDefinition<'_, Entry, &[u8]> = TableDefinition::new("activities");
const SENT_NOTIFICATIONS: TableDefinition<'_, Entry, &[u8]> = TableDefinition::new("sent_notifications");

/// The neighbours of a region, all in one: they are few.
const NEIGHBOURS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("neighbours");

/// The key of the one row in [`HEAD`].
const STORE: &str = "store";

/// What a store is beside its objects.
#[derive(Serialize, Deserialize)]
struct Head {
    ids: IdSource,
    now: ApiTime,
}

/// A data folder.
pub(crate) struct Disk {
    path: PathBuf,
    database: Database,
    /// How much of a group's history is in its rows for good.
    written: BTreeMap<Place, Written>,
    lock: FolderLock,
}

#[derive(Clone, Copy, Debug, Default)]
struct Written {
    activities: usize,
    notifications: usize,
}

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// The folder or a file in it cannot be used.
    #[error("cannot {verb} {}: {source}; check that the folder exists and is writable", path.display())]
    Io {
        /// What was tried.
        verb: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another emulator has it.
    #[error(
        "{} is in use by {}; stop that one, or give this one a folder of its own",
        folder.display(),
        process.map_or("another process".to_owned(), |id| format!("process {id}"))
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The id of the process.
        process: Option<u32>,
    },
    /// The folder holds what an earlier version wrote.
    #[error(
        "{} was written by an earlier version; move it elsewhere and start with --seed-file and its new place",
        path.display()
    )]
    Old {
        /// The file.
        path: PathBuf,
    },
    /// The database cannot be read or written.
    #[error("{}: {source}; if it is damaged, move it away to start with an empty one", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: Box<redb::Error>,
    },
    /// A row is not what this version writes.
    #[error("{} holds what this version cannot read: {source}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// Where it is wrong.
        source: serde_json::Error,
    },
}

/// Why a transaction failed: told apart only to be reported.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(Box<redb::Error>),
    #[error(transparent)]
    Format(serde_json::Error),
}

impl<E: Into<redb::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Database(Box::new(error.into()))
    }
}

impl Disk {
    /// Opens `folder`, which is made if it is not there, for this process alone.
    pub(crate) fn open(folder: &Path) -> Result<Self, DiskError> {
        let io = |verb, path: &Path| {
            let path = path.to_owned();
            move |source| DiskError::Io { verb, path, source }
        };
        std::fs::create_dir_all(folder).map_err(io("create", folder))?;
        let lock = FolderLock::take(folder).map_err(|error| match error {
            NotLocked::InUse(process) => DiskError::InUse {
                folder: folder.to_owned(),
                process,
            },
            NotLocked::Io(error) => io("lock", folder)(error),
        })?;
        let (path, old) = (folder.join(FILE), folder.join(OLD_FILE));
        if old.exists() && !path.exists() {
            return Err(DiskError::Old { path: old });
        }
        let file = private(OpenOptions::new().read(true).write(true).create(true))
            .open(&path)
            .map_err(io("open", &path))?;
        let backend = FileBackend::new(file);
        let database = backend.and_then(|file| {
            let mut builder = Database::builder();
            builder.set_cache_size(CACHE_BYTES).create_with_backend(file)
        });
        let database = database.map_err(|error| DiskError::Database {
            path: path.clone(),
            source: Box::new(error.into()),
        })?;
        Ok(Self {
            path,
            database,
            written: BTreeMap::new(),
            lock,
        })
    }

    /// Writes down, for other commands of this machine, at which URL the emulator answers.
    pub(crate) fn announce(&self, url: &str) -> io::Result<()> {
        self.lock.announce(url)
    }

    /// What was saved; `None` if nothing ever was.
    pub(crate) fn load(&mut self) -> Result<Option<Store>, DiskError> {
        let mut store = match self.read() {
            Ok(Some(store)) => store,
            Ok(None) => return Ok(None),
            Err(failure) => return Err(self.error(failure)),
        };
        store.note_changes();
        store.unsaved = Unsaved::default();
        for (region, groups) in store.regions.iter().map(|(name, region)| (name, &region.groups)) {
            for group in groups.values() {
                let place = Place {
                    region: region.clone(),
                    id: group.id,
                };
                self.written.insert(place, Written::of(group));
            }
        }
        Ok(Some(store))
    }

    /// Saves what changed in `store` since it was last saved or loaded. Either all of it is on the disk afterwards, or
    /// nothing of it, and then it is tried again with the next save.
    pub(crate) fn save(&mut self, store: &mut Store) -> Result<(), DiskError> {
        store.note_changes();
        let saved = self
            .database
            .begin_write()
            .map_err(Failure::from)
            .and_then(|transaction| {
                let written = write_changes(&transaction, store, &self.written)?;
                transaction.commit()?;
                Ok(written)
            });
        let written = saved.map_err(|failure| self.error(failure))?;
        for place in &store.unsaved.groups {
            self.written.remove(place);
        }
        self.written.extend(written);
        store.unsaved = Unsaved::default();
        Ok(())
    }

    /// Saves `store` in place of everything that was saved before.
    pub(crate) fn replace(&mut self, store: &mut Store) -> Result<(), DiskError> {
        let emptied = self
            .database
            .begin_write()
            .map_err(Failure::from)
            .and_then(|transaction| {
                transaction.delete_table(HEAD)?;
                transaction.delete_table(CONFIGURATIONS)?;
                transaction.delete_table(GROUPS)?;
                transaction.delete_table(ACTIVITIES)?;
                transaction.delete_table(SENT_NOTIFICATIONS)?;
                transaction.delete_table(NEIGHBOURS)?;
                store.touch_all();
                let written = write_changes(&transaction, store, &BTreeMap::new())?;
                transaction.commit()?;
                Ok(written)
            });
        self.written = emptied.map_err(|failure| self.error(failure))?;
        store.unsaved = Unsaved::default();
        Ok(())
    }

    fn read(&self) -> Result<Option<Store>, Failure> {
        let transaction = self.database.begin_read()?;
        let head = match transaction.open_table(HEAD) {
            Ok(head) => head,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let Some(row) = head.get(STORE)? else {
            return Ok(None);
        };
        let Head { ids, now } = parse(row.value())?;
        let mut store = Store {
            ids,
            ..Store::new(0, now)
        };
        for row in transaction.open_table(CONFIGURATIONS)?.iter()? {
            let (key, value) = row?;
            let configuration: Configuration = parse(value.value())?;
            let region = store.regions.entry(key.value().0.to_owned()).or_default();
            region.configurations.insert(configuration.id, configuration);
        }
        for row in transaction.open_table(NEIGHBOURS)?.iter()? {
            let (key, value) = row?;
            store
                .regions
                .entry(key.value().to_owned())
                .or_default()
                .neighbours = parse(value.value())?;
        }
        let activities = transaction.open_table(ACTIVITIES)?;
        let notifications = transaction.open_table(SENT_NOTIFICATIONS)?;
        for row in transaction.open_table(GROUPS)?.iter()? {
            let (key, value) = row?;
            let (region, id) = key.value();
            let mut group: Group = parse(value.value())?;
            group.activities = history(&activities, region, id)?;
            group.sent_notifications = history(&notifications, region, id)?;
            store
                .regions
                .entry(region.to_owned())
                .or_default()
                .groups
                .insert(group.id, group);
        }
        Ok(Some(store))
    }

    fn error(&self, failure: Failure) -> DiskError {
        let path = self.path.clone();
        match failure {
            Failure::Database(source) => DiskError::Database { path, source },
            Failure::Format(source) => DiskError::Format { path, source },
        }
    }
}

impl Written {
    /// What of a group that was just written changes no more: an activity that runs still does.
    fn of(group: &Group) -> Self {
        let ended = |activity: &Activity| activity.status != ActivityStatus::Running;
        Self {
            activities: group
                .activities
                .iter()
                .take_while(|activity| ended(activity))
                .count(),
            notifications: group.sent_notifications.len(),
        }
    }
}

/// Writes the objects that are marked as changed. Gives what is now in rows for good of the groups among them.
fn write_changes(
    transaction: &WriteTransaction,
    store: &mut Store,
    written: &BTreeMap<Place, Written>,
) -> Result<BTreeMap<Place, Written>, Failure> {
    let head = Head {
        ids: store.ids.clone(),
        now: store.now,
    };
    transaction
        .open_table(HEAD)?
        .insert(STORE, json(&head)?.as_slice())?;
    let mut rows = transaction.open_table(CONFIGURATIONS)?;
    for Place { region, id } in &store.unsaved.configurations {
        let key = (region.as_str(), id.number());
        let configuration = store
            .regions
            .get(region)
            .and_then(|region| region.configurations.get(id));
        match configuration {
            Some(configuration) => rows.insert(key, json(configuration)?.as_slice())?,
            None => rows.remove(key)?,
        };
    }
    let mut rows = transaction.open_table(NEIGHBOURS)?;
    for region in &store.unsaved.neighbours {
        let neighbours = store.regions.get(region).map(|region| &region.neighbours);
        rows.insert(region.as_str(), json(&neighbours)?.as_slice())?;
    }
    let mut rows = transaction.open_table(GROUPS)?;
    let mut activities = transaction.open_table(ACTIVITIES)?;
    let mut notifications = transaction.open_table(SENT_NOTIFICATIONS)?;
    let mut now_written = BTreeMap::new();
    for place in &store.unsaved.groups {
        let (region, id) = (place.region.as_str(), place.id.number());
        let group = store
            .regions
            .get_mut(region)
            .and_then(|region| region.groups.borrow_mut(place.id));
        let Some(group) = group else {
            rows.remove((region, id))?;
            let whole = (region, id, 0)..=(region, id, u64::MAX);
            activities.retain_in(whole.clone(), |_, _| false)?;
            notifications.retain_in(whole, |_, _| false)?;
            continue;
        };
        let before = written.get(place).copied().unwrap_or_default();
        append(&mut activities, region, id, &group.activities, before.activities)?;
        append(
            &mut notifications,
            region,
            id,
            &group.sent_notifications,
            before.notifications,
        )?;
        now_written.insert(place.clone(), Written::of(group));
        rows.insert((region, id), without_history(group)?.as_slice())?;
    }
    Ok(now_written)
}

/// Writes the entries of a history from number `from` on.
fn append<T: Serialize>(
    table: &mut redb::Table<'_, Entry, &'static [u8]>,
    region: &str,
    group: u64,
    entries: &[T],
    from: usize,
) -> Result<(), Failure> {
    for (number, entry) in (0_u64..).zip(entries).skip(from) {
        table.insert((region, group, number), json(entry)?.as_slice())?;
    }
    Ok(())
}

fn history<T: DeserializeOwned>(
    table: &impl ReadableTable<Entry, &'static [u8]>,
    region: &str,
    group: u64,
) -> Result<Vec<T>, Failure> {
    let rows = table.range((region, group, 0)..=(region, group, u64::MAX))?;
    rows.map(|row| parse(row?.1.value())).collect()
}

/// The row of a group. Its histories are taken aside while it is written, so that a long life costs nothing.
fn without_history(group: &mut Group) -> Result<Vec<u8>, Failure> {
    let activities: Vec<Activity> = std::mem::take(&mut group.activities);
    let notifications: Vec<SentNotification> = std::mem::take(&mut group.sent_notifications);
    let row = json(group);
    (group.activities, group.sent_notifications) = (activities, notifications);
    row
}

fn json(object: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(object).map_err(Failure::Format)
}

fn parse<T: DeserializeOwned>(row: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(row).map_err(Failure::Format)
}

#[cfg(test)]
mod tests;
