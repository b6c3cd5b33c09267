//! `ValidateListResourceConfig`, `ListResource`: finds what exists, so that it can be adopted.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::provider_server::ProviderServer;
use super::state::as_state;
use super::validate::check_object;
use crate::cty::Value;
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::guard::catching;
use crate::framework::provider::Provider;

/// What Terraform asks of a list.
#[derive(Debug)]
pub struct ListRequest {
    /// Name of the managed resource type.
    pub type_name: String,
    /// The `config` block.
    pub config: Value,
    /// How many objects are wanted at most.
    pub limit: usize,
}

/// One result of a list.
#[derive(Debug)]
pub enum ListEvent {
    /// An object.
    Object(Box<ListedObject>),
    /// Messages; an error among them ends the list.
    Diagnostics(Diagnostics),
}

/// An object that a list has found.
#[derive(Debug)]
pub struct ListedObject {
    /// A name by which a person recognises it.
    pub display_name: String,
    /// Its identity.
    pub identity: Value,
    /// Its state.
    pub object: Value,
}

/// How long a list may take.
const LIST_TIME: Duration = Duration::from_mins(10);
/// Objects that wait to be taken: about a page of the API, so that pages are asked for while the last one is taken.
const WAITING_OBJECTS: usize = 64;

impl<P: Provider> ProviderServer<P> {
    /// `ValidateListResourceConfig`: checks the configuration of a list.
    pub fn validate_list_resource_config(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(entry) = self.list_resources.find(type_name, &mut diagnostics) {
            check_object(&entry.schema, config, true, &mut diagnostics);
            entry.implementation.validate(config, &mut diagnostics);
        }
        diagnostics
    }

    /// `ListResource`: lists. The list ends when its events are not taken any more.
    pub fn list_resource(self: Arc<Self>, request: ListRequest) -> mpsc::Receiver<ListEvent> {
        let (events, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            let run = catching(self.run_list(&request, &events)).await;
            let diagnostics = run.unwrap_or_else(Diagnostics::from);
            if !diagnostics.is_empty() {
                // Whoever has gone away does not need the messages.
                let _ = events.send(ListEvent::Diagnostics(diagnostics)).await;
            }
        });
        receiver
    }

    async fn run_list(&self, request: &ListRequest, events: &mpsc::Sender<ListEvent>) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.list_resources.find(&request.type_name, &mut diagnostics) else {
            return diagnostics;
        };
        let Some(resource) = self.resources.find(&request.type_name, &mut diagnostics) else {
            return diagnostics;
        };
        let Some(data) = self.configured(&mut diagnostics) else {
            return diagnostics;
        };
        let (sender, mut objects) = mpsc::channel(WAITING_OBJECTS);
        let cx = self.context(&data, LIST_TIME);
        let search = async { Ok(entry.implementation.list(cx, &request.config, sender).await) };
        let delivery = async {
            for _ in 0..request.limit {
                let Some((display_name, object)) = objects.recv().await else {
                    return Ok(());
                };
                let object = as_state(&resource.schema, object);
                let Some(identity) = resource.identity_value(&data, &object) else {
                    return Err(Ended::WithoutIdentity(display_name));
                };
                let listed = ListedObject {
                    display_name,
                    identity,
                    object,
                };
                if events.send(ListEvent::Object(Box::new(listed))).await.is_err() {
                    return Err(Ended::Enough);
                }
            }
            Err(Ended::Enough)
        };
        // A list that nobody wants any more ends at once, in the middle of a call.
        let ended = tokio::select! {
            ended = async { tokio::try_join!(search, delivery) } => ended,
            () = events.closed() => Err(Ended::Enough),
        };
        match ended {
            Ok((found, ())) => diagnostics.extend(found),
            Err(Ended::Enough) => {}
            Err(Ended::WithoutIdentity(object)) => diagnostics.push(without_identity(&object)),
        }
        diagnostics
    }
}

/// Why a list ends before everything is found.
enum Ended {
    /// Nobody wants more objects.
    Enough,
    /// This object can't be told apart from others.
    WithoutIdentity(String),
}

fn without_identity(object: &str) -> Diagnostic {
    Diagnostic::error(
        "An object has no identity",
        format!(
            "The API's answer lacks the ids by which {object:?} could be imported. Please report this to the developers of \
             the provider."
        ),
    )
}

#[cfg(test)]
mod tests;
