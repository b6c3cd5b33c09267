//! `record`, `replay`, `compare` and `simulate`, as commands. What stands in for the real API is another emulator.

use std::process::{Command, Output};

use crate::emulator_http::support::{ACCESS_KEY, Emulator, PROGRAM, SECRET_KEY};
use crate::process::output;

fn shell(script: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script]).env_remove("KSYUN_SECURITY_TOKEN");
    output(command.envs(environment.iter().copied())).expect("there is a shell")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A client of few words: signs `Action=…` lines of its arguments with Python, which every place that tests this has.
const CLIENT: &str = r#"python3 - "$@" <<'PYTHON'
import hashlib, hmac, os, sys, time, urllib.parse, urllib.request, urllib.error
def signed(pairs):
    key, secret, region = (os.environ[n] for n in ("KSYUN_ACCESS_KEY", "KSYUN_SECRET_KEY", "KSYUN_REGION"))
    url = os.environ["KSYUN_ENDPOINT_AUTOSCALING"]
    now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    query = "&".join("%s=%s" % (urllib.parse.quote(n, safe="-_.~"), urllib.parse.quote(v, safe="-_.~")) for n, v in sorted(pairs))
    host = url.split("//")[1]
    names = "host;x-amz-date"
    request = "\n".join(["GET", "/", query, "host:" + host, "x-amz-date:" + now, "", names, hashlib.sha256(b"").hexdigest()])
    scope = "/".join([now[:8], region, "kec", "aws4_request"])
    to_sign = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(request.encode()).hexdigest()])
    step = ("AWS4" + secret).encode()
    for part in (now[:8], region, "kec", "aws4_request"):
        step = hmac.new(step, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(step, to_sign.encode(), hashlib.sha256).hexdigest()
    authorization = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (key, scope, names, signature)
    headers = {"X-Amz-Date": now, "Authorization": authorization, "Accept": "application/json"}
    request = urllib.request.Request(url + "/?" + query, headers=headers)
    try:
        return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
for line in sys.argv[1:]:
    print(signed([pair.split("=", 1) for pair in (line + " Version=2016-03-04").split(" ")]))
PYTHON"#;

/// A script that makes a configuration and lists it, and asks for something that is refused.
fn calls() -> String {
    let create = "Action=CreateScalingConfiguration ScalingConfigurationName=web ImageId=IMG-5465174a-6d71-4770-b8e1-917a0dd92466 \
                  InstanceType.1=S6.2B Password=Hush-1234 UserData=c2VjcmV0";
    format!(
        "set -- '{create}' 'Action=DescribeScalingConfiguration' 'Action=DeleteScalingGroup ScalingGroupId=7'\n{CLIENT}"
    )
}

#[test]
fn what_is_recorded_holds_no_secrets_plays_back_and_is_compared() {
    let cloud = Emulator::start(&["--seed", "7"]);
    let folder = tempfile::tempdir().expect("a folder");
    let client = folder.path().join("client");
    std::fs::write(&client, calls()).expect("a file");
    let (client, file) = (client.display(), folder.path().join("calls.jsonl"));
    let environment = [
        ("KSYUN_ACCESS_KEY", ACCESS_KEY),
        ("KSYUN_SECRET_KEY", SECRET_KEY),
        ("KSYUN_REGION", "cn-shanghai-2"),
    ];
    let record = format!(
        "{PROGRAM} record --upstream http://{} --file {} -- sh {client}",
        cloud.host,
        file.display()
    );
    let recorded = shell(&record, &environment);
    assert!(recorded.status.success(), "{recorded:?}");
    assert!(
        text(&recorded.stdout).contains("ScalingConfigurationSet"),
        "{recorded:?}"
    );

    let transcript = std::fs::read_to_string(&file).expect("a transcript");
    assert_eq!(transcript.lines().count(), 3, "{transcript}");
    for secret in ["Hush", "c2VjcmV0", SECRET_KEY, ACCESS_KEY, "Signature"] {
        assert!(!transcript.contains(secret), "{secret} is in {transcript}");
    }
    let replay = format!("{PROGRAM} replay {} -- sh {client}", file.display());
    let replayed = shell(&replay, &environment);
    assert!(replayed.status.success(), "{replayed:?}");
    let listed = |output: &Output| text(&output.stdout).lines().nth(1).expect("a list").to_owned();
    assert!(
        listed(&replayed).contains("\"ScalingConfigurationName\":\"web\""),
        "{replayed:?}"
    );

    let compare = format!("{PROGRAM} compare {}", file.display());
    let same = shell(&compare, &[]);
    assert_eq!(same.status.code(), Some(0), "{same:?}");
    assert!(
        text(&same.stdout).starts_with("3 calls compared, 0 differences"),
        "{same:?}"
    );

    let other = transcript.replace("\"SystemDiskSize\":20", "\"SystemDiskSize\":\"20\"");
    assert_ne!(other, transcript);
    std::fs::write(&file, other).expect("a file");
    let different = shell(&compare, &[]);
    assert_eq!(different.status.code(), Some(2), "{different:?}");
    assert!(
        text(&different.stdout).contains("SystemDiskSize: recorded as a text, the emulator writes a number"),
        "{different:?}"
    );
}

#[test]
fn recording_needs_keys_of_ones_own() {
    let refused = shell(
        &format!("{PROGRAM} record --upstream http://127.0.0.1:1 --file /nowhere -- true"),
        &[("KSYUN_ACCESS_KEY", "")],
    );
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("set KSYUN_ACCESS_KEY"),
        "{refused:?}"
    );
}

