//! The table that `make bench` prints and leaves in `target/bench.json`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::account::Account;
use crate::support::{EMULATOR, PROVIDER};

/// One measurement.
pub(super) struct Row {
    name: String,
    calls: u64,
    least: u64,
    seconds: f64,
    near: Option<f64>,
}

impl Row {
    /// `seconds` that the last command took, `near` what it takes next to the API, and the `least` calls that it could
    /// do with.
    pub(super) fn new(name: &str, account: &Account, seconds: f64, near: Option<f64>, least: u64) -> Self {
        Self {
            name: name.to_owned(),
            calls: account.calls(),
            least,
            seconds,
            near,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "calls are few")]
    fn cost(&self) -> f64 {
        self.calls as f64 / self.least as f64
    }
}

#[derive(Default)]
pub(super) struct Table {
    rows: Vec<(&'static str, Row)>,
    peaks: BTreeMap<&'static str, u64>,
    sizes: BTreeMap<&'static str, u64>,
}

impl Table {
    pub(super) fn add(&mut self, column: &'static str, row: Row) {
        self.rows.push((column, row));
    }

    pub(super) fn memory(&mut self, column: &'static str, kilobytes: u64) {
        let peak = self.peaks.entry(column).or_default();
        *peak = kilobytes.max(*peak);
    }

    /// The sizes of what a user installs.
    pub(super) fn sizes(&mut self) {
        for (name, binary) in [("provider", &*PROVIDER), ("emulator", &*EMULATOR)] {
            let size = fs::metadata(binary).map(|file| file.len());
            self.sizes.insert(name, size.expect("the binary is there"));
        }
    }

    /// Prints the table and leaves it in `target/bench.json`.
    pub(super) fn finish(&self) {
        let mut text = format!(
            "{:<18} {:<52} {:>6} {:>6} {:>5} {:>7} {:>7}\n",
            "whose", "what", "calls", "least", "×", "s", "near"
        );
        for (column, row) in &self.rows {
            let near = row.near.map(|near| format!("{near:.1}")).unwrap_or_default();
            let Row {
                name,
                calls,
                least,
                seconds,
                ..
            } = row;
            let cost = row.cost();
            let _ = writeln!(
                text,
                "{column:<18} {name:<52} {calls:>6} {least:>6} {cost:>5.2} {seconds:>7.1} {near:>7}"
            );
        }
        for (whose, kilobytes) in &self.peaks {
            let _ = writeln!(text, "{whose:<18} memory at most, kB: {kilobytes}");
        }
        for (name, bytes) in &self.sizes {
            let _ = writeln!(text, "{name}: {bytes} bytes");
        }
        eprintln!("{text}");
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench.json");
        let rows: Vec<Value> = self.rows.iter().map(json).collect();
        let all = json!({"rows": rows, "memory_kb": self.peaks, "bytes": self.sizes});
        fs::write(&file, format!("{all:#}\n")).expect("the build folder can hold a file");
    }
}

fn json((column, row): &(&'static str, Row)) -> Value {
    json!({
        "whose": column,
        "what": row.name,
        "calls": row.calls,
        "least_calls": row.least,
        "seconds": row.seconds,
        "seconds_near": row.near,
    })
}
