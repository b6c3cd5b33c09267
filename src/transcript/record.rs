//! Records what a client and the real API say to each other. The client calls this machine with keys that open nothing;
//! each call is signed anew and passed on, and its answer comes back as it is.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::Value;

use super::entry::{Entry, Writer};
use super::server::{Answerer, Call, Server, error_response};
use crate::client::{Client, ClientConfig, ConfigError, Credentials, EndpointSettings, Params};
use crate::emulator::error::ApiError;

/// Where calls go, and as whom.
pub(crate) struct Upstream {
    /// The URL of the real API.
    pub(crate) url: String,
    pub(crate) credentials: Credentials,
}

struct Recorder {
    upstream: Upstream,
    /// By region.
    clients: Mutex<HashMap<String, Client>>,
    transcript: Writer,
}

/// A server that passes everything on to `upstream` and writes it to `file`.
///
/// # Errors
/// If there is no free port or the file cannot be written.
pub(crate) async fn server(upstream: Upstream, file: &Path) -> io::Result<Server> {
    let recorder = Recorder {
        upstream,
        clients: Mutex::default(),
        transcript: Writer::create(file)?,
    };
    Server::bind(recorder).await
}

impl Upstream {
    /// A client for the calls to one region.
    ///
    /// # Errors
    /// What is wrong with the URL or the keys.
    pub(crate) fn client(&self, region: &str) -> Result<Client, ConfigError> {
        let mut config = ClientConfig::new(self.credentials.clone(), region);
        config.endpoint = EndpointSettings {
            url: Some(self.url.clone()),
            ..EndpointSettings::default()
        };
        Client::new(&config)
    }
}

impl Recorder {
    fn client(&self, region: &str) -> Result<Client, ConfigError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(region) {
            return Ok(client.clone());
        }
        let client = self.upstream.client(region)?;
        clients.insert(region.to_owned(), client.clone());
        Ok(client)
    }

    /// One call of the real API: once, and whatever it answers.
    async fn forward(&self, call: &Call) -> Result<(u16, Value), String> {
        let client = self.client(&call.region).map_err(|error| error.to_string())?;
        let mut params = Params::default();
        for (name, value) in &call.parameters {
            params.set(name, value);
        }
        let response = client
            .forward(&call.action, params)
            .await
            .map_err(|error| error.to_string())?;
        let body = serde_json::from_slice(&response.body)
            .unwrap_or_else(|_| String::from_utf8_lossy(&response.body).into());
        Ok((response.status, body))
    }
}

#[async_trait]
impl Answerer for Recorder {
    async fn answer(&self, call: Call) -> (u16, Value) {
        let at = Timestamp::now();
        let (status, answer) = match self.forward(&call).await {
            Ok(answer) => answer,
            Err(why) => {
                tracing::error!(
                    action = call.action,
                    why,
                    "the call was not answered, and is not in the transcript"
                );
                return error_response(&ApiError::new(
                    502,
                    "ServiceUnavailable",
                    format!("the recorder got no answer: {why}"),
                ));
            }
        };
        let Call {
            action,
            region,
            parameters,
        } = call;
        let entry = Entry {
            at,
            action,
            region,
            parameters,
            status,
            answer: answer.clone(),
        };
        if let Err(error) = self.transcript.write(&entry.masked()) {
            tracing::error!(%error, "the transcript cannot be written");
        }
        (status, answer)
    }
}
