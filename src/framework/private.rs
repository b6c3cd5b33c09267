//! What is remembered of an object besides its state: one typed record of the resource, in the private bytes that
//! Terraform stores with the state and hands back with every request.
//!
//! Terraform loses these bytes when an object is tainted, imported or taken over from another provider, and hands over
//! whatever another provider has left. So a record that is not there says nothing at all: it must never be a reason to
//! do something, only to leave something alone.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a resource remembers of an object besides its state. The default knows nothing, and is what an operation is
/// given when nothing is stored, or nothing that this version of the provider can read.
///
/// The state file shows it to whoever can read that: no secrets. Equal records must serialise equally, since Terraform
/// plans twice and expects the same.
pub trait Record: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Version of the layout. To be raised whenever an older version of the provider could lose something of it by
    /// reading and writing it; an older one leaves a newer record as it is.
    const VERSION: u64;

    /// Reads what an earlier version of the layout has written; `None` if that says nothing any more.
    fn upgrade(_version: u64, _stored: serde_json::Value) -> Option<Self> {
        None
    }
}

/// For a resource that remembers nothing.
impl Record for () {
    const VERSION: u64 = 0;
}

/// How a record is stored.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Envelope<R> {
    /// Type of the resource: other providers' bytes have no such member.
    record_of: String,
    version: u64,
    record: R,
}

fn stored(type_name: &str, bytes: &[u8]) -> Option<Envelope<serde_json::Value>> {
    serde_json::from_slice::<Envelope<serde_json::Value>>(bytes)
        .ok()
        .filter(|envelope| envelope.record_of == type_name)
}

/// The bytes of an object that another provider has managed, or this one under another address: only a record says
/// anything here.
pub fn taken_over(type_name: &str, bytes: &[u8]) -> Vec<u8> {
    match stored(type_name, bytes) {
        Some(_) => bytes.to_vec(),
        None => Vec::new(),
    }
}

/// A record together with the bytes that it was read from.
#[derive(Clone, Debug)]
pub(super) struct Private<R> {
    pub(super) record: R,
    read: R,
    bytes: Vec<u8>,
    /// Written by a later version of the provider, for which it is kept.
    newer: bool,
}

impl<R: Record> Private<R> {
    /// Reads the bytes that Terraform has stored for an object of resource type `type_name`. Whatever they are, this
    /// does not fail: what can't be read is as good as nothing.
    pub(super) fn read(type_name: &str, bytes: &[u8]) -> Self {
        let stored = stored(type_name, bytes);
        let newer = stored.as_ref().is_some_and(|stored| stored.version > R::VERSION);
        let read = stored
            .and_then(|Envelope { version, record, .. }| match version {
                version if version > R::VERSION => None,
                version if version < R::VERSION => R::upgrade(version, record),
                _ => serde_json::from_value(record).ok(),
            })
            .unwrap_or_default();
        Self {
            record: read.clone(),
            read,
            bytes: bytes.to_vec(),
            newer,
        }
    }

    /// Whether something else is to be stored than what was read.
    pub(super) fn has_changed(&self) -> bool {
        !self.newer && self.record != self.read
    }

    /// The bytes to store: those that were read, to the letter, unless the record has changed.
    pub(super) fn into_bytes(self, type_name: &str) -> Vec<u8> {
        if !self.has_changed() {
            return self.bytes;
        }
        if self.record == R::default() {
            return Vec::new();
        }
        let envelope = Envelope {
            record_of: type_name.to_owned(),
            version: R::VERSION,
            record: self.record,
        };
        serde_json::to_vec(&envelope).unwrap_or(self.bytes)
    }
}

#[cfg(test)]
mod tests;
