use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde_json::json;
use tracing_subscriber::layer::SubscriberExt as _;

use super::super::layer::HclogLayer;
use super::*;

/// A place for lines that can be read back.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that `log` writes, each parsed as JSON.
fn lines(log: impl FnOnce()) -> Vec<Value> {
    let output = Output::default();
    let subscriber = tracing_subscriber::registry().with(HclogLayer::new(output.clone()));
    tracing::subscriber::with_default(subscriber, log);
    let text = String::from_utf8(output.0.lock().unwrap().clone()).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The one line that `log` writes, without its time.
fn line(log: impl FnOnce()) -> Value {
    let mut lines = lines(log);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let mut line = lines.remove(0);
    line.as_object_mut()
        .unwrap()
        .remove("@timestamp")
        .expect("each line has a time");
    line
}

#[test]
fn an_event_becomes_a_line_with_its_fields_as_keys() {
    let line = line(|| {
        tracing::warn!(target: "acme::client", attempt = 2, id = "g-1", ok = false, ratio = 0.5, "slow {}", "answer");
    });
    assert_eq!(
        line,
        json!({
            "@level": "warn", "@message": "slow answer", "@module": "acme.client",
            "attempt": 2, "id": "g-1", "ok": false, "ratio": 0.5,
        })
    );
}

#[test]
fn each_level_has_the_name_that_terraform_knows() {
    let lines = lines(|| {
        tracing::trace!("");
        tracing::debug!("");
        tracing::info!("");
        tracing::warn!("");
        tracing::error!("");
    });
    let levels: Vec<_> = lines
        .iter()
        .map(|line| line["@level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["trace", "debug", "info", "warn", "error"]);
}

#[test]
fn fields_of_the_spans_around_an_event_are_included_and_the_inner_ones_win() {
    let line = line(|| {
        let outer = tracing::info_span!(
            "rpc",
            rpc = "ReadResource",
            id = "outer",
            later = tracing::field::Empty
        );
        outer.record("later", "recorded");
        let _outer = outer.enter();
        let _inner = tracing::info_span!("call", action = "DescribeThing").entered();
        tracing::info!(id = "event", "done");
    });
    assert_eq!(line["rpc"], "ReadResource");
    assert_eq!(line["action"], "DescribeThing");
    assert_eq!(line["later"], "recorded");
    assert_eq!(line["id"], "event");
}

#[test]
fn secrets_are_masked_by_name_in_events_and_spans() {
    let line = line(|| {
        let _span =
            tracing::info_span!("call", authorization = "AWS4 abc", x_security_token = "abc").entered();
        tracing::info!(
            password = "abc",
            password_wo = "abc",
            user_data = "abc",
            "secret-key" = "abc",
            Signature = ?"abc",
            "request.secret_key" = 5,
            access_key = "shown",
            "text",
        );
    });
    let object = line.as_object().unwrap();
    let masked = object.values().filter(|value| *value == SENSITIVE).count();
    assert_eq!(masked, 8, "{line}");
    assert_eq!(line["access_key"], "shown");
    assert!(!line.to_string().contains("abc"), "{line}");
}

#[test]
fn no_field_can_take_the_place_of_terraforms_own_keys() {
    let line = line(|| tracing::info!("@level" = 5, "@message" = true, "@timestamp" = 1.5, "text"));
    assert_eq!(line["@level"], "info");
    assert_eq!(line["@message"], "text");
    assert_eq!(line["_level"], 5);
    assert_eq!(line["_message"], true);
    assert_eq!(line["_timestamp"], 1.5);
}

#[test]
fn an_event_without_text_has_an_empty_message() {
    let line = line(|| tracing::info!(count = 1));
    assert_eq!(line["@message"], "");
}

#[test]
fn numbers_that_json_does_not_have_are_written_as_text() {
    let line = line(|| tracing::info!(rate = f64::NAN, limit = f64::INFINITY));
    assert_eq!(line["rate"], "NaN");
    assert_eq!(line["limit"], "inf");
}

#[test]
fn the_time_always_has_six_digits_after_the_point() {
    let line = lines(|| tracing::info!("now")).remove(0);
    assert_eq!(
        line["@timestamp"].as_str().map(str::len),
        Some("2026-11-24T03:44:00.000000Z".len())
    );

    for (nanoseconds, expected) in [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1_500_000_000, "1970-01-01T00:00:01.500000Z"),
        (999_999_999, "1970-01-01T00:00:00.999999Z"),
    ] {
        let time = Timestamp::from_nanosecond(nanoseconds).unwrap();
        assert_eq!(timestamp(time), expected);
    }
}

#[test]
fn a_long_value_is_cut_and_the_short_ones_stay() {
    let long = "ä".repeat(100_000);
    let line = line(|| tracing::info!(body = long, id = "g-1", "answer"));
    let body = line["body"].as_str().unwrap();
    assert!(body.len() < MAX_LINE_BYTES && body.ends_with('…'));
    assert_eq!(line["id"], "g-1");
    assert_eq!(line["@message"], "answer");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_the_fields_hold_the_line_is_short_json(
        fields in proptest::collection::vec(("[a-z\"\\\\é]{0,200}", "\\PC{0,20}|[\u{1}\"\\\\\n]{1,8}", 1..3000usize), 0..40),
        message in "\\PC*",
    ) {
        let mut map: Map<String, Value> =
            fields.into_iter().map(|(name, part, times)| (name, Value::String(part.repeat(times)))).collect();
        map.insert("@message".to_owned(), Value::String(message));

        let line = render(map);

        prop_assert!(line.len() <= MAX_LINE_BYTES, "{} bytes", line.len());
        prop_assert_eq!(line.matches('\n').count(), 1);
        let parsed: Map<String, Value> = serde_json::from_str(&line).unwrap();
        prop_assert!(parsed["@message"].is_string());
    }
}

#[test]
fn too_many_fields_are_left_out_rather_than_a_broken_line() {
    let mut map: Map<String, Value> = (0..10_000)
        .map(|number| (format!("field_{number}"), Value::from(number)))
        .collect();
    map.insert("@message".to_owned(), Value::from("text"));
    assert_eq!(render(map), "{\"@message\":\"text\"}\n");
}
