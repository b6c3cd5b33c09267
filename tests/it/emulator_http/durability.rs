//! What was answered is on the disk: the emulator is killed at any moment, and nothing that it acknowledged is lost.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::emulator_http::support::{Emulator, PATIENCE, Response, Signed, exchange};

/// How often the emulator is killed.
const KILLS: u32 = 200;
/// Clients that write at the same time.
const CLIENTS: usize = 3;
const VERSION: (&str, &str) = ("Version", "2016-03-04");

/// Names that were acknowledged, and those whose outcome nobody knows.
#[derive(Default)]
struct Known {
    made: BTreeSet<String>,
    deleted: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

/// One call; `None` if the connection broke.
fn call(emulator: &Emulator, pairs: &[(&str, &str)]) -> Option<Response> {
    let received = exchange(&emulator.host, &Signed::get(emulator, pairs).raw()).ok()?;
    (!received.is_empty()).then(|| Response::parse(&received))
}

/// Makes configurations, and deletes every second again, until the emulator is gone.
fn write_until_the_end(
    emulator: &Emulator,
    prefix: &str,
    known: &Mutex<Known>,
    answers: &AtomicU32,
    over: &AtomicBool,
) {
    for number in 0_u32.. {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let name = format!("{prefix}-{number}");
        let create = [
            ("Action", "CreateScalingConfiguration"),
            VERSION,
            ("ScalingConfigurationName", name.as_str()),
            ("ImageId", "IMG-5465174a-6d71-4770-b8e1-917a0dd92466"),
            ("InstanceType.1", "S6.2B"),
        ];
        known.lock().expect("no panic").unknown.insert(name.clone());
        let Some(answer) = call(emulator, &create) else {
            return;
        };
        let id = answer.json()["ScalingConfigurationId"]
            .as_str()
            .map(str::to_owned);
        let id = id.unwrap_or_else(|| panic!("{answer:?}"));
        answers.fetch_add(1, Ordering::Relaxed);
        let mut now = known.lock().expect("no panic");
        now.unknown.remove(&name);
        if number % 2 == 0 {
            now.made.insert(name);
            continue;
        }
        now.unknown.insert(name.clone());
        drop(now);
        let delete = [
            ("Action", "DeleteScalingConfiguration"),
            VERSION,
            ("ScalingConfigurationId.1", id.as_str()),
        ];
        if call(emulator, &delete).is_none() {
            return;
        }
        let mut now = known.lock().expect("no panic");
        now.unknown.remove(&name);
        now.deleted.insert(name);
    }
}

fn names(state: &Value) -> BTreeSet<String> {
    let configurations = state["regions"]["cn-beijing-6"]["configurations"].as_object();
    let names = configurations.into_iter().flat_map(|all| all.values());
    names
        .filter_map(|configuration| Some(configuration["name"].as_str()?.to_owned()))
        .collect()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_however_often_the_emulator_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_string_lossy().into_owned();
    let known = Mutex::new(Known::default());
    for kill in 0..KILLS {
        let mut emulator = Emulator::start(&["--data-dir", &data, "--quiet"]);
        let before = names(&emulator.admin("GET", "/state", "").json());
        {
            let known = known.lock().expect("no panic");
            let lost: Vec<_> = known.made.difference(&before).collect();
            assert!(lost.is_empty(), "lost after kill {kill}: {lost:?}");
            let back: Vec<_> = known.deleted.intersection(&before).collect();
            assert!(back.is_empty(), "back after kill {kill}: {back:?}");
            let invented = before
                .iter()
                .find(|name| !known.made.contains(*name) && !known.unknown.contains(*name));
            assert_eq!(invented, None, "after kill {kill}");
        }
        let (answers, over) = (AtomicU32::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (emulator, known, answers, over) = (&emulator, &known, &answers, &over);
                let prefix = format!("{kill}-{client}");
                scope.spawn(move || write_until_the_end(emulator, &prefix, known, answers, over));
            }
            // After none, one or some answers, and then at a different moment each time.
            let deadline = Instant::now() + PATIENCE;
            while answers.load(Ordering::Relaxed) < kill % 8 && Instant::now() < deadline {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(u64::from(kill * 379 % 5000)));
            emulator.kill();
            over.store(true, Ordering::Relaxed);
        });
        // Only here: a panic above would wait for clients that nobody stops.
        let answers = answers.into_inner();
        assert!(answers >= kill % 8, "only {answers} answers before kill {kill}");
        emulator.wait();
    }
    let known = known.into_inner().expect("no panic");
    assert!(
        known.made.len() > 100 && known.deleted.len() > 20,
        "there was something to lose"
    );
    eprintln!(
        "{KILLS} kills: {} configurations made and {} deleted as acknowledged, {} calls without an answer",
        known.made.len(),
        known.deleted.len(),
        known.unknown.len()
    );
}
