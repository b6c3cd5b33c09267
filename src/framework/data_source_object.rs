//! Data sources of different models behind one object type.

use async_trait::async_trait;

use super::context::Context;
use super::data_source::DataSource;
use super::diagnostics::Diagnostics;
use super::field::Cty;
use super::guard::{catching, catching_sync};
use super::model::Model;
use super::resource_object::{misfit, refuse};
use super::schema::Schema;
use crate::cty::Value;

/// Wraps a data source, so that a provider can list it among others.
pub fn data_source<D: Send + Sync + 'static, S: DataSource<D> + 'static>(
    source: S,
) -> Box<dyn AnyDataSource<D>> {
    Box::new(Typed(source))
}

/// A [`DataSource`] of any model. Made by [`data_source`].
#[async_trait]
pub trait AnyDataSource<D: Send + Sync>: Send + Sync {
    /// See [`DataSource::type_name`].
    fn type_name(&self) -> &'static str;
    /// See [`DataSource::schema`].
    fn schema(&self) -> Schema;
    /// Members of the model, for the check that it covers the schema.
    fn members(&self) -> Vec<&'static str>;
    /// See [`DataSource::validate`].
    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics);
    /// See [`DataSource::read`]; `None` after an error.
    async fn read(&self, cx: Context<'_, D>, config: &Value) -> (Option<Value>, Diagnostics);
}

struct Typed<S>(S);

#[async_trait]
impl<D: Send + Sync + 'static, S: DataSource<D>> AnyDataSource<D> for Typed<S> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        self.0.schema()
    }

    fn members(&self) -> Vec<&'static str> {
        S::Model::MEMBERS.to_vec()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        let outcome = catching_sync(|| match S::Model::from_object(config) {
            Ok(config) => self.0.validate(&config, diagnostics),
            Err(error) => refuse(&error, diagnostics),
        });
        diagnostics.extend(outcome.err());
    }

    async fn read(&self, cx: Context<'_, D>, config: &Value) -> (Option<Value>, Diagnostics) {
        let result = catching(async {
            let config = S::Model::from_object(config).map_err(|error| Diagnostics::from(misfit(&error)))?;
            self.0.read(&cx, config).await
        })
        .await;
        let mut diagnostics = cx.into_warnings();
        match result {
            Ok(Ok(found)) => return (Some(found.into_cty()), diagnostics),
            Ok(Err(errors)) => diagnostics.extend(errors),
            Err(panic) => diagnostics.push(panic),
        }
        (None, diagnostics)
    }
}
