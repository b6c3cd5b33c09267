//! Resources and data sources of different types behind one object type: typed models outside, values inside.

use async_trait::async_trait;

use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::field::{Cty, ModelError};
use super::guard::{catching, catching_sync};
use super::identity::{Identity, IdentitySchema};
use super::model::Model;
use super::resource::{Plan, Resource, Saved};
use super::schema::Schema;
use super::timeouts::Timeouts;
use crate::cty::{Path, Value};

/// Wraps a resource type, so that a provider can list it among others.
pub fn resource<D: Send + Sync + 'static, R: Resource<D> + 'static>(resource: R) -> Box<dyn AnyResource<D>> {
    Box::new(Typed(resource))
}

/// What is there after an operation that changes something, however it ended.
#[derive(Debug)]
pub struct Outcome {
    /// The state that was saved last; `None` if none was.
    pub newest: Option<Value>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

/// A [`Resource`] of any model. Made by [`resource`].
#[async_trait]
pub trait AnyResource<D: Send + Sync>: Send + Sync {
    /// See [`Resource::type_name`].
    fn type_name(&self) -> &'static str;
    /// See [`Resource::schema`].
    fn schema(&self) -> Schema;
    /// See [`Resource::timeouts`].
    fn timeouts(&self) -> Timeouts;
    /// Members of the model, for the check that it covers the schema.
    fn members(&self) -> &'static [&'static str];
    /// See [`Resource::validate`].
    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics);
    /// See [`Resource::plan`]; gives the planned value and the paths that ask for a new object.
    fn plan(&self, change: PlannedChange<'_>, diagnostics: &mut Diagnostics) -> (Value, Vec<Path>);
    /// See [`Resource::create`].
    async fn create(&self, cx: Context<'_, D>, plan: &Value) -> Outcome;
    /// See [`Resource::read`].
    async fn read(&self, cx: Context<'_, D>, state: &Value) -> (Option<Value>, Diagnostics);
    /// See [`Resource::update`].
    async fn update(&self, cx: Context<'_, D>, prior: &Value, plan: &Value) -> Outcome;
    /// See [`Resource::delete`].
    async fn delete(&self, cx: Context<'_, D>, state: &Value) -> Outcome;
    /// See [`Resource::import`].
    ///
    /// # Errors
    /// `id` does not have the form of an id of this type.
    fn import(&self, id: &str) -> Result<Value, Diagnostics>;
    /// See [`Resource::plan_destroy`]; gives the warnings.
    async fn plan_destroy(&self, cx: Context<'_, D>, state: &Value) -> Diagnostics;
    /// See [`Resource::identity_schema`].
    fn identity_schema(&self) -> Option<IdentitySchema>;
    /// See [`Resource::identity`].
    fn identity(&self, data: &D, state: &Value) -> Option<Identity>;
    /// See [`Resource::import_identity`].
    ///
    /// # Errors
    /// No object of this type can have this identity here.
    fn import_identity(&self, data: &D, identity: &Identity) -> Result<Value, Diagnostics>;
    /// See [`Resource::tidy_generated`].
    ///
    /// # Errors
    /// The configuration or the object does not fit the model.
    fn generate_config(&self, config: &Value, object: &Value) -> Result<Value, Diagnostics>;
    /// See [`Resource::adopt`].
    ///
    /// # Errors
    /// The state does not fit the model.
    fn adopt(&self, state: &Value) -> Result<Value, Diagnostics>;
}

/// A creation (no prior) or update that the schema's rules have planned already.
#[derive(Debug)]
pub struct PlannedChange<'a> {
    /// What the person wrote.
    pub config: &'a Value,
    /// What is there now.
    pub prior: Option<&'a Value>,
    /// What the schema's rules make of it.
    pub planned: Value,
}

struct Typed<R>(R);

#[async_trait]
impl<D: Send + Sync + 'static, R: Resource<D>> AnyResource<D> for Typed<R> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        self.0.schema()
    }

    fn timeouts(&self) -> Timeouts {
        self.0.timeouts()
    }

    fn members(&self) -> &'static [&'static str] {
        R::Model::MEMBERS
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        let outcome = catching_sync(|| match R::Model::from_object(config) {
            Ok(config) => self.0.validate(&config, diagnostics),
            Err(error) => refuse(&error, diagnostics),
        });
        diagnostics.extend(outcome.err());
    }

    fn plan(&self, change: PlannedChange<'_>, diagnostics: &mut Diagnostics) -> (Value, Vec<Path>) {
        let outcome = catching_sync(|| -> Result<_, ModelError> {
            let mut plan = Plan {
                config: R::Model::from_object(change.config)?,
                prior: change.prior.map(R::Model::from_object).transpose()?,
                planned: R::Model::from_object(&change.planned)?,
                requires_replace: Vec::new(),
            };
            self.0.plan(&mut plan, diagnostics);
            Ok((plan.planned.into_cty(), plan.requires_replace))
        });
        match outcome {
            Ok(Ok(planned)) => return planned,
            Ok(Err(error)) => diagnostics.push(misfit(&error)),
            Err(panic) => diagnostics.push(panic),
        }
        (change.planned, Vec::new())
    }

    async fn create(&self, cx: Context<'_, D>, plan: &Value) -> Outcome {
        let saved = Saved::new();
        let result = catching(async { self.0.create(&cx, typed(plan)?, &saved).await }).await;
        finish(result, saved, cx)
    }

    async fn read(&self, cx: Context<'_, D>, state: &Value) -> (Option<Value>, Diagnostics) {
        let result = catching(async { self.0.read(&cx, typed(state)?).await }).await;
        let mut diagnostics = cx.into_warnings();
        let found = match result {
            Ok(Ok(found)) => found.map(Cty::into_cty),
            Ok(Err(errors)) => {
                diagnostics.extend(errors);
                None
            }
            Err(panic) => {
                diagnostics.push(panic);
                None
            }
        };
        (found, diagnostics)
    }

    async fn update(&self, cx: Context<'_, D>, prior: &Value, plan: &Value) -> Outcome {
        let saved = Saved::new();
        let result = catching(async { self.0.update(&cx, typed(prior)?, typed(plan)?, &saved).await }).await;
        finish(result, saved, cx)
    }

    async fn delete(&self, cx: Context<'_, D>, state: &Value) -> Outcome {
        let saved = Saved::new();
        let result = catching(async { self.0.delete(&cx, typed(state)?, &saved).await }).await;
        finish(result, saved, cx)
    }

    fn import(&self, id: &str) -> Result<Value, Diagnostics> {
        catching_sync(|| self.0.import(id).map(Cty::into_cty)).unwrap_or_else(|panic| Err(panic.into()))
    }

    async fn plan_destroy(&self, cx: Context<'_, D>, state: &Value) -> Diagnostics {
        let result = catching(async { self.0.plan_destroy(&cx, typed(state)?).await }).await;
        let mut diagnostics = cx.into_warnings();
        match result {
            Ok(Ok(())) => {}
            Ok(Err(errors)) => diagnostics.extend(errors),
            Err(panic) => diagnostics.push(panic),
        }
        diagnostics
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        self.0.identity_schema()
    }

    fn identity(&self, data: &D, state: &Value) -> Option<Identity> {
        let state = R::Model::from_object(state).ok()?;
        // Whatever is wrong with the identity must not lose the object; the log has the panic.
        catching_sync(|| self.0.identity(data, &state)).ok()?
    }

    fn import_identity(&self, data: &D, identity: &Identity) -> Result<Value, Diagnostics> {
        catching_sync(|| self.0.import_identity(data, identity).map(Cty::into_cty))
            .unwrap_or_else(|panic| Err(panic.into()))
    }

    fn generate_config(&self, config: &Value, object: &Value) -> Result<Value, Diagnostics> {
        catching_sync(|| Ok(self.0.tidy_generated(typed(config)?, &typed(object)?).into_cty()))
            .unwrap_or_else(|panic| Err(panic.into()))
    }

    fn adopt(&self, state: &Value) -> Result<Value, Diagnostics> {
        catching_sync(|| Ok(self.0.adopt(typed(state)?).into_cty())).unwrap_or_else(|panic| Err(panic.into()))
    }
}

fn typed<M: Model>(value: &Value) -> Result<M, Diagnostics> {
    M::from_object(value).map_err(|error| misfit(&error).into())
}

fn finish<D, M: Cty>(
    result: Result<Result<(), Diagnostics>, Diagnostic>,
    saved: Saved<M>,
    cx: Context<'_, D>,
) -> Outcome {
    let mut diagnostics = cx.into_warnings();
    match result {
        Ok(Ok(())) => {}
        Ok(Err(errors)) => diagnostics.extend(errors),
        Err(panic) => diagnostics.push(panic),
    }
    Outcome {
        newest: saved.into_newest(),
        diagnostics,
    }
}

/// Refuses a configuration that fits the schema but not the model, such as a fraction for a whole number.
pub(super) fn refuse(error: &ModelError, diagnostics: &mut Diagnostics) {
    let refused = |diagnostic: &Diagnostic| diagnostic.path.as_ref() == Some(&error.path);
    if !diagnostics.iter().any(refused) {
        diagnostics.attribute_error(
            error.path.clone(),
            "Invalid value",
            format!("Expected {}.", error.expected),
        );
    }
}

pub(super) fn misfit(error: &ModelError) -> Diagnostic {
    Diagnostic::error(
        "A value does not fit the provider's model",
        format!(
            "{error}. If the state was edited by hand, correct it there; otherwise this is a bug in the provider."
        ),
    )
}
