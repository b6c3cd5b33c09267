mod operations;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
struct Memory {
    region: Option<String>,
    ports: Vec<u16>,
}

impl Record for Memory {
    const VERSION: u64 = 2;

    fn upgrade(version: u64, stored: serde_json::Value) -> Option<Self> {
        (version == 1).then(|| Self {
            region: stored
                .get("place")
                .and_then(|place| place.as_str().map(str::to_owned)),
            ..Self::default()
        })
    }
}

fn read(bytes: &[u8]) -> Private<Memory> {
    Private::read("toy_thing", bytes)
}

fn memory() -> Memory {
    Memory {
        region: Some("north".to_owned()),
        ports: vec![80],
    }
}

fn stored(memory: Memory) -> Vec<u8> {
    let mut private = read(b"");
    private.record = memory;
    private.into_bytes("toy_thing")
}

#[test]
fn a_record_comes_back_as_it_was_stored() {
    assert_eq!(read(&stored(memory())).record, memory());
}

#[test]
fn a_record_that_knows_nothing_takes_no_bytes() {
    assert_eq!(stored(Memory::default()), b"");
}

#[test]
fn a_record_that_is_emptied_is_erased() {
    let mut private = read(&stored(memory()));
    private.record = Memory::default();
    assert_eq!(private.into_bytes("toy_thing"), b"");
}

/// What a provider made with Terraform's old SDK leaves, what other providers might, and what damage might.
const FOREIGN: [&[u8]; 12] = [
    b"",
    b"bnVsbA==",
    b"null",
    b"{}",
    b"[]",
    br#"{"schema_version":"0","e2bfb730-ecaa-11e6-8f88-34363bc7c4c0":{"create":600000000000}}"#,
    br#"{"record_of":"toy_thing"}"#,
    br#"{"record_of":"toy_thing","version":-1,"record":{}}"#,
    br#"{"record_of":"toy_thing","version":2,"record":{"region":7,"ports":[]}}"#,
    br#"{"record_of":"toy_other","version":2,"record":{"region":"north","ports":[]}}"#,
    br#"{"record_of":"toy_thing","version":2,"record":{"region":"north","ports":[]"#,
    &[0xff, 0x00, 0xc1],
];

#[test]
fn what_others_have_left_says_nothing_and_is_kept_until_something_is_remembered() {
    for bytes in FOREIGN {
        let private = read(bytes);
        assert_eq!(private.record, Memory::default(), "{bytes:?}");
        assert_eq!(private.into_bytes("toy_thing"), bytes);

        let mut private = read(bytes);
        private.record = memory();
        assert_eq!(private.into_bytes("toy_thing"), stored(memory()));
    }
}

#[test]
fn a_record_of_an_earlier_version_is_upgraded() {
    let private = read(br#"{"record_of":"toy_thing","version":1,"record":{"place":"north"}}"#);
    assert_eq!(private.record.region.as_deref(), Some("north"));
    let private = read(br#"{"record_of":"toy_thing","version":0,"record":{"place":"north"}}"#);
    assert_eq!(private.record, Memory::default());
}

#[test]
fn a_record_of_a_later_version_says_nothing_and_outlives_every_change() {
    let newer = br#"{"record_of":"toy_thing", "version":3, "record":{"region":"north","ports":[],"more":1}}"#;
    let mut private = read(newer);
    assert_eq!(private.record, Memory::default());
    private.record = memory();
    assert_eq!(private.into_bytes("toy_thing"), newer);
}

#[test]
fn a_resource_without_a_record_leaves_all_bytes_as_they_are() {
    for bytes in FOREIGN.into_iter().chain([stored(memory()).as_slice()]) {
        assert_eq!(
            Private::<()>::read("toy_thing", bytes).into_bytes("toy_thing"),
            bytes
        );
    }
}

fn any_memory() -> impl Strategy<Value = Memory> {
    (any::<Option<String>>(), any::<Vec<u16>>()).prop_map(|(region, ports)| Memory { region, ports })
}

proptest! {
    #[test]
    fn every_record_comes_back(memory in any_memory()) {
        prop_assert_eq!(read(&stored(memory.clone())).record, memory);
    }

    #[test]
    fn no_bytes_make_the_reader_fail_and_unread_ones_are_kept(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(read(&bytes).into_bytes("toy_thing"), bytes);
    }

    #[test]
    fn a_damaged_record_is_read_without_failing(
        memory in any_memory(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = stored(memory);
        if !bytes.is_empty() {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        prop_assert_eq!(read(&bytes).into_bytes("toy_thing"), bytes);
    }
}
