//! List resources: finds what exists, so that it can be adopted.

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::context::Context;
use super::diagnostics::Diagnostics;
use super::field::Cty;
use super::model::Model;
use super::schema::Schema;
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
    pub(super) fn new(objects: mpsc::Sender<(String, Value)>) -> Self {
        let model = std::marker::PhantomData;
        Self { objects, model }
    }

    /// Takes an object, with a name by which a person recognises it.
    pub async fn object(&self, display_name: String, object: M) {
        // Nobody takes objects any more only when the whole list is about to end.
        let _ = self.objects.send((display_name, object.into_cty())).await;
    }
}
