//! What a data source has to offer.

use async_trait::async_trait;

use super::context::Context;
use super::diagnostics::Diagnostics;
use super::model::Model;
use super::schema::Schema;

/// A data source. `D` is what configuring the provider makes.
#[async_trait]
pub trait DataSource<D: Send + Sync>: Send + Sync {
    /// The typed form of [`DataSource::schema`]; both have the same members.
    type Model: Model;

    /// Name of the data source in HCL.
    fn type_name(&self) -> &'static str;

    /// What it accepts and gives.
    fn schema(&self) -> Schema;

    /// Checks of attributes against each other. Anything may still be unknown.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Looks up what `config` asks for, and gives it back with the results filled in.
    async fn read(&self, cx: &Context<'_, D>, config: Self::Model) -> Result<Self::Model, Diagnostics>;
}
