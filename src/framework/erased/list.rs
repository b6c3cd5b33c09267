//! List resources of different models behind one object type.

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::{AnyType, guarded, told, typed, wrapper};
use crate::cty::Value;
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::list::{Found, ListResource};

/// Wraps a list resource, so that a provider can list it among others.
pub fn list_resource<D: Send + Sync + 'static, L: ListResource<D> + 'static>(
    list: L,
) -> Box<dyn AnyListResource<D>> {
    Box::new(Typed::new(list))
}

/// A [`ListResource`] of any model. Made by [`list_resource`].
#[async_trait]
pub trait AnyListResource<D: Send + Sync>: AnyType {
    /// See [`ListResource::list`]. `objects` takes them with their display names.
    async fn list(
        &self,
        cx: Context<'_, D>,
        filter: &Value,
        objects: mpsc::Sender<(String, Value)>,
    ) -> Diagnostics;
}

wrapper!(ListResource, Filter);

#[async_trait]
impl<D: Send + Sync + 'static, L: ListResource<D>> AnyListResource<D> for Typed<L, D> {
    async fn list(
        &self,
        cx: Context<'_, D>,
        filter: &Value,
        objects: mpsc::Sender<(String, Value)>,
    ) -> Diagnostics {
        let found = Found::new(objects);
        let listed = guarded(async { self.inner.list(&cx, typed(filter)?, &found).await }).await;
        told(cx, listed).1
    }
}
