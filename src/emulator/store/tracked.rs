use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::emulator::ids::Id;

/// Objects by id that remember which of them may have changed: what must be saved, and what may fall due at another time.
/// They are read like any map.
#[derive(Clone, Debug)]
pub(crate) struct Tracked<T> {
    objects: BTreeMap<Id, T>,
    touched: BTreeSet<Id>,
}

impl<T> Tracked<T> {
    /// The object `id`, to be changed.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as the map that it stands for")]
    pub(crate) fn get_mut(&mut self, id: &Id) -> Option<&mut T> {
        let object = self.objects.get_mut(id)?;
        self.touched.insert(*id);
        Some(object)
    }

    /// Puts an object in, in place of the one that had its id.
    pub(crate) fn insert(&mut self, id: Id, object: T) -> &mut T {
        self.touched.insert(id);
        self.objects.entry(id).insert_entry(object).into_mut()
    }

    /// Takes an object out.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as the map that it stands for")]
    pub(crate) fn remove(&mut self, id: &Id) -> Option<T> {
        self.touched.insert(*id);
        self.objects.remove(id)
    }

    /// The ids of all that was changed, put in or taken out since the last question.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Id> {
        std::mem::take(&mut self.touched)
    }

    /// The object `id` for a change that leaves it as it was in the end.
    pub(super) fn borrow_mut(&mut self, id: Id) -> Option<&mut T> {
        self.objects.get_mut(&id)
    }
}

impl<T> Deref for Tracked<T> {
    type Target = BTreeMap<Id, T>;

    fn deref(&self) -> &Self::Target {
        &self.objects
    }
}

impl<T> Default for Tracked<T> {
    fn default() -> Self {
        Self {
            objects: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }
}

impl<T: Serialize> Serialize for Tracked<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.objects.serialize(serializer)
    }
}

/// What was just read counts as touched: it is new to whoever reads it.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tracked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let objects = BTreeMap::<Id, T>::deserialize(deserializer)?;
        let touched = objects.keys().copied().collect();
        Ok(Self { objects, touched })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::ids::IdSource;

    #[test]
    fn what_was_changed_put_in_or_taken_out_is_remembered_until_asked_for() {
        let mut ids = IdSource::new(1);
        let (first, second) = (ids.policy(), ids.policy());
        let mut map = Tracked::default();
        map.insert(first, 1);
        map.insert(second, 2);
        assert_eq!(map.take_touched(), BTreeSet::from([first, second]));
        assert_eq!(map.get(&first), Some(&1));
        assert!(map.take_touched().is_empty(), "reading changes nothing");
        *map.get_mut(&first).expect("it is there") = 3;
        assert_eq!(map.take_touched(), BTreeSet::from([first]));
        map.remove(&second);
        assert_eq!(map.take_touched(), BTreeSet::from([second]));
    }
}
