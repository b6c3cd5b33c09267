//! The admin API.

use serde_json::json;

use crate::emulator_http::support::Emulator;

const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];

#[test]
fn health_needs_no_signature() {
    let emulator = Emulator::start(&[]);
    let answer = emulator.admin("GET", "/health", "");
    assert_eq!((answer.status, answer.json()), (200, json!({ "status": "ok" })));
}

#[test]
fn an_unknown_route_is_named() {
    let answer = Emulator::start(&[]).admin("GET", "/helth", "");
    assert_eq!(answer.status, 404);
    assert_eq!(
        answer.json(),
        json!({ "error": "no such admin route: GET /_emulator/helth" })
    );
}

#[test]
fn calls_are_counted_and_the_latest_are_shown() {
    let emulator = Emulator::start(&[]);
    emulator.call(&DESCRIBE);
    emulator.call(&[("Action", "Nonsense"), ("Version", "2016-03-04")]);
    let last = emulator.call(&[DESCRIBE[0], DESCRIBE[1], ("MaxResults", "5")]);

    let calls = emulator.admin("GET", "/calls?last=1", "").json();
    assert_eq!(calls["total"], 3);
    assert_eq!(
        calls["actions"],
        json!({ "DescribeScalingGroup": { "200": 2 }, "Nonsense": { "404": 1 } })
    );
    let shown = calls["last"].as_array().expect("a list");
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["action"], "DescribeScalingGroup");
    assert_eq!(shown[0]["method"], "GET");
    assert_eq!(shown[0]["status"], 200);
    assert_eq!(shown[0]["code"], json!(null));
    assert_eq!(shown[0]["region"], "cn-beijing-6");
    assert_eq!(shown[0]["request_id"], last.json()["RequestId"]);
    assert_eq!(shown[0]["parameters"], json!({ "MaxResults": "5" }));

    let all = emulator.admin("GET", "/calls", "").json();
    assert_eq!(all["last"][1]["code"], "NoSuchEntity");
    assert_eq!(emulator.admin("GET", "/calls?first=1", "").status, 400);
}

#[test]
fn secrets_are_masked_even_in_calls_that_were_refused() {
    let emulator = Emulator::start(&[]);
    let pairs = [
        ("Action", "CreateScalingConfiguration"),
        ("Version", "2016-03-04"),
        ("Password", "Hush-1234"),
        ("UserData", "c2VjcmV0"),
    ];
    assert_eq!(emulator.call(&pairs).status, 400);
    let answer = emulator.admin("GET", "/calls", "");
    assert!(
        !answer.body.contains("Hush-1234") && !answer.body.contains("c2VjcmV0"),
        "{answer:?}"
    );
    assert_eq!(answer.json()["last"][0]["parameters"]["Password"], "***");
}

#[test]
fn parameters_that_no_handler_reads_are_listed() {
    let emulator = Emulator::start(&[]);
    emulator.call(&[DESCRIBE[0], DESCRIBE[1], ("MaxResult", "5"), ("MaxResults", "5")]);
    let unread = emulator.admin("GET", "/unread", "").json();
    assert_eq!(unread, json!({ "DescribeScalingGroup": ["MaxResult"] }));
}

#[test]
fn reset_forgets_what_it_is_told_to() {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "*", "fault": { "kind": "latency", "ms": 0 } }] }).to_string();
    emulator.admin("POST", "/faults", &set);
    let total = || emulator.admin("GET", "/calls", "").json()["total"].clone();
    let faults = || {
        emulator.admin("GET", "/faults", "").json()["api"]
            .as_array()
            .map(Vec::len)
    };

    emulator.call(&DESCRIBE);
    assert_eq!(emulator.admin("POST", "/reset?what=store", "").status, 204);
    assert_eq!((total(), faults()), (json!(1), Some(1)));
    assert_eq!(emulator.admin("POST", "/reset?what=calls", "").status, 204);
    assert_eq!((total(), faults()), (json!(0), Some(1)));

    emulator.call(&DESCRIBE);
    for unclear in ["/reset", "/reset?what=everything"] {
        let refused = emulator.admin("POST", unclear, "");
        assert_eq!(refused.status, 400);
        assert!(refused.json()["error"].is_string(), "{refused:?}");
    }
    assert_eq!((total(), faults()), (json!(1), Some(1)), "nothing was forgotten");
    assert_eq!(emulator.admin("POST", "/reset?what=all", "").status, 204);
    assert_eq!((total(), faults()), (json!(0), Some(0)));
}

#[test]
fn a_manual_clock_moves_only_forward_and_only_when_told_to() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    let now = || emulator.admin("GET", "/clock", "").json();
    assert_eq!(now(), json!({ "mode": "manual", "now": "2024-01-15 16:30:00" }));

    let moved = emulator
        .admin("POST", "/clock", r#"{"advance_seconds": 90}"#)
        .json();
    assert_eq!(moved["now"], "2024-01-15 16:31:30");
    emulator.admin("POST", "/clock", r#"{"set": "2024-02-01 00:00:00"}"#);
    assert_eq!(now()["now"], "2024-02-01 00:00:00");

    for wrong in [
        r#"{"set": "2024-01-01 00:00:00"}"#,
        r#"{"set": "tomorrow"}"#,
        r#"{"advance_seconds": -1}"#,
        r#"{"advance_seconds": 1, "set": "2024-02-02 00:00:00"}"#,
        "{}",
    ] {
        let answer = emulator.admin("POST", "/clock", wrong);
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.json()["error"].is_string(), "{wrong}: {answer:?}");
    }
    assert_eq!(now()["now"], "2024-02-01 00:00:00");
}

