//! What a provider consists of.

use super::diagnostics::Diagnostics;
use super::erased::{AnyAction, AnyDataSource, AnyListResource, AnyResource};
use super::function::Function;
use super::schema::Schema;
use crate::cty::Value;

/// A provider: its configuration, its resource types and its data sources.
pub trait Provider: Send + Sync + 'static {
    /// What configuring the provider makes, and operations use: an API client, say.
    type Data: Send + Sync + 'static;

    /// What the provider's configuration accepts.
    fn schema(&self) -> Schema;

    /// The managed resource types.
    fn resources(&self) -> Vec<Box<dyn AnyResource<Self::Data>>>;

    /// The data sources.
    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<Self::Data>>>;

    /// The list resources.
    fn list_resources(&self) -> Vec<Box<dyn AnyListResource<Self::Data>>> {
        Vec::new()
    }

    /// The actions.
    fn actions(&self) -> Vec<Box<dyn AnyAction<Self::Data>>> {
        Vec::new()
    }

    /// The functions.
    fn functions(&self) -> Vec<Box<dyn Function>> {
        Vec::new()
    }

    /// Checks of the configuration's attributes against each other. Anything may still be unknown.
    fn validate(&self, _config: &Value, _diagnostics: &mut Diagnostics) {}

    /// Makes what operations use. Must not do any I/O: it runs for every plan, also for one that needs nothing of the
    /// API. `config` may have unknown members.
    ///
    /// # Errors
    /// The configuration can't be used; says which attribute or environment variable to change.
    fn configure(&self, request: &ConfigureRequest<'_>, diagnostics: &mut Diagnostics) -> Option<Self::Data>;
}

/// What Terraform tells a provider when it configures it.
#[derive(Debug)]
pub struct ConfigureRequest<'a> {
    /// Version of Terraform, such as `1.15.5`.
    pub terraform_version: &'a str,
    /// The provider block.
    pub config: &'a Value,
}
