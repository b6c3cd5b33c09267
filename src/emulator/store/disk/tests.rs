use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::*;
use crate::emulator::testing::Lab;

const REGION: &str = "cn-beijing-6";

/// A store with these groups, none of them saved.
fn store(groups: u32) -> Store {
    let lab = Lab::new();
    for _ in 0..groups {
        lab.group_of(1);
    }
    let store = serde_json::from_value(lab.emulator.snapshot());
    store.expect("a snapshot is a store")
}

fn text(store: &Store) -> String {
    serde_json::to_string(store).expect("a store can be written")
}

#[test]
fn what_was_saved_is_loaded_by_the_next_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = store(2);
    {
        let mut disk = Disk::open(folder.path()).expect("a data folder");
        assert!(disk.load().expect("readable").is_none());
        disk.save(&mut store).expect("saved");
    }
    let mut disk = Disk::open(folder.path()).expect("a data folder");
    let loaded = disk.load().expect("readable").expect("a store");
    assert_eq!(text(&loaded), text(&store));
}

#[test]
fn a_save_writes_what_changed_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut disk = Disk::open(folder.path()).expect("a data folder");
    let mut store = store(30);
    disk.save(&mut store).expect("saved");
    let ids: Vec<_> = store.regions[REGION].groups.keys().copied().collect();
    let groups = &mut store.regions.get_mut(REGION).expect("the region").groups;
    groups.get_mut(&ids[7]).expect("a group").name = "changed".into();
    store.note_changes();
    assert_eq!(store.unsaved.groups.len(), 1);
    assert_eq!(store.unsaved.configurations.len(), 0);
    let group = &store.regions[REGION].groups[&ids[7]];
    assert_eq!(
        Written::of(group).activities,
        1,
        "the activity that ended is written for good"
    );
    disk.save(&mut store).expect("saved");
    assert_eq!(
        text(&disk.load().expect("readable").expect("a store")),
        text(&store)
    );
}

#[test]
fn what_is_deleted_or_replaced_leaves_no_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut disk = Disk::open(folder.path()).expect("a data folder");
    let mut first = store(3);
    disk.save(&mut first).expect("saved");
    let region = first.regions.get_mut(REGION).expect("the region");
    let gone: Vec<_> = region.groups.keys().copied().take(2).collect();
    for id in gone {
        region.groups.remove(&id);
    }
    disk.save(&mut first).expect("saved");
    assert_eq!(
        text(&disk.load().expect("readable").expect("a store")),
        text(&first)
    );

    let mut second = store(1);
    disk.replace(&mut second).expect("saved");
    assert_eq!(
        text(&disk.load().expect("readable").expect("a store")),
        text(&second)
    );
}

#[test]
fn a_folder_belongs_to_one_process_which_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Disk::open(folder.path()).expect("a data folder");
    let refused = Disk::open(folder.path()).err().expect("refused").to_string();
    let process = format!("is in use by process {}", std::process::id());
    assert!(refused.contains(&process), "{refused}");
    drop(first);
    assert!(Disk::open(folder.path()).is_ok(), "the lock ends with its holder");
}

#[cfg(unix)]
#[test]
fn only_the_user_of_the_emulator_can_read_its_files() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let _disk = Disk::open(folder.path()).expect("a data folder");
    for entry in std::fs::read_dir(folder.path()).expect("a folder") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn what_cannot_be_read_is_reported_with_its_file() {
    let refusal = |name: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), "{}").expect("a file");
        Disk::open(folder.path()).err().expect("refused").to_string()
    };
    let damaged = refusal(FILE);
    assert!(
        damaged.contains("emulator.redb: ") && damaged.contains("move it away"),
        "{damaged}"
    );
    let old = refusal(OLD_FILE);
    assert!(
        old.contains("emulator.json was written by an earlier version"),
        "{old}"
    );
}

/// A disk that is full as soon as it is told to be.
#[derive(Debug)]
struct Full {
    memory: InMemoryBackend,
    full: Arc<AtomicBool>,
}

impl StorageBackend for Full {
    fn len(&self) -> Result<u64, io::Error> {
        self.memory.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.memory.read(offset, out)
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.memory.set_len(len)
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        if self.full.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.memory.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.memory.write(offset, data)
    }
}

#[test]
fn a_save_that_fails_is_an_error_and_keeps_what_is_to_be_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = Arc::new(AtomicBool::new(false));
    let backend = Full {
        memory: InMemoryBackend::new(),
        full: full.clone(),
    };
    let mut disk = Disk {
        path: folder.path().join(FILE),
        database: Database::builder()
            .create_with_backend(backend)
            .expect("a database"),
        written: BTreeMap::new(),
        lock: FolderLock::take(folder.path()).expect("a free folder"),
    };
    let mut store = store(1);
    full.store(true, Ordering::Relaxed);
    assert!(disk.save(&mut store).is_err());
    assert_eq!(store.unsaved.groups.len(), 1);
}
