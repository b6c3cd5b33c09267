//! The executable: what it prints, what it refuses, and how it runs a command. The commands are those of a Unix shell.

use std::process::{Command, Output, Stdio};

use crate::support::{Emulator, PROGRAM};

const VARIABLES: [&str; 4] = [
    "KSYUN_ACCESS_KEY",
    "KSYUN_SECRET_KEY",
    "KSYUN_REGION",
    "KSYUN_ENDPOINT_AUTOSCALING",
];

fn emulator(arguments: &[&str]) -> Output {
    Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("it starts")
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
    let output = process.wait_with_output().expect("it ends");
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

mod signals {
    use std::io::{BufRead, BufReader};

    use rustix::process::{Pid, Signal, kill_process};

    use super::{Command, Emulator, PROGRAM, Stdio, text};
    use crate::support::{Signed, exchange};

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
            while emulator.admin("GET", "/faults", "").json()["api"][0]["first"] != 0 {
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
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("a line").expect("text");
        let host = first.strip_prefix("listening on http://").expect("its address");
        let raw = format!("GET /?Action=Knock HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        exchange(host, &raw).expect("an answer");
        send(process.id(), Signal::TERM);
        let log = process.wait_with_output().expect("it ends").stderr;
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
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        assert_eq!(lines.next().expect("a line").expect("text"), "ready");
        send(process.id(), signal);
        // The end of its input lets the script end, if no signal has ended it before.
        drop(process.stdin.take());
        process.wait().expect("it ends").code()
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
