//! What a managed resource type has to offer.

use async_trait::async_trait;

use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::field::Cty;
use super::identity::{Identity, IdentitySchema};
use super::model::Model;
use super::schema::Schema;
use super::state::null_for_unknown;
use super::timeouts::Timeouts;
use crate::cty::{Path, Value};

/// A managed resource type. `D` is what configuring the provider makes.
///
/// Operations work on typed models; the framework decodes and encodes them, applies the schema's rules, keeps state
/// when an operation fails or panics, and checks what comes back.
#[async_trait]
pub trait Resource<D: Send + Sync>: Send + Sync {
    /// The typed form of [`Resource::schema`]; both have the same members.
    type Model: Model;

    /// Name of the type in HCL.
    fn type_name(&self) -> &'static str;

    /// What the type accepts and gives.
    fn schema(&self) -> Schema;

    /// How long each operation may take, unless the configuration says otherwise.
    fn timeouts(&self) -> Timeouts {
        Timeouts::default()
    }

    /// Checks of attributes against each other. Anything may still be unknown.
    fn validate(&self, _config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Adjusts the plan to create or update an object, after the schema's rules were applied. Runs without a
    /// configured provider, so it can only look at the values.
    fn plan(&self, _plan: &mut Plan<Self::Model>, _diagnostics: &mut Diagnostics) {}

    /// Creates the object. As soon as it exists it must be saved, and again whenever more is known of it.
    async fn create(
        &self,
        cx: &Context<'_, D>,
        plan: Self::Model,
        state: &Saved<Self::Model>,
    ) -> Result<(), Diagnostics>;

    /// Looks at the object; `None` if it is gone. After an import, only what [`Resource::import`] gave is set.
    async fn read(&self, cx: &Context<'_, D>, state: Self::Model)
    -> Result<Option<Self::Model>, Diagnostics>;

    /// Makes the object what `plan` says; saves whatever has been reached.
    async fn update(
        &self,
        cx: &Context<'_, D>,
        prior: Self::Model,
        plan: Self::Model,
        state: &Saved<Self::Model>,
    ) -> Result<(), Diagnostics>;

    /// Destroys the object. An object that is gone already is a success.
    async fn delete(
        &self,
        cx: &Context<'_, D>,
        state: Self::Model,
        saved: &Saved<Self::Model>,
    ) -> Result<(), Diagnostics>;

    /// The least state by which [`Resource::read`] finds the object that a person calls `id`.
    ///
    /// # Errors
    /// `id` does not have the form of an id of this type.
    fn import(&self, id: &str) -> Result<Self::Model, Diagnostics>;

    /// Looks at what a destruction will take down or what stands in its way, and warns of it. Changes nothing.
    async fn plan_destroy(&self, _cx: &Context<'_, D>, _state: Self::Model) -> Result<(), Diagnostics> {
        Ok(())
    }

    /// The values by which Terraform knows an object of this type for good; none by default.
    fn identity_schema(&self) -> Option<IdentitySchema> {
        None
    }

    /// The identity of the object that `state` is about; `None` while it is not known.
    fn identity(&self, _data: &D, _state: &Self::Model) -> Option<Identity> {
        None
    }

    /// The least state by which [`Resource::read`] finds the object of this identity.
    ///
    /// # Errors
    /// No object of this type can have this identity here.
    fn import_identity(&self, _data: &D, _identity: &Identity) -> Result<Self::Model, Diagnostics> {
        Err(Diagnostic::error(
            format!("{} has no identity", self.type_name()),
            "Objects of this type are imported by id.",
        )
        .into())
    }

    /// Takes out of a configuration that was generated for `object` what contradicts something else in it, or is better left
    /// open, and puts in what does not go without saying. The schema's rules have been applied: results, secrets, defaults and
    /// blank values are left out.
    fn tidy_generated(&self, config: Self::Model, _object: &Self::Model) -> Self::Model {
        config
    }

    /// Brings state that another provider wrote into the form that this provider would have written. Attributes that the other
    /// one does not have are absent here. State of an earlier version of this provider does not come here: what it lacks is null.
    fn adopt(&self, state: Self::Model) -> Self::Model {
        state
    }
}

/// A planned creation or update.
#[derive(Debug)]
pub struct Plan<M> {
    /// What the person wrote.
    pub config: M,
    /// What is there now; `None` for a creation.
    pub prior: Option<M>,
    /// What will be there; a change of an attribute that the configuration sets is refused by Terraform.
    pub planned: M,
    /// Attributes whose change asks for a new object, beyond what the schema says.
    pub requires_replace: Vec<Path>,
}

/// Where an operation saves the state that it has reached; what was saved last survives an error and a panic.
#[derive(Debug)]
pub struct Saved<M> {
    newest: std::sync::Mutex<Option<Value>>,
    model: std::marker::PhantomData<fn(M)>,
}

impl<M: Cty> Saved<M> {
    pub(super) fn new() -> Self {
        Self {
            newest: std::sync::Mutex::new(None),
            model: std::marker::PhantomData,
        }
    }

    /// Remembers `state` as what is there now.
    pub fn save(&self, state: M) {
        self.keep(state.into_cty());
    }

    /// The same for an object that can't be looked at: what only a look would have told is null until the next refresh.
    pub fn save_without_answer(&self, state: M) {
        self.keep(null_for_unknown(state.into_cty()));
    }

    fn keep(&self, state: Value) {
        *self
            .newest
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(state);
    }

    pub(super) fn into_newest(self) -> Option<Value> {
        self.newest
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
