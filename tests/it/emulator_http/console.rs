//! The console: pages for people, and buttons that other sites cannot press.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::emulator_http::support::{Emulator, Response};
use crate::process::output;

const VERSION: (&str, &str) = ("Version", "2016-03-04");

fn call(emulator: &Emulator, action: &str, pairs: &[(&str, &str)]) -> Value {
    let pairs: Vec<(&str, &str)> = [("Action", action), VERSION]
        .into_iter()
        .chain(pairs.iter().copied())
        .collect();
    let answer = emulator.call(&pairs);
    assert_eq!(answer.status, 200, "{action}: {answer:?}");
    answer.json()
}

fn page(emulator: &Emulator, path: &str) -> Response {
    emulator.admin("GET", path, "")
}

/// Sends a form as a page of `origin` does.
fn press(emulator: &Emulator, path: &str, form: &str, origin: &str) -> Response {
    emulator.send(&format!(
        "POST /_emulator{path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        emulator.host,
        form.len()
    ))
}

fn pressed(emulator: &Emulator, path: &str, form: &str) {
    let answer = press(emulator, path, form, &format!("http://{}", emulator.host));
    assert_eq!(
        (answer.status, answer.headers["location"].as_str()),
        (303, "/_emulator/"),
        "{answer:?}"
    );
}

