//! The provider as a process of its own.

use std::path::Path;
use std::process::{ExitStatus, Stdio};

use ksyun_autoscaling::cty::{Type, Value, msgpack};
use ksyun_autoscaling::tfplugin6::proto;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::host::{Client, Handshake, Identity, PATIENCE, variables};

/// A provider that Terraform has started and is connected to.
pub(crate) struct Provider {
    pub(crate) client: Client,
    child: Child,
    stderr: JoinHandle<String>,
    folder: TempDir,
}

/// What a provider leaves behind.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// All that it wrote to standard error.
    pub(crate) stderr: String,
}

/// The binary with nothing in its environment.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terraform-provider-ksyun-autoscaling"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

impl Provider {
    /// Starts the binary as Terraform does, with handshake and TLS, and `environment` besides.
    pub(crate) async fn start(environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = Identity::like_terraforms();
        let mut command = command();
        command
            .env("TMPDIR", folder.path())
            .envs(variables(folder.path(), Some(&host)))
            .envs(environment.iter().copied());
        let (child, line, stderr) = spawn(command, |line| line.starts_with("1|")).await;
        let handshake = Handshake::parse(&line);
        let stream = handshake.dial_tls(handshake.tls(Some(&host))).await.unwrap();
        Self {
            client: Client::over(stream).await,
            child,
            stderr,
            folder,
        }
    }

    /// Starts the binary as a developer does, and attaches to it without TLS.
    pub(crate) async fn start_debug() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command();
        command.arg("-debug").env("TMPDIR", folder.path());
        let (child, line, stderr) = spawn(command, |line| line.starts_with("TF_REATTACH_PROVIDERS=")).await;
        let json = line.trim_end().strip_prefix("TF_REATTACH_PROVIDERS='").unwrap();
        let all: serde_json::Value = serde_json::from_str(json.strip_suffix('\'').unwrap()).unwrap();
        let attached = &all["registry.terraform.io/ksyun/ksyun-autoscaling"];
        assert_eq!(attached["Pid"], child.id().unwrap());
        let handshake = Handshake {
            network: attached["Addr"]["Network"].as_str().unwrap().to_owned(),
            address: attached["Addr"]["String"].as_str().unwrap().to_owned(),
            certificate: None,
        };
        Self {
            client: Client::over(handshake.dial().await).await,
            child,
            stderr,
            folder,
        }
    }

    pub(crate) fn interrupt(&self) {
        let id = i32::try_from(self.child.id().unwrap()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    }

    /// Whether the process still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Asks for shutdown, and waits for the end.
    pub(crate) async fn shut_down(self) -> Ended {
        self.client.shutdown().await.unwrap();
        self.ended().await
    }

    /// Waits for the end, which something else has brought about.
    pub(crate) async fn ended(mut self) -> Ended {
        // The connection stays open: the process must not wait for Terraform to close it.
        let status = timeout(PATIENCE, self.child.wait())
            .await
            .expect("an end")
            .unwrap();
        let stderr = timeout(PATIENCE, self.stderr).await.expect("an end").unwrap();
        assert_is_empty(self.folder.path());
        Ended { status, stderr }
    }
}

fn assert_is_empty(folder: &Path) {
    let left = folder.read_dir().unwrap().count();
    assert_eq!(left, 0, "files are left behind");
}

/// Starts a process; returns it with the line of its output that `is_wanted`.
async fn spawn(mut command: Command, is_wanted: fn(&str) -> bool) -> (Child, String, JoinHandle<String>) {
    let mut child = command.spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let all_errors = tokio::spawn(async move {
        let mut text = String::new();
        stderr.read_to_string(&mut text).await.unwrap();
        text
    });
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !is_wanted(&line) {
        line.clear();
        let read = timeout(PATIENCE, stdout.read_line(&mut line))
            .await
            .expect("a line")
            .unwrap();
        assert_ne!(read, 0, "the provider ended");
    }
    (child, line, all_errors)
}

/// Calls one RPC of the provider: `rpc!(client, StopProvider, stop_provider, {})`.
macro_rules! rpc {
    ($client:expr, $rpc:ident, $message:ident, { $($field:ident: $value:expr),* $(,)? }) => {{
        let path = concat!("/tfplugin6.Provider/", stringify!($rpc));
        #[allow(clippy::needless_update, reason = "some requests have all their fields here")]
        let request = ksyun_autoscaling::tfplugin6::proto::$message::Request {
            $($field: $value,)*
            ..Default::default()
        };
        let answer: ksyun_autoscaling::tfplugin6::proto::$message::Response =
            $client.unary(path, request).await.unwrap();
        answer
    }};
}
pub(crate) use rpc;

/// Encodes a value as Terraform does.
#[expect(clippy::unnecessary_wraps, reason = "as a field of a message it is optional")]
pub(crate) fn dynamic(value: &Value, ty: &Type) -> Option<proto::DynamicValue> {
    Some(proto::DynamicValue {
        msgpack: msgpack::encode(value, ty).unwrap(),
        json: Vec::new(),
    })
}

/// The type of the objects of a schema, by Terraform's rules.
pub(crate) fn object_type(schema: &proto::Schema) -> Type {
    block_type(schema.block.as_ref().unwrap())
}

fn block_type(block: &proto::schema::Block) -> Type {
    let attributes = block.attributes.iter().map(|attribute| {
        let ty = Type::from_json(&attribute.r#type).unwrap();
        (attribute.name.clone(), ty)
    });
    let blocks = block.block_types.iter().map(|nested| {
        use proto::schema::nested_block::NestingMode;
        let element = block_type(nested.block.as_ref().unwrap());
        let ty = match nested.nesting() {
            NestingMode::List => Type::list(element),
            NestingMode::Set => Type::set(element),
            NestingMode::Map => Type::map(element),
            NestingMode::Single | NestingMode::Group => element,
            NestingMode::Invalid => panic!("{}: no nesting", nested.type_name),
        };
        (nested.type_name.clone(), ty)
    });
    Type::object(attributes.chain(blocks))
}

/// An object of `schema` in which only `members` are set.
pub(crate) fn object<const N: usize>(schema: &proto::Schema, members: [(&str, Value); N]) -> Value {
    use proto::schema::nested_block::NestingMode;
    let block = schema.block.as_ref().unwrap();
    let attributes = block
        .attributes
        .iter()
        .map(|attribute| (attribute.name.clone(), Value::Null));
    let blocks = block.block_types.iter().map(|nested| {
        let none = match nested.nesting() {
            NestingMode::List => Value::List(Vec::new()),
            _ => Value::Null,
        };
        (nested.type_name.clone(), none)
    });
    let mut object: std::collections::BTreeMap<String, Value> = attributes.chain(blocks).collect();
    for (name, value) in members {
        assert!(
            object.insert(name.to_owned(), value).is_some(),
            "there is no {name}"
        );
    }
    Value::Object(object)
}
