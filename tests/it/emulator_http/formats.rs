//! The ways to send a call and to have it answered.

use crate::emulator_http::support::{Emulator, Signed, form, simplified};

const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

#[test]
fn json_is_answered_to_those_who_accept_it_and_xml_to_all_others() {
    let emulator = Emulator::start(&[]);
    let json = emulator.call(&DESCRIBE);
    assert_eq!(json.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(json.json()["ScalingGroupSet"], serde_json::json!([]));
    assert!(json.json()["RequestId"].is_string());

    let mut request = Signed::get(&emulator, &DESCRIBE);
    request.headers.clear();
    let xml = emulator.send(&request.raw());
    assert_eq!(xml.headers["content-type"], "text/xml; charset=utf-8");
    assert!(
        xml.body
            .starts_with("<DescribeScalingGroupResponse><ResponseMetadata><RequestId>"),
        "{xml:?}"
    );
    assert!(
        xml.body.contains("<ScalingGroupSet></ScalingGroupSet>"),
        "{xml:?}"
    );

    let mut request = Signed::get(&emulator, &[DESCRIBE[0]]);
    request.headers.clear();
    let xml = emulator.send(&request.raw());
    assert_eq!(xml.status, 400);
    assert!(xml.body.starts_with("<ErrorResponse><RequestId>"), "{xml:?}");
    assert!(xml.body.contains("<Code>MissingParameter</Code>"), "{xml:?}");
}

#[test]
fn a_call_may_be_a_get_a_form_a_mix_of_both_or_json() {
    let emulator = Emulator::start(&[]);
    let count = |request: &Signed| {
        let answer = emulator.send(&request.raw());
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["ScalingGroupCount"].clone()
    };
    let body = form(&[&DESCRIBE[..], &[("MaxResults", "5")]].concat());
    assert_eq!(count(&Signed::get(&emulator, &DESCRIBE)), 0);
    assert_eq!(count(&Signed::post(&emulator, &[], FORM, &body)), 0);
    assert_eq!(count(&Signed::post(&emulator, &DESCRIBE, FORM, &body)), 0);
    let json = r#"{"MaxResults":5,"ScalingGroupId":["7"]}"#;
    assert_eq!(
        count(&Signed::post(&emulator, &DESCRIBE, "application/json", json)),
        0
    );

    // What the actions saw: the mix wins over the query, and an array is numbered.
    let calls = emulator.admin("GET", "/calls?last=1", "").json();
    let seen = serde_json::json!({ "MaxResults": "5", "ScalingGroupId.1": "7" });
    assert_eq!(calls["last"][0]["parameters"], seen);
}

#[test]
fn the_simplified_signature_works_in_a_query_a_form_and_json() {
    let emulator = Emulator::start(&[]);
    let pairs = simplified(&DESCRIBE);
    let borrowed: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let encoded = form(&borrowed);
    let json: serde_json::Map<_, _> = pairs
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect();
    let json = serde_json::Value::Object(json).to_string();
    for (method, query, kind, body) in [
        ("GET", encoded.as_str(), FORM, ""),
        ("POST", "", FORM, encoded.as_str()),
        ("POST", "", "application/json", json.as_str()),
    ] {
        let answer = emulator.send(&format!(
            "{method} /?{query} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            emulator.host,
            body.len()
        ));
        assert_eq!(answer.status, 200, "{method} {kind}: {answer:?}");
        assert_eq!(answer.json()["ScalingGroupCount"], 0);
    }
}

#[test]
fn one_connection_carries_many_calls() {
    let emulator = Emulator::start(&[]);
    let keep_alive = Signed::get(&emulator, &DESCRIBE)
        .raw()
        .replace("connection: close\r\n", "");
    let last = Signed::get(&emulator, &DESCRIBE).raw();
    let received = emulator
        .exchange(&format!("{keep_alive}{last}"))
        .expect("two answers");
    let received = String::from_utf8(received).expect("UTF-8");
    assert_eq!(received.matches("HTTP/1.1 200 OK").count(), 2, "{received}");
}

#[test]
fn the_identity_service_has_one_project_with_id_0() {
    let emulator = Emulator::start(&[]);
    let pairs = [("Action", "GetAccountAllProjectList"), ("Version", "2015-11-01")];
    let mut request = Signed::get(&emulator, &pairs);
    request.service = "iam".into();
    let answer = emulator.send(&request.raw()).json();
    let projects = answer["ListProjectResult"]["ProjectList"]
        .as_array()
        .expect("a list");
    assert_eq!(projects.len(), 1);
    assert_eq!(projects[0]["ProjectId"], 0);
}

#[test]
fn request_ids_follow_from_the_seed() {
    let ids = |seed: &str| {
        let emulator = Emulator::start(&["--seed", seed]);
        [0, 1].map(|_| emulator.call(&DESCRIBE).json()["RequestId"].clone())
    };
    let first = ids("7");
    assert_eq!(first, ids("7"));
    assert_ne!(first, ids("8"));
    assert_ne!(first[0], first[1]);
}