/// An account with groups that have lived for two days: a task each morning and evening, a policy with measurements, an
/// unhealthy instance, a failed activity, refused calls. Gives the id of the first group.
fn account(emulator: &Emulator) -> String {
    let configuration = [
        ("ScalingConfigurationName", "web"),
        ("ImageId", "IMG-5465174a-6d71-4770-b8e1-917a0dd92466"),
        ("InstanceType.1", "S6.2B"),
    ];
    let configuration = call(emulator, "CreateScalingConfiguration", &configuration);
    let configuration = configuration["ScalingConfigurationId"]
        .as_str()
        .expect("an id")
        .to_owned();
    let make = |name: &str, desired: &str, max: &str| {
        let group = [
            ("ScalingGroupName", name),
            ("ScalingConfigurationId", configuration.as_str()),
            ("MinSize", "1"),
            ("MaxSize", max),
            ("DesiredCapacity", desired),
            ("RemovePolicy", "RemoveOldestInstance"),
            ("SubnetId.1", "1e3a9b8b-0833-4b29-9d3f-4a4188350591"),
            ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
        ];
        let made = call(emulator, "CreateScalingGroup", &group);
        made["ReturnSet"]["ScalingGroupId"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let web = make("web-frontend", "3", "8");
    make("工作队列 <workers> & more", "2", "20");
    let idle = make("nightly-batch", "1", "4");
    call(emulator, "DisableScalingGroup", &[("ScalingGroupId", &idle)]);
    for (name, expect, recurrence) in [("morning", "6", "0 9 * * 1-5"), ("evening", "2", "30 19 * * *")] {
        let task = [
            ("ScalingGroupId", web.as_str()),
            ("ScalingScheduledTaskName", name),
            ("ReadjustMinSize", "1"),
            ("ReadjustMaxSize", "8"),
            ("ReadjustExpectSize", expect),
            ("StartTime", "2024-01-15 00:00:00"),
            ("EndTime", "2024-12-31 00:00:00"),
            ("Recurrence", recurrence),
        ];
        call(emulator, "CreateScheduledTask", &task);
    }
    let metric = r#"{"dimensionName":"cpu_usage","comparisonOperator":"Greater","threshold":80,"repeatTimes":3,"period":60,"function":"avg"}"#;
    let policy = [
        ("ScalingGroupId", web.as_str()),
        ("ScalingPolicyName", "busy processors"),
        ("Metric", metric),
        ("AdjustmentType", "QuantityChangeInCapacity"),
        ("AdjustmentValue", "2"),
        ("CoolDown", "300"),
    ];
    call(emulator, "CreateScalingPolicy", &policy);
    let advance = |seconds: u32| {
        let step = format!(r#"{{"advance_seconds": {seconds}}}"#);
        assert_eq!(emulator.admin("POST", "/clock", &step).status, 200);
    };
    advance(2 * 86_400);
    for value in [41, 44, 52, 49, 60, 72, 79, 85, 91, 94, 88, 83, 66] {
        let measured =
            format!(r#"{{"scaling_group_id": "{web}", "dimension": "cpu_usage", "value": {value}}}"#);
        assert_eq!(emulator.admin("POST", "/metrics", &measured).status, 204);
        advance(60);
    }
    emulator.admin(
        "POST",
        "/faults",
        r#"{"activities": [{"group": "*", "next": 1, "error_code": 501}]}"#,
    );
    call(
        emulator,
        "ModifyScalingGroup",
        &[
            ("ScalingGroupId", &web),
            ("DesiredCapacity", "5"),
            ("Colour", "red"),
        ],
    );
    advance(60);
    let bad = [
        ("Action", "CreateScalingGroup"),
        VERSION,
        ("ScalingGroupName", "no"),
        ("MinSize", "3"),
        ("MaxSize", "2"),
    ];
    assert_eq!(emulator.call(&bad).status, 400);
    web
}

fn start() -> Emulator {
    Emulator::start(&["--clock", "manual", "--activity-seconds", "20"])
}

#[test]
fn the_pages_show_what_there_is_without_any_script() {
    let emulator = start();
    assert!(page(&emulator, "/").body.contains("No scaling group yet"));
    let web = account(&emulator);
    let first = page(&emulator, "/");
    for shown in [
        "web-frontend",
        "nightly-batch",
        "disabled",
        "<svg",
        "task &quot;morning&quot;",
        "refused CreateScalingGroup",
    ] {
        assert!(first.body.contains(shown), "{shown}: {}", first.body);
    }
    let group = page(&emulator, &format!("/groups/cn-beijing-6/{web}"));
    for shown in [
        "busy processors",
        "cpu_usage",
        "09:00 morning → 6",
        "19:30 evening",
        "failed, error code 501",
        "Make unhealthy",
    ] {
        assert!(group.body.contains(shown), "{shown}: {}", group.body);
    }
    let calls = page(&emulator, "/call-log");
    for shown in [
        "ModifyScalingGroup",
        "Parameters that nobody read",
        "Colour",
        "1 unread",
    ] {
        assert!(calls.body.contains(shown), "{shown}: {}", calls.body);
    }
    assert_eq!(page(&emulator, "/groups/cn-beijing-6/7").status, 404);
}

#[test]
fn what_somebody_called_an_object_is_shown_as_text_and_the_page_runs_no_script_but_its_own() {
    let emulator = start();
    account(&emulator);
    let first = page(&emulator, "/");
    assert!(first.body.contains("&lt;workers&gt; &amp; more") && !first.body.contains("<workers>"));
    let policy = &first.headers["content-security-policy"];
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn buttons_work_on_the_page_itself_and_on_no_other() {
    let emulator = start();
    let web = account(&emulator);
    let before = emulator.admin("GET", "/clock", "").json();
    for path in [
        "/console/clock",
        "/console/faults",
        "/console/faults/clear",
        "/console/health",
        "/console/metrics",
    ] {
        for origin in ["http://evil.example", "null"] {
            assert_eq!(
                press(&emulator, path, "advance_seconds=60&preset=drop", origin).status,
                403,
                "{path}"
            );
        }
    }
    assert_eq!(emulator.admin("GET", "/clock", "").json(), before);

    pressed(&emulator, "/console/clock", "advance_seconds=3600");
    assert_ne!(emulator.admin("GET", "/clock", "").json(), before);
    pressed(&emulator, "/console/faults", "preset=drop");
    let faults = || {
        emulator.admin("GET", "/faults", "").json()["api"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!(faults(), Some(1));
    pressed(&emulator, "/console/faults/clear", "");
    assert_eq!(faults(), Some(0));
    pressed(
        &emulator,
        "/console/metrics",
        &format!("group={web}&dimension=cpu_usage&value=12"),
    );
    let state = emulator.admin("GET", "/state", "").json();
    let instance = &state["regions"]["cn-beijing-6"]["groups"][&web]["instances"][0]["id"];
    let instance = instance.as_str().expect("an instance");
    pressed(
        &emulator,
        "/console/health",
        &format!("group={web}&instance={instance}&healthy=false"),
    );
    let happened = emulator.admin("GET", "/events?last=5", "").body;
    assert!(
        happened.contains(&format!("the health check finds instance {instance} unhealthy")),
        "{happened}"
    );
}

/// The headless browser, if there is one on this machine.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.exists())
}

fn screenshot(browser: &Path, url: &str, size: &str, file: &Path, dark: bool) {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(browser);
    command
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-proxy-server",
            "--timeout=15000",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--window-size={size}"))
        .arg(format!("--screenshot={}", file.display()));
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    let output = output(command.arg(url)).expect("the browser starts");
    let drawn = std::fs::read(file).unwrap_or_default();
    assert!(
        drawn.starts_with(b"\x89PNG") && drawn.len() > 20_000,
        "{url}: {output:?}"
    );
}

#[test]
fn a_browser_draws_the_pages_on_a_desk_and_on_a_phone() {
    let Some(browser) = browser() else {
        eprintln!(
            "SKIPPED: there is no Chromium on PATH, and nothing was drawn (Debian: apt-get install chromium)"
        );
        return;
    };
    let emulator = start();
    let web = account(&emulator);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("console");
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = |path: &str| format!("http://{}/_emulator{path}", emulator.host);
    for (name, path) in [
        ("groups", "/".to_owned()),
        ("group", format!("/groups/cn-beijing-6/{web}")),
        ("calls", "/call-log".to_owned()),
    ] {
        for (kind, size, dark) in [
            ("desk", "1280,1500", false),
            ("dark", "1280,1500", true),
            ("phone", "500,1800", false),
        ] {
            let file = folder.join(format!("{name}-{kind}.png"));
            let _ = std::fs::remove_file(&file);
            screenshot(&browser, &url(&path), size, &file, dark);
        }
    }
}
