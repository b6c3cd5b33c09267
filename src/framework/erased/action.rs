//! Actions of different models behind one object type.

use std::time::Duration;

use async_trait::async_trait;

use super::{AnyType, guarded, told, typed, wrapper};
use crate::cty::Value;
use crate::framework::action::{Action, Progress};
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::model::Model as _;

/// Wraps an action, so that a provider can list it among others.
pub fn action<D: Send + Sync + 'static, A: Action<D> + 'static>(action: A) -> Box<dyn AnyAction<D>> {
    Box::new(Typed::new(action))
}

/// An [`Action`] of any model. Made by [`action`].
#[async_trait]
pub trait AnyAction<D: Send + Sync>: AnyType {
    /// See [`Action::timeout`].
    fn timeout(&self, config: &Value) -> Duration;
    /// See [`Action::plan`].
    async fn plan(&self, cx: Context<'_, D>, config: &Value) -> Diagnostics;
    /// See [`Action::invoke`].
    async fn invoke(&self, cx: Context<'_, D>, config: &Value, progress: &Progress) -> Diagnostics;
}

wrapper!(Action, Config);

/// How long an action may take whose configuration can't even be read: it fails at once.
const NO_TIME: Duration = Duration::from_secs(1);

#[async_trait]
impl<D: Send + Sync + 'static, A: Action<D>> AnyAction<D> for Typed<A, D> {
    fn timeout(&self, config: &Value) -> Duration {
        A::Config::from_object(config).map_or(NO_TIME, |config| self.inner.timeout(&config))
    }

    async fn plan(&self, cx: Context<'_, D>, config: &Value) -> Diagnostics {
        let planned = guarded(async { self.inner.plan(&cx, typed(config)?).await }).await;
        told(cx, planned).1
    }

    async fn invoke(&self, cx: Context<'_, D>, config: &Value, progress: &Progress) -> Diagnostics {
        let done = guarded(async { self.inner.invoke(&cx, typed(config)?, progress).await }).await;
        told(cx, done).1
    }
}
