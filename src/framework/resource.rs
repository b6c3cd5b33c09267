//! What a managed resource type has to offer.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::field::Cty;
use super::identity::{Identity, IdentitySchema};
use super::model::Model;
use super::private::Record;
use super::schema::Schema;
use super::timeouts::Timeouts;
use crate::cty::{Path, Refinements, Value};

/// A managed resource type. `D` is what configuring the provider makes.
///
/// Operations work on typed models; the framework decodes and encodes them, applies the schema's rules, keeps state
/// when an operation fails or panics, and checks what comes back.
#[async_trait]
pub trait Resource<D: Send + Sync>: Send + Sync {
    /// The typed form of [`Resource::schema`]; both have the same members.
    type Model: Model;

    /// What is remembered of an object besides its state; `()` if nothing is. See [`Record`] for how little its absence
    /// may mean.
    type Private: Record;

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
    fn plan(&self, _plan: &mut Plan<Self::Model, Self::Private>, _diagnostics: &mut Diagnostics) {}

    /// Writes down what the configured provider knows and each of its objects shall carry, such as the account. Called
    /// when the object is planned to be created, and after each operation that has met it.
    fn note_origin(&self, _data: &D, _private: &mut Self::Private) {}

    /// Whether the object that `private` speaks of can be handled with this configuration of the provider, such as the account.
    /// Called before each operation that may ask; an error stops it, so that what is elsewhere is not called gone.
    ///
    /// # Errors
    /// The object certainly is elsewhere, or that can't be found out.
    async fn check_owner(&self, _cx: &Context<'_, D>, _private: &Self::Private) -> Result<(), Diagnostics> {
        Ok(())
    }

    /// Creates the object. As soon as it exists it must be saved, and again whenever more is known of it.
    ///
    /// Where it can't be known whether an object came into being, a record of the attempt can be left: the plan saved
    /// without an id, what is remembered of the attempt, and an error. Terraform then calls the resource tainted, and
    /// the next [`Resource::read`] sees that state and that record.
    async fn create(
        &self,
        cx: &Context<'_, D>,
        plan: Self::Model,
        state: &StateWriter<Self::Model, Self::Private>,
    ) -> Result<(), Diagnostics>;

    /// Looks at the object; `None` if it is gone. After an import, only what [`Resource::import`] gave is set. What it
    /// remembers anew is stored unless it fails.
    async fn read(
        &self,
        cx: &Context<'_, D>,
        state: Self::Model,
        private: &mut Self::Private,
    ) -> Result<Option<Self::Model>, Diagnostics>;

    /// Makes the object what `plan` says; saves whatever has been reached.
    async fn update(
        &self,
        cx: &Context<'_, D>,
        prior: Self::Model,
        plan: Self::Model,
        state: &StateWriter<Self::Model, Self::Private>,
    ) -> Result<(), Diagnostics>;

    /// Destroys the object. An object that is gone already is a success. What is remembered can't be relied on here: half
    /// of a replacement is given that of the new object, and a tainted object has lost it.
    async fn delete(
        &self,
        cx: &Context<'_, D>,
        state: Self::Model,
        saved: &StateWriter<Self::Model, Self::Private>,
    ) -> Result<(), Diagnostics>;

    /// The least state by which [`Resource::read`] finds the object that a person calls `id`.
    ///
    /// # Errors
    /// `id` does not have the form of an id of this type.
    fn import(&self, id: &str) -> Result<Self::Model, Diagnostics>;

    /// What the [`Resource::read`] that follows an import shall remember of the object whose import begins with `state`.
    fn import_private(&self, _state: &Self::Model) -> Self::Private {
        Self::Private::default()
    }

