//! A provider together with what it needs at run time: its types with their schemas, made once, and what configuring it made.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::types::Types;
use crate::cty::Type;
use crate::framework::context::Context;
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::{AnyAction, AnyDataSource, AnyListResource, AnyResource};
use crate::framework::function::{Function, Signature};
use crate::framework::provider::Provider;
use crate::framework::schema::Schema;

/// Serves the operations of the plugin protocol for one provider.
pub struct ProviderServer<P: Provider> {
    pub(super) provider: P,
    pub(super) config_schema: Schema,
    config_type: Type,
    pub(super) resources: Types<dyn AnyResource<P::Data>>,
    pub(super) data_sources: Types<dyn AnyDataSource<P::Data>>,
    pub(super) list_resources: Types<dyn AnyListResource<P::Data>>,
    pub(super) actions: Types<dyn AnyAction<P::Data>>,
    pub(super) functions: BTreeMap<&'static str, (Box<dyn Function>, Signature)>,
    pub(super) data: RwLock<Option<Arc<P::Data>>>,
    stop: Mutex<CancellationToken>,
    pub(super) strict: bool,
}

impl<P: Provider> ProviderServer<P> {
    /// A server for `provider`, which is not configured yet.
    pub fn new(provider: P) -> Self {
        let functions = provider.functions().into_iter().map(|function| {
            let signature = function.signature();
            (function.name(), (function, signature))
        });
        let config_schema = provider.schema();
        Self {
            config_type: config_schema.ty(),
            config_schema,
            resources: Types::new("resource type", provider.resources()),
            data_sources: Types::new("data source", provider.data_sources()),
            list_resources: Types::new("list resource", provider.list_resources()),
            actions: Types::new("action", provider.actions()),
            functions: functions.collect(),
            provider,
            data: RwLock::default(),
            stop: Mutex::default(),
            strict: false,
        }
    }

    /// For tests: an answer that Terraform would not accept is an error, instead of being made acceptable with a warning.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Schema of the provider block.
    pub fn provider_schema(&self) -> &Schema {
        &self.config_schema
    }

    /// Type of the provider block's value.
    pub fn provider_type(&self) -> &Type {
        &self.config_type
    }

    /// The managed resource types.
    pub fn resources(&self) -> &Types<dyn AnyResource<P::Data>> {
        &self.resources
    }

    /// The data sources.
    pub fn data_sources(&self) -> &Types<dyn AnyDataSource<P::Data>> {
        &self.data_sources
    }

    /// The list resources, whose types are those of their configuration.
    pub fn list_resources(&self) -> &Types<dyn AnyListResource<P::Data>> {
        &self.list_resources
    }

    /// The actions.
    pub fn actions(&self) -> &Types<dyn AnyAction<P::Data>> {
        &self.actions
    }

    /// `StopProvider`: operations that run end as soon as they can without losing what they know, and so do those that
    /// start before the provider is configured again.
    pub fn stop(&self) {
        self.lock_stop().cancel();
    }

    /// Forgets a stop: a debug server outlives the Terraform command that was interrupted.
    pub(super) fn start_again(&self) {
        let mut stop = self.lock_stop();
        if stop.is_cancelled() {
            *stop = CancellationToken::new();
        }
    }

    fn lock_stop(&self) -> std::sync::MutexGuard<'_, CancellationToken> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What configuring the provider made, if it could be configured yet.
    pub(super) fn configured_now(&self) -> Option<Arc<P::Data>> {
        self.data.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What configuring the provider made.
    pub(super) fn configured(&self, diagnostics: &mut Diagnostics) -> Option<Arc<P::Data>> {
        let data = self.configured_now();
        if data.is_none() {
            diagnostics.push(Diagnostic::error(
                "The provider is not configured",
                "The provider's configuration depends on values that are not known yet, so the API can't be asked. \
                 Apply the objects that those values come from first (terraform apply -target=…), or set the \
                 provider's arguments from variables or the environment.",
            ));
        }
        data
    }

    pub(super) fn context<'a>(&self, data: &'a P::Data, timeout: Duration) -> Context<'a, P::Data> {
        Context::new(data, timeout, self.stop_token())
    }

    /// Cancelled by [`Self::stop`].
    pub(super) fn stop_token(&self) -> CancellationToken {
        self.lock_stop().clone()
    }
}