#[test]
fn faults_are_set_shown_and_cleared() {
    let emulator = Emulator::start(&[]);
    let set = json!({ "api": [{ "action": "*", "first": 2, "fault": { "kind": "throttle" } }] });
    let shown = emulator.admin("POST", "/faults", &set.to_string()).json();
    assert_eq!(shown["api"][0]["first"], 2);
    emulator.call(&DESCRIBE);
    assert_eq!(emulator.admin("GET", "/faults", "").json()["api"][0]["first"], 1);
    assert_eq!(emulator.admin("DELETE", "/faults", "").status, 204);
    assert_eq!(emulator.call(&DESCRIBE).status, 200);
    assert_eq!(emulator.admin("POST", "/faults", r#"{"api": [{}]}"#).status, 422);
}

#[test]
fn a_metric_or_a_health_check_of_an_unknown_object_is_refused() {
    let emulator = Emulator::start(&[]);
    let metric = r#"{"scaling_group_id": "7", "dimension": "cpu_usage", "value": 80}"#;
    let check = r#"{"scaling_group_id": "7", "instance_id": "8", "healthy": false}"#;
    for (route, body) in [("/metrics", metric), ("/instance-health", check)] {
        let answer = emulator.admin("POST", route, body);
        assert_eq!(answer.status, 404, "{route}");
        assert!(
            answer.json()["error"]
                .as_str()
                .is_some_and(|why| why.contains('7')),
            "{answer:?}"
        );
    }
}

#[test]
fn two_emulators_know_nothing_of_each_other() {
    let (one, other) = (Emulator::start(&[]), Emulator::start(&[]));
    assert_ne!(one.host, other.host);
    one.call(&DESCRIBE);
    assert_eq!(one.admin("GET", "/calls", "").json()["total"], 1);
    assert_eq!(other.admin("GET", "/calls", "").json()["total"], 0);
}

#[test]
fn every_refusal_says_why_in_json() {
    let emulator = Emulator::start(&[]);
    let host = &emulator.host;
    let raw = |line: &str, headers: &str, body: &str| {
        emulator.send(&format!(
            "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    let json_type = "Content-Type: application/json\r\n";
    for (status, answer) in [
        (400, raw("GET /_emulator/calls?last=x", "", "")),
        (400, raw("POST /_emulator/clock", json_type, "{")),
        (405, raw("PATCH /_emulator/clock", "", "")),
        (
            415,
            raw("POST /_emulator/clock", "Content-Type: text/plain\r\n", "{}"),
        ),
        (422, raw("POST /_emulator/clock", json_type, "{\"later\": 1}")),
        (
            403,
            raw(
                "POST /_emulator/reset?what=all",
                "Origin: http://evil.example\r\n",
                "",
            ),
        ),
    ] {
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(
            answer.json()["error"].as_str().is_some_and(|why| !why.is_empty()),
            "{answer:?}"
        );
    }
    let foreign =
        emulator.send("GET /_emulator/state HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(foreign.status, 403);
}

#[test]
fn what_happens_is_told_in_plain_words() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    emulator.call(&DESCRIBE);
    emulator.call(&[
        ("Action", "DeleteScalingGroup"),
        ("Version", "2016-03-04"),
        ("ScalingGroupId", "7"),
    ]);
    emulator.admin("POST", "/clock", r#"{"advance_seconds": 60}"#);
    let answer = emulator.admin("GET", "/events", "").json();
    let texts: Vec<&str> = answer["events"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|event| event["text"].as_str())
        .collect();
    assert_eq!(texts.len(), 2, "a question is no event: {texts:?}");
    assert!(
        texts[0].starts_with("refused DeleteScalingGroup: ") && texts[0].contains("ScalingGroupId=7"),
        "{texts:?}"
    );
    assert_eq!(answer["events"][1]["time"], "2024-01-15 16:31:00");
    let later = emulator
        .admin("GET", &format!("/events?after={}", answer["latest"]), "")
        .json();
    assert_eq!(later["events"], json!([]));
}

#[test]
fn a_state_is_loaded_in_place_of_what_there_is() {
    let (one, other) = (
        Emulator::start(&["--clock", "manual"]),
        Emulator::start(&["--clock", "manual"]),
    );
    let configuration = [
        ("Action", "CreateScalingConfiguration"),
        ("Version", "2016-03-04"),
        ("ScalingConfigurationName", "web"),
        ("ImageId", "IMG-5465174a-6d71-4770-b8e1-917a0dd92466"),
        ("InstanceType.1", "S6.2B"),
    ];
    assert_eq!(one.call(&configuration).status, 200);
    let state = one.admin("GET", "/state", "");
    assert_eq!(other.admin("POST", "/state", &state.body).status, 204);
    assert_eq!(other.admin("GET", "/state", "").json(), state.json());
    assert_eq!(other.admin("POST", "/state", r#"{"regions": 1}"#).status, 400);
    assert_eq!(
        other.admin("GET", "/state", "").json(),
        state.json(),
        "a refusal changes nothing"
    );
}
