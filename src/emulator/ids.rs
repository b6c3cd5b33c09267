//! Identifiers in the API's formats, in an order that depends on the seed and the clock alone.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::api_time::ApiTime;

/// The instant from which the API's 64-bit ids count milliseconds: 2016-11-26 21:21:05.631, Beijing time.
const EPOCH_MILLIS: i64 = 1_480_166_465_631;
/// Low bits of an id: 5 for the data centre, 5 for the machine, 12 for the sequence within the millisecond.
const SEQUENCE_BITS: u32 = 12;
const MACHINE_BITS: u32 = 10;
/// Policies are numbered instead; the first of the API's own examples is this one.
const FIRST_POLICY: u64 = 10_000_355;

/// The id of a group, configuration, activity, policy, task or notification: a decimal number, text on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Id(u64);

impl Id {
    /// Reads an id as it was given out; any other text names nothing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let id = Self(text.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }

    /// The number itself, for the one answer that shows it as a number.
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not an id"))
    }
}

/// Gives out ids. Part of the store, so that a reloaded store goes on where it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct IdSource {
    seed: u64,
    /// The last 64-bit id without its machine bits: milliseconds and sequence.
    last_tick: u64,
    policies: u64,
    uuids: u64,
}

impl IdSource {
    /// A fresh source. The seed decides the machine bits and all UUIDs.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            last_tick: 0,
            policies: 0,
            uuids: 0,
        }
    }

    /// A 64-bit id that carries the time, greater than every one before it.
    pub(crate) fn snowflake(&mut self, now: ApiTime) -> Id {
        let millis = now
            .unix_millis()
            .saturating_sub(EPOCH_MILLIS)
            .max(0)
            .unsigned_abs();
        self.last_tick = (millis << SEQUENCE_BITS).max(self.last_tick + 1);
        let (millis, sequence) = (
            self.last_tick >> SEQUENCE_BITS,
            self.last_tick & ((1 << SEQUENCE_BITS) - 1),
        );
        let machine = self.seed & ((1 << MACHINE_BITS) - 1);
        Id((millis << (MACHINE_BITS + SEQUENCE_BITS)) | (machine << SEQUENCE_BITS) | sequence)
    }

    /// Gives out no id up to `id` any more: it is taken.
    pub(crate) fn skip(&mut self, id: Id) {
        // The first snowflake that needs more than 32 bits is a second younger than their epoch.
        if u32::try_from(id.0).is_ok() {
            self.policies = self.policies.max((id.0 + 1).saturating_sub(FIRST_POLICY));
        } else {
            let sequence = id.0 & ((1 << SEQUENCE_BITS) - 1);
            let millis = id.0 >> (MACHINE_BITS + SEQUENCE_BITS);
            self.last_tick = self.last_tick.max((millis << SEQUENCE_BITS) | sequence);
        }
    }

    /// The next policy number.
    pub(crate) fn policy(&mut self) -> Id {
        self.policies += 1;
        Id(FIRST_POLICY - 1 + self.policies)
    }

    /// A UUID for an instance.
    pub(crate) fn uuid(&mut self) -> String {
        self.uuids += 1;
        uuid_of(&format!("{}/{}", self.seed, self.uuids))
    }
}

/// The UUID that belongs to `text`: always the same one for the same text.
pub(crate) fn uuid_of(text: &str) -> String {
    let digest = hex::encode(Sha256::digest(text));
    // The fixed digits say "version 4, variant 1", which is what the API's instance ids are.
    format!(
        "{}-{}-4{}-a{}-{}",
        &digest[..8],
        &digest[8..12],
        &digest[13..16],
        &digest[17..20],
        &digest[20..32]
    )
}

/// Whether `text` is a UUID in the usual form.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::emulator::clock::MANUAL_START;

    #[test]
    fn an_id_carries_its_time_and_never_repeats() {
        let mut ids = IdSource::new(7);
        let (first, second) = (ids.snowflake(MANUAL_START), ids.snowflake(MANUAL_START));
        let later = ids.snowflake(MANUAL_START + Duration::from_secs(1));
        assert!(first < second && second < later);
        let millis = i64::try_from(first.number() >> 22).expect("42 bits") + EPOCH_MILLIS;
        assert_eq!(ApiTime::from_unix_millis(millis), MANUAL_START);
    }

    #[test]
    fn more_ids_than_a_millisecond_has_room_for_borrow_from_the_next() {
        let mut ids = IdSource::new(7);
        let all: Vec<Id> = (0..5000).map(|_| ids.snowflake(MANUAL_START)).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn policies_have_short_numbers() {
        let mut ids = IdSource::new(7);
        assert_eq!(
            (ids.policy().to_string(), ids.policy().to_string()),
            ("10000355".into(), "10000356".into())
        );
    }

    #[test]
    fn an_id_that_is_taken_is_not_given_out_again() {
        let mut ids = IdSource::new(7);
        let taken = IdSource::new(7).snowflake(MANUAL_START);
        ids.skip(taken);
        assert!(ids.snowflake(MANUAL_START) > taken);
        ids.skip(Id(10_000_360));
        assert_eq!(ids.policy(), Id(10_000_361));
    }

    #[test]
    fn the_same_seed_gives_the_same_uuids() {
        let (mut one, mut same, mut other) = (IdSource::new(1), IdSource::new(1), IdSource::new(2));
        let first = one.uuid();
        assert!(is_uuid(&first));
        assert_eq!(first, same.uuid());
        assert_ne!(first, one.uuid());
        assert_ne!(first, other.uuid());
    }

    #[test]
    fn only_the_canonical_text_names_an_object() {
        assert_eq!(Id::parse("10000355").map(Id::number), Some(10_000_355));
        for text in ["", "010000355", "+10000355", "10000355 ", "abc"] {
            assert_eq!(Id::parse(text), None, "{text:?}");
        }
    }
}
