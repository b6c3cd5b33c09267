//! Data sources of different models behind one object type.

use async_trait::async_trait;

use super::{AnyType, guarded, told, typed, wrapper};
use crate::cty::Value;
use crate::framework::context::Context;
use crate::framework::data_source::DataSource;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::field::Cty;

/// Wraps a data source, so that a provider can list it among others.
pub fn data_source<D: Send + Sync + 'static, S: DataSource<D> + 'static>(
    source: S,
) -> Box<dyn AnyDataSource<D>> {
    Box::new(Typed::new(source))
}

/// A [`DataSource`] of any model. Made by [`data_source`].
#[async_trait]
pub trait AnyDataSource<D: Send + Sync>: AnyType {
    /// See [`DataSource::read`]; `None` after an error.
    async fn read(&self, cx: Context<'_, D>, config: &Value) -> (Option<Value>, Diagnostics);
}

wrapper!(DataSource, Model);

#[async_trait]
impl<D: Send + Sync + 'static, S: DataSource<D>> AnyDataSource<D> for Typed<S, D> {
    async fn read(&self, cx: Context<'_, D>, config: &Value) -> (Option<Value>, Diagnostics) {
        let found = guarded(async { self.inner.read(&cx, typed(config)?).await }).await;
        told(cx, found.map(Cty::into_cty))
    }
}