const STATE: &str = r#"{"version": 4, "resources": [
  {"mode": "managed", "type": "ksyun_scaling_group", "name": "web", "instances": [{"attributes": {
    "id": "7", "scaling_group_name": "web", "min_size": 2, "max_size": 6, "desired_capacity": 2,
    "remove_policy": "RemoveOldestInstance", "status": "Active"}}]},
  {"mode": "managed", "type": "ksyun_scaling_scheduled_task", "name": "morning", "instances": [{"attributes": {
    "scaling_group_id": "7", "scaling_scheduled_task_name": "morning", "readjust_min_size": 2, "readjust_max_size": 6,
    "readjust_expect_size": 4, "start_time": "2030-06-01 09:00:00"}}]}]}"#;

#[test]
fn a_state_is_run_ahead_and_the_same_question_has_the_same_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let (state, svg) = (
        folder.path().join("terraform.tfstate"),
        folder.path().join("week.svg"),
    );
    std::fs::write(&state, STATE).expect("a file");
    let ask = |format: &str| {
        let command = format!(
            "{PROGRAM} simulate --state {} --from '2030-06-01 00:00:00' --for 7d --svg {} --format {format}",
            state.display(),
            svg.display()
        );
        let output = shell(&command, &[]);
        assert!(output.status.success(), "{output:?}");
        text(&output.stdout).to_owned()
    };
    let table = ask("table");
    assert!(
        table.contains("2030-06-01 09:00:00    2    6       4         2  task \"morning\""),
        "{table}"
    );
    assert_eq!(table, ask("table"));
    let json: serde_json::Value = serde_json::from_str(&ask("json")).expect("JSON");
    assert_eq!(
        (&json["groups"][0]["fewest"], &json["groups"][0]["most"]),
        (&2.into(), &4.into())
    );
    assert!(
        std::fs::read_to_string(&svg)
            .expect("a picture")
            .starts_with("<svg")
    );

    let neither = shell(
        &format!(
            "echo '{{}}' > {0}; {PROGRAM} simulate --state {0} --for 1d",
            state.display()
        ),
        &[],
    );
    assert!(
        text(&neither.stderr).contains("neither a state file nor"),
        "{neither:?}"
    );
}
