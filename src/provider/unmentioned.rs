//! Blocks of a kind that the configuration need not mention: while it mentions none, those that are there stay and are
//! shown, but for the ones that this configuration itself has brought.
//!
//! Which these are is remembered. Terraform loses what is remembered when an object is taken over, imported or tainted; then
//! everything stays.

use super::record::ObjectRecord;
use crate::framework::{Field, List};

/// A block that has a name by which it is known again, unless it is not known yet.
pub trait Named: Clone + PartialEq {
    /// The name, in the words in which a person is told of the block.
    fn name(&self) -> Option<String>;
}

/// Plans the blocks of one kind, and remembers for later plans which of them the configuration has brought. `prior` is `None`
/// if there is no object yet. Gives the names of those that the configuration once had and does not mention: they go.
pub fn plan<B: Named>(
    record: &mut ObjectRecord,
    config: &Field<List<B>>,
    prior: Option<&Field<List<B>>>,
    planned: &mut Field<List<B>>,
) -> Vec<String> {
    let Some(prior) = prior else {
        record.held = names(blocks(config));
        return Vec::new();
    };
    // What is exactly as it is there may not be written at all: Terraform fills in what ignore_changes names.
    let brought = blocks(config).filter(|block| !blocks(prior).any(|other| other == *block));
    let mut known = record.held.clone();
    let brought = names(brought).into_iter();
    record.held.extend(brought.filter(|name| !take(&mut known, name)));
    if config.value().is_none_or(|config| !config.0.is_empty()) {
        return Vec::new();
    }
    let (taken, kept): (Vec<&B>, Vec<&B>) = divided(record, prior);
    *planned = Field::Value(kept.into_iter().cloned().collect());
    names(taken)
}

/// Whether any of `prior` stays if the configuration turns out to mention none.
pub fn some_stay<B: Named>(record: &ObjectRecord, prior: &Field<List<B>>) -> bool {
    !divided(record, prior).1.is_empty()
}

/// Forgets those that are not there any more: whoever brings them again, it is not this configuration.
pub fn forget_missing<B: Named>(record: &mut ObjectRecord, found: &Field<List<B>>) {
    let mut found = names(blocks(found));
    record.held.retain(|name| take(&mut found, name));
}

/// The blocks that the configuration has brought, and the others.
fn divided<'a, B: Named>(record: &ObjectRecord, there: &'a Field<List<B>>) -> (Vec<&'a B>, Vec<&'a B>) {
    let mut held = record.held.clone();
    blocks(there).partition(|block| block.name().is_some_and(|name| take(&mut held, &name)))
}

/// Takes one `name` out of `names`, if there is one: blocks may be alike.
fn take(names: &mut Vec<String>, name: &str) -> bool {
    let place = names.iter().position(|other| other == name);
    place.map(|place| names.swap_remove(place)).is_some()
}

/// The names of blocks.
pub fn names<'a, B: Named + 'a>(blocks: impl IntoIterator<Item = &'a B>) -> Vec<String> {
    blocks.into_iter().filter_map(B::name).collect()
}

fn blocks<B>(field: &Field<List<B>>) -> impl Iterator<Item = &B> {
    field.value().into_iter().flat_map(List::known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Disk(&'static str, Field<i64>);

    impl Named for Disk {
        fn name(&self) -> Option<String> {
            Some(self.0.to_owned())
        }
    }

    fn written(names: &[&'static str]) -> Field<List<Disk>> {
        Field::Value(names.iter().map(|name| Disk(name, Field::Null)).collect())
    }

    fn there(names: &[&'static str]) -> Field<List<Disk>> {
        Field::Value(names.iter().map(|name| Disk(name, Field::Value(1))).collect())
    }

    /// What is planned without any in the configuration, and what goes.
    fn without(record: &mut ObjectRecord, prior: &[&'static str]) -> (Field<List<Disk>>, Vec<String>) {
        let prior = there(prior);
        let mut planned = prior.clone();
        let taken = plan(record, &written(&[]), Some(&prior), &mut planned);
        (planned, taken)
    }

    fn taken(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_the_configuration_never_had_stays() {
        let mut record = ObjectRecord::default();
        assert_eq!(
            without(&mut record, &["a", "b"]),
            (there(&["a", "b"]), taken(&[]))
        );
        // Terraform takes what is ignored from the state.
        plan(
            &mut record,
            &there(&["a"]),
            Some(&there(&["a"])),
            &mut there(&["a"]),
        );
        assert_eq!(without(&mut record, &["a"]), (there(&["a"]), taken(&[])));
    }

    #[test]
    fn what_the_configuration_has_brought_goes_with_it() {
        let mut record = ObjectRecord::default();
        plan(&mut record, &written(&["a"]), None, &mut written(&["a"]));
        assert_eq!(without(&mut record, &["a", "b"]), (there(&["b"]), taken(&["a"])));
        // Nothing is forgotten before it is seen to be gone: the apply may fail.
        assert_eq!(without(&mut record, &["a", "b"]), (there(&["b"]), taken(&["a"])));
        forget_missing(&mut record, &there(&["b"]));
        assert_eq!(
            without(&mut record, &["a", "b"]),
            (there(&["a", "b"]), taken(&[]))
        );

        plan(
            &mut record,
            &written(&["b"]),
            Some(&there(&["a", "b"])),
            &mut written(&["b"]),
        );
        assert_eq!(without(&mut record, &["a", "b"]), (there(&["a"]), taken(&["b"])));
    }

    #[test]
    fn of_blocks_that_are_alike_only_as_many_go_as_the_configuration_has_brought() {
        let mut record = ObjectRecord::default();
        plan(&mut record, &written(&["a"]), None, &mut written(&["a"]));
        assert_eq!(without(&mut record, &["a", "a"]), (there(&["a"]), taken(&["a"])));
        plan(
            &mut record,
            &written(&["a", "a"]),
            Some(&there(&["a"])),
            &mut Field::Null,
        );
        assert_eq!(
            without(&mut record, &["a", "a"]),
            (there(&[]), taken(&["a", "a"]))
        );
    }

    #[test]
    fn what_is_not_known_yet_is_left_to_a_later_plan() {
        let mut record = ObjectRecord::default();
        let mut planned = Field::Unknown;
        let gone = plan(&mut record, &Field::Unknown, Some(&there(&["a"])), &mut planned);
        assert_eq!((planned, gone), (Field::Unknown, taken(&[])));
        assert!(some_stay(&record, &there(&["a"])));
        plan(&mut record, &written(&["a"]), None, &mut written(&["a"]));
        assert!(!some_stay(&record, &there(&["a"])));
        assert!(some_stay(&record, &there(&["a", "b"])));
    }
}
