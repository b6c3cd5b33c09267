//! A running emulator, as its admin API shows it.

use std::env;
use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use clap::Args;
use hyper::Request;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::failure::Failure;
use crate::emulator::store::url_of_holder;

/// Where clients look for the API, and these commands too.
const ENDPOINT: &str = "KSYUN_ENDPOINT_AUTOSCALING";

/// Which running emulator is meant.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Target {
    /// Its URL; else that of --data-dir, else `KSYUN_ENDPOINT_AUTOSCALING`.
    #[arg(long, value_name = "URL", global = true)]
    url: Option<String>,
    /// The data folder that it has.
    #[arg(long, value_name = "FOLDER", global = true)]
    data_dir: Option<PathBuf>,
}

impl Target {
    /// The URL, without a slash at its end.
    fn url(&self) -> Result<String, Failure> {
        if let Some(url) = &self.url {
            return Ok(url.trim_end_matches('/').to_owned());
        }
        if let Some(folder) = &self.data_dir {
            return url_of_holder(folder).ok_or_else(|| {
                Failure::new(format!(
                    "no emulator was started with --data-dir {}",
                    folder.display()
                ))
            });
        }
        let url = env::var(ENDPOINT).ok().filter(|url| !url.is_empty());
        url.ok_or_else(|| {
            Failure::new(format!(
                "which emulator? Name one with --url or --data-dir, or set {ENDPOINT}, as \
                 `eval \"$(ksyun-autoscaling-emulator start --detach)\"` does"
            ))
        })
    }

    /// What the admin API answers to a question.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send("GET", path, None).await
    }

    /// Tells the admin API something.
    pub(super) async fn post(&self, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        self.send("POST", path, body).await
    }

    /// One call of the admin API.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Failure> {
        let url = self.url()?;
        let host = url.strip_prefix("http://").ok_or_else(|| {
            Failure::new(format!(
                "{url} is not the URL of an emulator: it begins with http://"
            ))
        })?;
        let (status, text) = exchange(host, method, path, body)
            .await
            .map_err(|why| Failure::new(format!("no emulator answers at {url}: {why}")))?;
        if text.is_empty() && (200..300).contains(&status) {
            return Ok(Value::Null);
        }
        let answer: Value = serde_json::from_str(&text).map_err(|_| {
            Failure::new(format!(
                "{url} is not an emulator: it answered {status}, not in JSON"
            ))
        })?;
        match answer["error"].as_str() {
            Some(why) if status >= 400 => Err(Failure::new(why)),
            _ => Ok(answer),
        }
    }
}

/// Sends one request over a connection of its own. Gives status and body.
async fn exchange(
    host: &str,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<(u16, String), Box<dyn std::error::Error>> {
    let stream = TcpStream::connect(host).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request = Request::builder()
        .method(method)
        .uri(format!("/_emulator{path}"))
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(body.map(Value::to_string).unwrap_or_default()))?;
    let response = sender.send_request(request).await?;
    let status = response.status().as_u16();
    let bytes = to_bytes(Body::new(response.into_body()), usize::MAX).await?;
    connection.abort();
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}
