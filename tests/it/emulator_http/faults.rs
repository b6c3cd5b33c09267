//! Faults as a client meets them on the wire.

use serde_json::json;

use crate::emulator_http::support::{Emulator, Response, Signed};

const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];

/// An emulator in which the first call of `DescribeScalingGroup` meets `fault`.
fn with_fault(fault: &serde_json::Value) -> Emulator {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "DescribeScalingGroup", "first": 1, "fault": fault }] });
    assert_eq!(emulator.admin("POST", "/faults", &set.to_string()).status, 200);
    emulator
}

const CREATE: [(&str, &str); 5] = [
    ("Action", "CreateScalingConfiguration"),
    ("Version", "2016-03-04"),
    ("ScalingConfigurationName", "web"),
    ("ImageId", "5465174a-6d71-4770-b8e1-917a0dd92466"),
    ("InstanceType", "S6.2B"),
];
const LIST: [(&str, &str); 2] = [
    ("Action", "DescribeScalingConfiguration"),
    ("Version", "2016-03-04"),
];

/// Lets the next call of `action` meet `fault`.
fn set(emulator: &Emulator, action: &str, fault: &serde_json::Value) {
    let set = json!({ "api": [{ "action": action, "first": 1, "fault": fault }] });
    assert_eq!(emulator.admin("POST", "/faults", &set.to_string()).status, 200);
}

/// How many configurations there are.
fn configurations(emulator: &Emulator) -> serde_json::Value {
    emulator.call(&LIST).json()["ScalingConfigurationCount"].clone()
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
    let answer = Response::parse(&emulator.exchange(&request).expect("half an answer"));
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

#[test]
fn an_error_can_hide_that_the_call_was_executed_and_ask_to_wait() {
    let emulator = Emulator::start(&[]);
    for (executed, expected) in [(false, 0), (true, 1)] {
        let fault = json!({
            "kind": "error", "status": 503, "code": "ServiceUnavailable", "message": "later", "retry_after": 7,
            "executed": executed,
        });
        set(&emulator, "CreateScalingConfiguration", &fault);
        let answer = emulator.call(&CREATE);
        assert_eq!(
            (answer.status, answer.headers["retry-after"].as_str()),
            (503, "7")
        );
        assert_eq!(configurations(&emulator), expected, "executed: {executed}");
    }
}

#[test]
fn a_dropped_request_closes_the_connection_before_anything_is_done() {
    let emulator = Emulator::start(&[]);
    set(
        &emulator,
        "CreateScalingConfiguration",
        &json!({ "kind": "drop_request" }),
    );
    let received = emulator
        .exchange(&Signed::get(&emulator, &CREATE).raw())
        .unwrap_or_default();
    assert_eq!(String::from_utf8_lossy(&received), "");
    assert_eq!(recorded(&emulator), ("dropped".to_owned(), 0));
    assert_eq!(configurations(&emulator), 0);
}

#[test]
fn something_in_between_can_answer_with_anything() {
    let emulator = Emulator::start(&[]);
    for (status, kind, body, executed) in [
        (502, "text/html", "<html><body>Bad Gateway</body></html>", false),
        (200, "text/xml", "<a/>", true),
        (200, "application/json", "", false),
        (200, "application/json", "{}", false),
    ] {
        let fault = json!({
            "kind": "replace_body", "status": status, "content_type": kind, "body": body, "executed": executed,
        });
        let before = configurations(&emulator).as_u64().expect("a number");
        set(&emulator, "CreateScalingConfiguration", &fault);
        let answer = emulator.call(&CREATE);
        assert_eq!(
            (
                answer.status,
                answer.headers["content-type"].as_str(),
                answer.body.as_str()
            ),
            (status, kind, body)
        );
        let after = configurations(&emulator).as_u64().expect("a number");
        assert_eq!(after - before, u64::from(executed));
    }
}

#[test]
fn a_distorted_answer_is_whole_and_wrong() {
    let emulator = Emulator::start(&[]);
    set(
        &emulator,
        "CreateScalingConfiguration",
        &json!({ "kind": "distort", "how": "empty_id" }),
    );
    assert_eq!(emulator.call(&CREATE).json()["ScalingConfigurationId"], "");
    set(
        &emulator,
        "DescribeScalingConfiguration",
        &json!({ "kind": "distort", "how": "empty_list" }),
    );
    let answer = emulator.call(&LIST).json();
    assert_eq!(
        (
            &answer["ScalingConfigurationCount"],
            &answer["ScalingConfigurationSet"]
        ),
        (&json!(1), &json!([]))
    );
    let second = json!({ "api": [{
        "action": "*", "skip": 1, "first": 1, "fault": { "kind": "distort", "how": "null_list" },
    }] });
    emulator.admin("POST", "/faults", &second.to_string());
    let lists = [(), (), ()].map(|()| emulator.call(&LIST).json()["ScalingConfigurationSet"].is_null());
    assert_eq!(lists, [false, true, false]);
}

#[test]
fn a_late_list_shows_what_is_new_when_the_clock_has_moved_on() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    let set = json!({ "api": [{
        "action": "DescribeScalingConfiguration", "fault": { "kind": "lag", "ms": 300 },
    }] });
    emulator.admin("POST", "/faults", &set.to_string());
    assert_eq!(emulator.call(&CREATE).status, 200);
    assert_eq!(configurations(&emulator), 0);
    emulator.admin("POST", "/clock", r#"{"advance_seconds": 0.3}"#);
    assert_eq!(configurations(&emulator), 1);
}

#[test]
fn a_fault_for_an_action_that_does_not_exist_is_refused() {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "CreateScalingGroups", "fault": { "kind": "throttle" } }] });
    let refusal = emulator.admin("POST", "/faults", &set.to_string());
    assert!(refusal.status >= 400, "{refusal:?}");
    assert!(refusal.body.contains("CreateScalingGroups"), "{refusal:?}");
    assert_eq!(emulator.call(&DESCRIBE).status, 200);
}
