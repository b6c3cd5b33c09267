//! The emulator of the API, one per scenario, and what a scenario may ask of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use super::binaries::EMULATOR;
use super::daemon::Daemon;
use super::signing::Signer;

/// How long an answer may take. Generous: the machine may be busy with a build.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running emulator; it ends with this value.
pub(crate) struct Emulator {
    _daemon: Daemon,
    agent: Agent,
    url: String,
    environment: BTreeMap<String, String>,
}

/// How often each action was called.
pub(crate) type CallCounts = BTreeMap<String, u64>;

impl Emulator {
    /// Starts an emulator on a free port; its log goes to `folder`.
    #[track_caller]
    pub(crate) fn start(folder: &Path, options: &[&str]) -> Self {
        let mut command = Command::new(&*EMULATOR);
        command
            .args(["start", "--listen", "127.0.0.1:0", "--seed", "1"])
            .args(options);
        let is_ready =
            |lines: &[String]| lines.iter().filter(|line| line.starts_with("export ")).count() == 4;
        let (daemon, lines) = Daemon::start(command, &folder.join("emulator.log"), is_ready);

        let url = lines[0]
            .strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("no address: {lines:?}"));
        let environment = lines
            .iter()
            .filter_map(|line| line.strip_prefix("export ")?.split_once('='));
        Self {
            _daemon: daemon,
            agent: Agent::config_builder()
                .http_status_as_error(false)
                .proxy(None)
                .timeout_global(Some(PATIENCE))
                .build()
                .new_agent(),
            url: url.to_owned(),
            environment: environment
                .map(|(name, value)| (name.to_owned(), value.trim_matches(['"', '\'']).to_owned()))
                .collect(),
        }
    }

    /// The variables that point a client to this emulator.
    pub(crate) fn environment(&self) -> &BTreeMap<String, String> {
        &self.environment
    }

    /// Calls the API as somebody else than Terraform would.
    ///
    /// # Panics
    /// If the API refuses.
    pub(crate) fn api(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let signer = Signer {
            access_key: &self.environment["KSYUN_ACCESS_KEY"],
            secret_key: &self.environment["KSYUN_SECRET_KEY"],
            region: &self.environment["KSYUN_REGION"],
            timestamp: &jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        };
        let query = signer.query(action, parameters);
        self.answer("GET", &format!("/?{query}"), None)
    }

    /// Calls per action since the last [`Self::forget_calls`].
    pub(crate) fn calls(&self) -> CallCounts {
        let answer = self.answer("GET", "/_emulator/calls?last=0", None);
        let actions = answer["actions"]
            .as_object()
            .unwrap_or_else(|| panic!("no counts: {answer}"));
        actions
            .iter()
            .map(|(action, counts)| (action.clone(), total(counts)))
            .collect()
    }

    /// The URL on which it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Everything that the emulator shows of the calls since the last [`Self::forget_calls`], oldest first.
    pub(crate) fn call_log(&self) -> Vec<Value> {
        let answer = self.answer("GET", "/_emulator/calls?last=1000", None);
        let calls = answer["last"].as_array().cloned();
        calls.unwrap_or_else(|| panic!("no calls: {answer}"))
    }

    /// Starts counting calls anew.
    pub(crate) fn forget_calls(&self) {
        self.answer("POST", "/_emulator/reset?what=calls", None);
    }

    /// Replaces the faults that are set; see the emulator's admin API for their form.
    pub(crate) fn fault(&self, faults: &Value) {
        self.answer("POST", "/_emulator/faults", Some(faults));
    }

    /// Lets `fault` hit the next call of `action`, and no other fault any call.
    pub(crate) fn fault_once(&self, action: &str, fault: &Value) {
        self.fault(&json!({"api": [{"action": action, "first": 1, "fault": fault}]}));
    }

    /// Lets the next call of `action` be executed, and its answer get lost.
    pub(crate) fn lose_answer(&self, action: &str) {
        self.fault_once(action, &json!({"kind": "drop_answer"}));
    }

    /// Moves the clock of an emulator that was started with `--clock manual`.
    pub(crate) fn advance(&self, seconds: u64) {
        self.answer(
            "POST",
            "/_emulator/clock",
            Some(&json!({ "advance_seconds": seconds })),
        );
    }

    fn answer(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body(body.map(Value::to_string).unwrap_or_default())
            .expect("a well-formed request");
        let mut response = self
            .agent
            .run(request)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let text = response.body_mut().read_to_string().expect("a text answer");
        assert!(
            response.status().is_success(),
            "{method} {path}: {}: {text}",
            response.status()
        );
        if text.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{method} {path}: {error}: {text}"))
    }
}

/// The number of calls of one action: the sum over its HTTP statuses.
fn total(by_status: &Value) -> u64 {
    let counts = by_status
        .as_object()
        .into_iter()
        .flat_map(|statuses| statuses.values());
    counts.filter_map(Value::as_u64).sum()
}
