//! List resources: finds what exists, so that it can be adopted.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::field::Cty;
use super::guard::{catching, catching_sync};
use super::model::Model;
use super::provider::Provider;
use super::resource_object::{misfit, refuse};
use super::schema::Schema;
use super::server::ProviderServer;
use super::state::as_state;
use super::validate::check_object;
use crate::cty::Value;

/// Lists the objects of a managed resource type. `D` is what configuring the provider makes.
#[async_trait]
pub trait ListResource<D: Send + Sync>: Send + Sync {
    /// The typed form of [`ListResource::schema`]; both have the same members.
    type Filter: Model;
    /// The model of the managed resource type.
    type Model: Model;

    /// Name of the managed resource type.
    fn type_name(&self) -> &'static str;

    /// What the `config` block accepts.
    fn schema(&self) -> Schema;

    /// Checks of attributes against each other. Anything may still be unknown.
    fn validate(&self, _filter: &Self::Filter, _diagnostics: &mut Diagnostics) {}

    /// Gives the objects to `found` one by one. Where that waits the list may end: no more objects are wanted.
    async fn list(
        &self,
        cx: &Context<'_, D>,
        filter: Self::Filter,
        found: &Found<Self::Model>,
    ) -> Result<(), Diagnostics>;
}

/// Takes the objects that a list finds.
#[derive(Debug)]
pub struct Found<M> {
    objects: mpsc::Sender<(String, Value)>,
    model: std::marker::PhantomData<fn(M)>,
}

impl<M: Cty> Found<M> {
    /// Takes an object, with a name by which a person recognises it.
    pub async fn object(&self, display_name: String, object: M) {
        // Nobody takes objects any more only when the whole list is about to end.
        let _ = self.objects.send((display_name, object.into_cty())).await;
    }
}

/// Wraps a list resource, so that a provider can list it among others.
pub fn list_resource<D: Send + Sync + 'static, L: ListResource<D> + 'static>(
    list: L,
) -> Box<dyn AnyListResource<D>> {
    Box::new(Typed(list))
}

/// A [`ListResource`] of any model. Made by [`list_resource`].
#[async_trait]
pub trait AnyListResource<D: Send + Sync>: Send + Sync {
    /// See [`ListResource::type_name`].
    fn type_name(&self) -> &'static str;
    /// See [`ListResource::schema`].
    fn schema(&self) -> Schema;
    /// Members of the filter, for the check that it covers the schema.
    fn members(&self) -> Vec<&'static str>;
    /// See [`ListResource::validate`].
    fn validate(&self, filter: &Value, diagnostics: &mut Diagnostics);
    /// See [`ListResource::list`].
    async fn list(
        &self,
        cx: Context<'_, D>,
        filter: &Value,
        objects: mpsc::Sender<(String, Value)>,
    ) -> Diagnostics;
}

struct Typed<L>(L);

#[async_trait]
impl<D: Send + Sync + 'static, L: ListResource<D>> AnyListResource<D> for Typed<L> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        self.0.schema()
    }

    fn members(&self) -> Vec<&'static str> {
        L::Filter::MEMBERS.to_vec()
    }

    fn validate(&self, filter: &Value, diagnostics: &mut Diagnostics) {
        let outcome = catching_sync(|| match L::Filter::from_object(filter) {
            Ok(filter) => self.0.validate(&filter, diagnostics),
            Err(error) => refuse(&error, diagnostics),
        });
        diagnostics.extend(outcome.err());
    }

    async fn list(
        &self,
        cx: Context<'_, D>,
        filter: &Value,
        objects: mpsc::Sender<(String, Value)>,
    ) -> Diagnostics {
        let found = Found {
            objects,
            model: std::marker::PhantomData,
        };
        let result = catching(async {
            let filter = L::Filter::from_object(filter).map_err(|error| Diagnostics::from(misfit(&error)))?;
            self.0.list(&cx, filter, &found).await
        })
        .await;
        let mut diagnostics = cx.into_warnings();
        match result {
            Ok(Ok(())) => {}
            Ok(Err(errors)) => diagnostics.extend(errors),
            Err(panic) => diagnostics.push(panic),
        }
        diagnostics
    }
}

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
        if let Some(entry) = self.list(type_name, &mut diagnostics) {
            check_object(&entry.schema, config, true, &mut diagnostics);
            entry.list.validate(config, &mut diagnostics);
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
        let Some(entry) = self.list(&request.type_name, &mut diagnostics) else {
            return diagnostics;
        };
        let Some(resource) = self.resource(&request.type_name, &mut diagnostics) else {
            return diagnostics;
        };
        let Some(data) = self.configured(&mut diagnostics) else {
            return diagnostics;
        };
        let (sender, mut objects) = mpsc::channel(WAITING_OBJECTS);
        let cx = self.context(&data, LIST_TIME);
        let search = async { Ok(entry.list.list(cx, &request.config, sender).await) };
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