    /// Looks at what a destruction will take down or what stands in its way, and warns of it. Changes nothing, but what
    /// it remembers is what the destruction is given.
    async fn plan_destroy(
        &self,
        _cx: &Context<'_, D>,
        _state: Self::Model,
        _private: &mut Self::Private,
    ) -> Result<(), Diagnostics> {
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
    fn adjust_generated(&self, config: Self::Model, _object: &Self::Model) -> Self::Model {
        config
    }

    /// Brings state that another provider wrote into the form that this provider would have written. Attributes that the other
    /// one does not have are absent here. State of an earlier version of this provider does not come here: what it lacks is null.
    fn upgrade_foreign(&self, state: Self::Model) -> Self::Model {
        state
    }
}

/// A planned creation or update.
#[derive(Debug)]
pub struct Plan<M, P = ()> {
    /// What the person wrote.
    pub config: M,
    /// What is there now; `None` for a creation.
    pub prior: Option<M>,
    /// What will be there; a change of an attribute that the configuration sets is refused by Terraform.
    pub planned: M,
    /// Attributes whose change asks for a new object, beyond what the schema says.
    pub requires_replace: Vec<Path>,
    /// What is remembered of the object. What it is afterwards is given to the apply; without a change of the object
    /// there is no apply, and it is forgotten. When an object is replaced, this is planned twice: the second time there
    /// is no prior object, and this is what the first plan left here.
    pub private: P,
    /// What is known already of what is not known yet.
    pub unknowns: Unknowns,
}

/// What may become of the arguments that are not known yet. Whatever may, has to be planned so: at the apply, Terraform
/// accepts no other action and no value that contradicts the plan.
#[derive(Clone, Debug, Default)]
pub struct Unknowns(BTreeMap<String, Refinements>);

impl Unknowns {
    pub(super) fn of(config: &Value) -> Self {
        let members = config.as_object().into_iter().flatten();
        let unknown = members.filter_map(|(name, value)| match value.unwrapped() {
            Value::Unknown(known) => Some((name.clone(), known.clone())),
            _ => None,
        });
        Self(unknown.collect())
    }

    /// Whether the unknown argument `name` may turn out to be null, or a text or collection without anything in it.
    pub fn may_be_empty(&self, name: &str) -> bool {
        let has_content = |known: &Refinements| {
            known.prefix.as_ref().is_some_and(|prefix| !prefix.is_empty())
                || known.min_length.is_some_and(|length| length > 0)
        };
        !self
            .0
            .get(name)
            .is_some_and(|known| known.not_null && has_content(known))
    }
}

/// Where an operation saves the state that it has reached; what was saved last survives an error and a panic, and so
/// does what is remembered besides.
#[derive(Debug)]
pub struct StateWriter<M, P = ()> {
    newest: Mutex<Option<Value>>,
    private: Mutex<P>,
    model: PhantomData<fn(M)>,
}

impl<M: Cty, P: Record> StateWriter<M, P> {
    pub(crate) fn new(private: P) -> Self {
        Self {
            newest: Mutex::new(None),
            private: Mutex::new(private),
            model: PhantomData,
        }
    }

    /// Remembers `state` as what is there now.
    pub fn save(&self, state: M) {
        self.keep(state.into_cty());
    }

    /// Remembers `state` as what is there now, of an object that can't be looked at: what only a look would have told is null until the next refresh.
    pub fn save_without_answer(&self, state: M) {
        self.keep(state.into_cty().null_for_unknown());
    }

    /// What is remembered of the object: as planned, or as it was remembered last.
    pub fn private(&self) -> P {
        lock(&self.private).clone()
    }

    /// Remembers `private` from now on. It is stored with the state: the newest one saved, or the one before the
    /// operation. Where a creation has saved none, there is nothing to store it with.
    pub fn remember(&self, private: P) {
        *lock(&self.private) = private;
    }

    fn keep(&self, state: Value) {
        *lock(&self.newest) = Some(state);
    }

    /// What was saved last.
    pub fn newest(&self) -> Option<M>
    where
        M: Model,
    {
        let newest = lock(&self.newest).clone()?;
        M::from_object(&newest).ok()
    }

    pub(super) fn into_parts(self) -> (Option<Value>, P) {
        (into_inner(self.newest), into_inner(self.private))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
