//! The executable: what it prints, what it refuses, and how it runs a command. The commands are those of a Unix shell.

use std::process::{Command, Output, Stdio};

use crate::emulator_http::support::{Emulator, PROGRAM};
use crate::process::{output, output_of};

const VARIABLES: [&str; 4] = [
    "KSYUN_ACCESS_KEY",
    "KSYUN_SECRET_KEY",
    "KSYUN_REGION",
    "KSYUN_ENDPOINT_AUTOSCALING",
];

fn emulator(arguments: &[&str]) -> Output {
    output(Command::new(PROGRAM).args(arguments).stdin(Stdio::null())).expect("it starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn start_prints_what_a_shell_needs() {
    let emulator = Emulator::start(&["--secret-key", "it's secret"]);
    let endpoint = format!("export KSYUN_ENDPOINT_AUTOSCALING=http://{}", emulator.host);
    assert_eq!(
        emulator.exports,
        [
            "export KSYUN_ACCESS_KEY=AKLTEMULATOR",
            r"export KSYUN_SECRET_KEY='it'\''s secret'",
            "export KSYUN_REGION=cn-beijing-6",
            endpoint.as_str(),
        ]
    );
}

#[test]
fn an_address_for_other_machines_is_refused_unless_asked_for() {
    let refused = emulator(&["start", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--allow-remote"), "{refused:?}");
    assert_eq!(text(&refused.stdout), "");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let first = Emulator::start(&[]);
    let second = emulator(&["start", "--listen", &first.host]);
    assert_eq!(second.status.code(), Some(1));
    assert!(
        text(&second.stderr).contains(&format!("cannot listen on {}", first.host)),
        "{second:?}"
    );
}

#[test]
fn a_command_gets_the_environment_and_nothing_else_is_printed() {
    let script = VARIABLES.map(|name| format!("echo ${name}")).join(";");
    let output = emulator(&["run", "--access-key", "AKLTMINE", "--", "sh", "-c", &script]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines[..3], ["AKLTMINE", "emulator-secret-key", "cn-beijing-6"]);
    assert!(lines[3].starts_with("http://127.0.0.1:"), "{lines:?}");
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_command_finds_a_running_emulator_beside_it() {
    let nested = format!("{PROGRAM} start --listen ${{KSYUN_ENDPOINT_AUTOSCALING#http://}}");
    let output = emulator(&["run", "--", "sh", "-c", &nested]);
    assert_eq!(output.status.code(), Some(1), "its port is taken: {output:?}");
    assert!(
        text(&output.stderr).contains("cannot listen on 127.0.0.1:"),
        "{output:?}"
    );
}

#[test]
fn a_command_has_our_standard_input() {
    let mut process = Command::new(PROGRAM)
        .args(["run", "--", "cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    std::io::Write::write_all(&mut process.stdin.take().expect("a pipe"), b"through\n").expect("it reads");
    let output = output_of(process, |_| ());
    assert_eq!(text(&output.stdout), "through\n");
}

#[test]
fn the_status_is_that_of_the_command() {
    assert_eq!(
        emulator(&["run", "--", "sh", "-c", "exit 7"]).status.code(),
        Some(7)
    );
    assert_eq!(
        emulator(&["run", "--", "sh", "-c", "kill -KILL $$"])
            .status
            .code(),
        Some(128 + 9)
    );
    let missing = emulator(&["run", "--", "no-such-command"]);
    assert_eq!(missing.status.code(), Some(127));
    assert!(
        text(&missing.stderr).contains("cannot run no-such-command"),
        "{missing:?}"
    );
}

/// Runs one of the commands for a running emulator, and gives what it printed.
fn ask(running: &Emulator, arguments: &[&str]) -> String {
    let url = format!("http://{}", running.host);
    let output = emulator(&[arguments, &["--url", &url]].concat());
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    text(&output.stdout).to_owned()
}

#[test]
fn a_running_emulator_is_looked_into_and_driven_by_commands() {
    let running = Emulator::start(&["--clock", "manual"]);
    assert!(ask(&running, &["status"]).contains("There is no scaling group."));
    assert_eq!(ask(&running, &["clock"]), "2024-01-15 16:30:00 (manual)\n");
    assert_eq!(
        ask(&running, &["clock", "advance", "1h30m"]),
        "2024-01-15 18:00:00 (manual)\n"
    );
    assert_eq!(
        ask(&running, &["clock", "set", "2024-02-01 00:00:00"]),
        "2024-02-01 00:00:00 (manual)\n"
    );
    ask(
        &running,
        &[
            "faults",
            "add",
            "latency",
            "ms=0",
            "--action",
            "DescribeScalingGroup",
        ],
    );
    ask(&running, &["faults", "add", "throttle", "--first", "1"]);
    let set = ask(&running, &["faults", "add", "activity", "error_code=501"]);
    let set: serde_json::Value = serde_json::from_str(&set).expect("JSON");
    assert_eq!(
        set["api"][0]["fault"],
        serde_json::json!({"kind": "latency", "ms": 0})
    );
    assert_eq!(set["api"][1]["first"], 1);
    assert_eq!(set["activities"][0]["error_code"], 501);
    let pairs = [
        ("Action", "DeleteScalingGroup"),
        ("Version", "2016-03-04"),
        ("ScalingGroup", "7"),
    ];
    running.call(&pairs);
    assert!(ask(&running, &["calls"]).contains("409 DeleteScalingGroup LimitExceeded"));
    assert!(ask(&running, &["events"]).contains("refused DeleteScalingGroup by a fault: LimitExceeded"));
    ask(&running, &["faults", "clear"]);
    running.call(&[
        ("Action", "DescribeScalingGroup"),
        ("Version", "2016-03-04"),
        ("MaxResult", "5"),
    ]);
    assert_eq!(ask(&running, &["unread"]), "DescribeScalingGroup: MaxResult\n");
    ask(&running, &["reset", "calls"]);
    assert_eq!(ask(&running, &["calls"]), "");
    assert!(ask(&running, &["state"]).contains("\"cn-beijing-6\": {"));
    let mut exports = ask(&running, &["env"])
        .lines()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let mut printed = running.exports.clone();
    exports.sort();
    printed.sort();
    assert_eq!(exports, printed);
}

#[test]
fn a_command_says_what_is_wrong_with_what_it_was_told() {
    let running = Emulator::start(&[]);
    let url = format!("http://{}", running.host);
    for (arguments, why) in [
        (
            &["metrics", "put", "--group", "7", "cpu_usage", "80", "--url", &url][..],
            "7",
        ),
        (
            &["health", "set", "--group", "7", "i", "unhealthy", "--url", &url],
            "7",
        ),
        (&["faults", "add", "explode", "--url", &url], "explode"),
        (
            &["status", "--url", "http://127.0.0.1:1"],
            "no emulator answers at http://127.0.0.1:1",
        ),
        (&["status", "--url", "https://127.0.0.1"], "begins with http://"),
        (
            &["status", "--data-dir", "/nowhere"],
            "no emulator was started with --data-dir /nowhere",
        ),
    ] {
        let output = emulator(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        assert!(text(&output.stderr).contains(why), "{arguments:?}: {output:?}");
    }
}

#[test]
fn an_emulator_in_the_background_is_found_by_its_environment_and_by_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").to_string_lossy().into_owned();
    // The shell's substitution ends although the emulator goes on.
    let script = format!(
        "eval \"$({PROGRAM} start --detach --data-dir {data})\" && {PROGRAM} clock && {PROGRAM} status --data-dir {data} && \
         {PROGRAM} snapshot save {data}/all.json && {PROGRAM} snapshot load {data}/all.json && {PROGRAM} stop"
    );
    let output = output(Command::new("sh").args(["-c", &script])).expect("there is a shell");
    assert!(output.status.success(), "{output:?}");
    assert!(
        text(&output.stdout).contains(&format!("kept in {data}")),
        "{output:?}"
    );
    assert!(
        text(&output.stderr).contains("listening on http://127.0.0.1:"),
        "{output:?}"
    );
}

#[test]
fn an_emulator_that_cannot_start_in_the_background_says_why() {
    let first = Emulator::start(&[]);
    let second = emulator(&["start", "--detach", "--listen", &first.host]);
    assert_eq!((second.status.code(), text(&second.stdout)), (Some(1), ""));
    assert!(
        text(&second.stderr).contains(&format!("cannot listen on {}", first.host)),
        "{second:?}"
    );
}

#[test]
fn a_data_folder_that_is_in_use_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_string_lossy().into_owned();
    let first = Emulator::start(&["--data-dir", &data]);
    let second = emulator(&["start", "--data-dir", &data]);
    assert_eq!(second.status.code(), Some(1));
    assert!(
        text(&second.stderr).contains(&format!("is in use by process {}", first.id())),
        "{second:?}"
    );
}

#[test]
fn there_are_completions_for_three_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let output = emulator(&["completions", shell]);
        assert!(text(&output.stdout).contains("snapshot"), "{shell}: {output:?}");
    }
}

mod signals {
    use std::time::Instant;

    use rustix::process::{Pid, Signal, kill_process};

    use super::{Command, Emulator, PROGRAM, Stdio, text};
    use crate::emulator_http::support::{PATIENCE, Signed, exchange, lines};
    use crate::process::{output_of, status_of};

    fn send(id: u32, signal: Signal) {
        let pid = i32::try_from(id)
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process id");
        kill_process(pid, signal).expect("it runs");
    }

    #[test]
    fn a_server_ends_cleanly_when_asked_to() {
        for signal in [Signal::INT, Signal::TERM] {
            let mut emulator = Emulator::start(&[]);
            send(emulator.id(), signal);
            assert_eq!(emulator.wait().code(), Some(0), "{signal:?}");
        }
    }

    #[test]
    fn an_answer_under_way_is_finished_before_a_server_ends() {
        let mut emulator = Emulator::start(&[]);
        let fault = r#"{"api": [{"action": "*", "first": 1, "fault": {"kind": "latency", "ms": 200}}]}"#;
        emulator.admin("POST", "/faults", fault);
        let pairs = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];
        let request = Signed::get(&emulator, &pairs).raw();
        let answer = std::thread::scope(|scope| {
            let answer = scope.spawn(|| emulator.send(&request));
            let deadline = Instant::now() + PATIENCE;
            while emulator.admin("GET", "/faults", "").json()["api"][0]["first"] != 0 {
                assert!(Instant::now() < deadline, "the call did not arrive");
                std::thread::yield_now();
            }
            send(emulator.id(), Signal::TERM);
            answer.join().expect("an answer")
        });
        assert_eq!(answer.status, 200);
        assert_eq!(emulator.wait().code(), Some(0));
    }

    #[test]
    fn every_call_is_logged_when_asked_for() {
        let mut process = Command::new(PROGRAM)
            .arg("start")
            .env("KSYUN_EMULATOR_LOG", "info")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let lines = lines(process.stdout.take().expect("a pipe"));
        let first = lines.recv_timeout(PATIENCE).expect("a line in time");
        let host = first.strip_prefix("listening on http://").expect("its address");
        let raw = format!("GET /?Action=Knock HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        exchange(host, &raw).expect("an answer");
        send(process.id(), Signal::TERM);
        let log = output_of(process, |_| ()).stderr;
        let log = text(&log);
        let logged = r#"action="Knock" status=403 code="MissingAuthenticationToken""#;
        assert!(log.contains(logged), "{log}");
    }

    /// Runs `script`, which must print a line when it is ready, sends us `signal`, and gives the status.
    fn status_after(signal: Signal, script: &str) -> Option<i32> {
        let mut process = Command::new(PROGRAM)
            .args(["run", "--", "sh", "-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let lines = lines(process.stdout.take().expect("a pipe"));
        assert_eq!(lines.recv_timeout(PATIENCE).expect("a line in time"), "ready");
        send(process.id(), signal);
        // The end of its input lets the script end, if no signal has ended it before.
        drop(process.stdin.take());
        status_of(&mut process).code()
    }

    #[test]
    fn a_termination_is_passed_on_to_the_command() {
        let script = "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done";
        assert_eq!(status_after(Signal::TERM, script), Some(5));
        let script = "echo ready; exec sleep 60";
        assert_eq!(status_after(Signal::TERM, script), Some(128 + 15));
    }

    #[test]
    fn an_interrupt_is_left_to_the_command() {
        let script = "echo ready; cat; exit 3";
        assert_eq!(status_after(Signal::INT, script), Some(3));
    }
}
