//! Faults as a client meets them on the wire.

use serde_json::json;

use crate::support::{Answer, Emulator, Signed};

const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];

/// An emulator in which the first call of `DescribeScalingGroup` meets `fault`.
fn with_fault(fault: &serde_json::Value) -> Emulator {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "DescribeScalingGroup", "first": 1, "fault": fault }] });
    assert_eq!(emulator.admin("POST", "/faults", &set.to_string()).status, 200);
    emulator
}

/// How the only call went out, and with which status, by the emulator's own record.
fn recorded(emulator: &Emulator) -> (String, u64) {
    let call = &emulator.admin("GET", "/calls", "").json()["last"][0];
    let text = call["delivery"]["kind"].as_str().expect("a delivery").to_owned();
    (text, call["status"].as_u64().expect("a status"))
}

#[test]
fn an_error_takes_the_place_of_the_call() {
    let fault = json!({ "kind": "error", "status": 500, "code": "ServiceTimeout", "message": "too late" });
    let emulator = with_fault(&fault);
    let refusal = emulator.call(&DESCRIBE).refusal();
    assert_eq!(refusal, (500, "ServiceTimeout".to_owned(), "too late".to_owned()));
    assert_eq!(
        emulator.call(&DESCRIBE).status,
        200,
        "the fault hits one call only"
    );
}

#[test]
fn throttling_speaks_the_apis_dialect() {
    let emulator = with_fault(&json!({ "kind": "throttle" }));
    let (status, code, _) = emulator.call(&DESCRIBE).refusal();
    assert_eq!((status, code.as_str()), (409, "LimitExceeded"));
}

#[test]
fn a_dropped_answer_closes_the_connection_without_a_byte() {
    let emulator = with_fault(&json!({ "kind": "drop_answer" }));
    let request = Signed::get(&emulator, &DESCRIBE).raw();
    let received = emulator.exchange(&request).unwrap_or_default();
    assert_eq!(String::from_utf8_lossy(&received), "");
    assert_eq!(
        recorded(&emulator),
        ("dropped".to_owned(), 200),
        "the call was executed"
    );
    assert_eq!(emulator.call(&DESCRIBE).status, 200);
}

#[test]
fn a_truncated_answer_announces_more_than_it_sends() {
    let emulator = with_fault(&json!({ "kind": "truncate_body" }));
    let request = Signed::get(&emulator, &DESCRIBE).raw();
    let answer = Answer::parse(&emulator.exchange(&request).expect("half an answer"));
    let announced: usize = answer.headers["content-length"].parse().expect("a length");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.len(), announced / 2);
    assert!(answer.body.starts_with('{'), "{answer:?}");
    assert_eq!(recorded(&emulator), ("truncated".to_owned(), 200));
}

#[test]
fn latency_delays_an_answer_and_changes_nothing_else() {
    let emulator = with_fault(&json!({ "kind": "latency", "ms": 20 }));
    assert_eq!(emulator.call(&DESCRIBE).json()["ScalingGroupCount"], 0);
    assert_eq!(
        emulator.admin("GET", "/faults", "").json()["api"][0]["first"],
        0,
        "the fault was used"
    );
}

#[test]
fn a_call_that_is_not_let_in_uses_up_no_fault() {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "*", "first": 1, "fault": { "kind": "throttle" } }] });
    emulator.admin("POST", "/faults", &set.to_string());
    let mut stranger = Signed::get(&emulator, &DESCRIBE);
    stranger.access_key = "AKLTSTRANGER".to_owned();
    assert_eq!(emulator.send(&stranger.raw()).status, 403);
    assert_eq!(emulator.call(&[("Action", "Nonsense"), DESCRIBE[1]]).status, 404);
    assert_eq!(emulator.call(&DESCRIBE).status, 409);
}
