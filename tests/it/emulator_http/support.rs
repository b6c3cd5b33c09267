//! An emulator process, raw HTTP, and both signatures in a few lines each.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::process::status_of;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_ksyun-autoscaling-emulator");
pub(crate) const ACCESS_KEY: &str = "AKLTEMULATOR";
pub(crate) const SECRET_KEY: &str = "emulator-secret-key";

/// How long a test waits for bytes before it fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// An emulator on a port of its own, ended when dropped.
pub(crate) struct Emulator {
    process: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
    /// The lines after the first that it printed when it started.
    pub(crate) exports: Vec<String>,
}

impl Emulator {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(PROGRAM)
            .arg("start")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the emulator starts");
        let lines = lines(process.stdout.take().expect("a pipe"));
        let mut lines = (0..5).map(|_| lines.recv_timeout(PATIENCE).expect("a line in time"));
        let first = lines.next().expect("a first line");
        let host = first
            .strip_prefix("listening on http://")
            .expect("its address")
            .to_owned();
        let exports = lines.collect();
        Self {
            process,
            host,
            exports,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Ends the process at once, in the middle of whatever it does.
    pub(crate) fn kill(&self) {
        let id = i32::try_from(self.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(id.expect("a process id"), rustix::process::Signal::KILL)
            .expect("it runs");
    }

    /// Waits until the process has ended.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        status_of(&mut self.process)
    }

    /// Sends `raw` and returns everything that comes back until the connection is closed.
    pub(crate) fn exchange(&self, raw: &str) -> io::Result<Vec<u8>> {
        exchange(&self.host, raw)
    }

    /// Sends `raw` and reads the answer.
    pub(crate) fn send(&self, raw: &str) -> Response {
        Response::parse(&self.exchange(raw).expect("an answer"))
    }

    /// An unsigned call of the admin API; `body` is JSON or empty.
    pub(crate) fn admin(&self, method: &str, path: &str, body: &str) -> Response {
        self.send(&format!(
            "{method} /_emulator{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        ))
    }

    /// A call of the API with `pairs`, signed in the header and answered in JSON.
    pub(crate) fn call(&self, pairs: &[(&str, &str)]) -> Response {
        self.send(&Signed::get(self, pairs).raw())
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The lines of a program's output, as they come.
pub(super) fn lines(output: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // It is read to its end, so that the program never blocks; nobody may listen any more.
            let _ = sender.send(line);
        }
    });
    receiver
}

/// Sends `raw` to `host` and returns everything that comes back until the connection is closed.
pub(crate) fn exchange(host: &str, raw: &str) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(raw.as_bytes())?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received)?;
    Ok(received)
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Header names are in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn parse(received: &[u8]) -> Self {
        let text = String::from_utf8(received.to_vec()).expect("UTF-8");
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no HTTP answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status line");
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.parse().expect("a status"),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Status, code and message of a refusal in JSON.
    pub(crate) fn refusal(&self) -> (u16, String, String) {
        let error = &self.json()["Error"];
        let text = |name: &str| {
            error[name]
                .as_str()
                .unwrap_or_else(|| panic!("no {name} in {self:?}"))
                .to_owned()
        };
        (self.status, text("Code"), text("Message"))
    }
}

/// A request that Signature Version 4 signs in its header. A test changes what it wants to see refused.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(crate) method: &'static str,
    pub(crate) host: String,
    /// Encoded and sorted.
    pub(crate) query: String,
    /// Beside `Host` and `X-Amz-Date`; all of them are signed. Names in lower case, sorted.
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
    pub(crate) time: Timestamp,
    pub(crate) region: String,
    pub(crate) service: String,
}

impl Signed {
    pub(crate) fn get(emulator: &Emulator, pairs: &[(&str, &str)]) -> Self {
        Self {
            method: "GET",
            host: emulator.host.clone(),
            query: form(pairs),
            headers: vec![("accept", "application/json".to_owned())],
            body: String::new(),
            access_key: ACCESS_KEY.to_owned(),
            secret_key: SECRET_KEY.to_owned(),
            time: Timestamp::now(),
            region: "cn-beijing-6".to_owned(),
            service: "kec".to_owned(),
        }
    }

    pub(crate) fn post(emulator: &Emulator, query: &[(&str, &str)], kind: &str, body: &str) -> Self {
        let mut signed = Self::get(emulator, query);
        signed.method = "POST";
        signed.headers.push(("content-type", kind.to_owned()));
        body.clone_into(&mut signed.body);
        signed
    }

    /// The request as it goes over the wire.
    pub(crate) fn raw(&self) -> String {
        let date = self.time.strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut headers = self.headers.clone();
        headers.push(("host", self.host.clone()));
        headers.push(("x-amz-date", date.clone()));
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let lines = join_headers(&headers, ":", "\n");
        let canonical = format!(
            "{}\n/\n{}\n{lines}\n{names}\n{}",
            self.method,
            self.query,
            hex::encode(Sha256::digest(&self.body))
        );
        let scope = format!("{}/{}/{}/aws4_request", &date[..8], self.region, self.service);
        let hash = hex::encode(Sha256::digest(canonical));
        let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{hash}");
        let start = format!("AWS4{}", self.secret_key).into_bytes();
        let key = scope.split('/').fold(start, |key, part| hmac_sha256(&key, part));
        let signature = hex::encode(hmac_sha256(&key, &text));
        let wire = join_headers(&headers, ": ", "\r\n");
        format!(
            "{} /?{} HTTP/1.1\r\n{wire}authorization: AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, \
             Signature={signature}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{}",
            self.method,
            self.query,
            self.access_key,
            self.body.len(),
            self.body
        )
    }
}

fn join_headers(headers: &[(&str, String)], separator: &str, end: &str) -> String {
    let lines = headers
        .iter()
        .flat_map(|(name, value)| [name, separator, value.as_str(), end]);
    lines.collect()
}

/// `pairs` with the common parameters and the signature of the simplified scheme.
pub(crate) fn simplified(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let time = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let common = [
        ("Accesskey", ACCESS_KEY),
        ("Service", "kec"),
        ("SignatureMethod", "HMAC-SHA256"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", &time),
    ];
    let all = [&common, pairs].concat();
    let signature = hex::encode(hmac_sha256(SECRET_KEY.as_bytes(), &form(&all)));
    let signed = all.iter().copied().chain([("Signature", signature.as_str())]);
    signed
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// `pairs` sorted and percent-encoded.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let encode = |text: &str| -> String {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        let piece = |byte: u8| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        };
        text.bytes().map(piece).collect()
    };
    let joined: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    joined.join("&")
}

fn hmac_sha256(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
