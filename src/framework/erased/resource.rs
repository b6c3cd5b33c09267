//! Managed resources of different models behind one object type.

use async_trait::async_trait;

use super::{AnyType, guarded, guarded_sync, typed, wrapper};
use crate::cty::{Path, Value};
use crate::framework::context::Context;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::field::Cty;
use crate::framework::guard::catching_sync;
use crate::framework::identity::{Identity, IdentitySchema};
use crate::framework::private::Private;
use crate::framework::resource::{Plan, Resource, StateWriter, Unknowns};
use crate::framework::timeouts::Timeouts;

/// Wraps a resource type, so that a provider can list it among others.
pub fn resource<D: Send + Sync + 'static, R: Resource<D> + 'static>(resource: R) -> Box<dyn AnyResource<D>> {
    Box::new(Typed::new(resource))
}

/// What is known after an operation, however it ended.
#[derive(Debug)]
pub struct Outcome {
    /// The state that was saved last, or what a look has found; `None` if there is none.
    pub newest: Option<Value>,
    /// What is remembered besides, as bytes to store.
    pub private: Vec<u8>,
    /// Whether that is something else than what was remembered before.
    pub remembered: bool,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

/// A [`Resource`] of any model. Made by [`resource`].
#[async_trait]
pub trait AnyResource<D: Send + Sync>: AnyType {
    /// See [`Resource::timeouts`].
    fn timeouts(&self) -> Timeouts;
    /// See [`Resource::plan`].
    fn plan(
        &self,
        data: Option<&D>,
        change: PlannedChange<'_>,
        diagnostics: &mut Diagnostics,
    ) -> PlannedObject;
    /// See [`Resource::create`].
    async fn create(&self, cx: Context<'_, D>, plan: &Value, private: &[u8]) -> Outcome;
    /// See [`Resource::read`].
    async fn read(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome;
    /// See [`Resource::update`].
    async fn update(&self, cx: Context<'_, D>, prior: &Value, plan: &Value, private: &[u8]) -> Outcome;
    /// See [`Resource::delete`].
    async fn delete(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome;
    /// See [`Resource::import`].
    ///
    /// # Errors
    /// `id` does not have the form of an id of this type.
    fn import(&self, id: &str) -> Result<Value, Diagnostics>;
    /// See [`Resource::import_private`].
    fn import_private(&self, state: &Value) -> Vec<u8>;
    /// See [`Resource::plan_destroy`].
    async fn plan_destroy(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome;
    /// See [`Resource::identity_schema`].
    fn identity_schema(&self) -> Option<IdentitySchema>;
    /// See [`Resource::identity`].
    fn identity(&self, data: &D, state: &Value) -> Option<Identity>;
    /// See [`Resource::import_identity`].
    ///
    /// # Errors
    /// No object of this type can have this identity here.
    fn import_identity(&self, data: &D, identity: &Identity) -> Result<Value, Diagnostics>;
    /// See [`Resource::adjust_generated`]. `data` is what configuring the provider made, if it is configured.
    ///
    /// # Errors
    /// The configuration or the object does not fit the model.
    fn generate_config(&self, data: Option<&D>, config: &Value, object: &Value)
    -> Result<Value, Diagnostics>;
    /// See [`Resource::upgrade_foreign`].
    ///
    /// # Errors
    /// The state does not fit the model.
    fn upgrade_foreign(&self, state: &Value) -> Result<Value, Diagnostics>;
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
    /// What is stored of the object besides its state.
    pub private: &'a [u8],
}

/// What a resource makes of a [`PlannedChange`].
#[derive(Debug)]
pub struct PlannedObject {
    /// What will be there.
    pub planned: Value,
    /// Attributes whose change asks for a new object.
    pub requires_replace: Vec<Path>,
    /// What the apply is to be given besides, as bytes to store.
    pub private: Vec<u8>,
}

wrapper!(Resource, Model);

#[async_trait]
impl<D: Send + Sync + 'static, R: Resource<D>> AnyResource<D> for Typed<R, D> {
    fn timeouts(&self) -> Timeouts {
        self.inner.timeouts()
    }

    fn plan(
        &self,
        data: Option<&D>,
        change: PlannedChange<'_>,
        diagnostics: &mut Diagnostics,
    ) -> PlannedObject {
        let planned = guarded_sync(|| {
            let mut private = self.private(change.private);
            let mut plan = Plan {
                config: typed(change.config)?,
                prior: change.prior.map(typed).transpose()?,
                planned: typed(&change.planned)?,
                requires_replace: Vec::new(),
                private: private.record,
                unknowns: Unknowns::of(change.config),
            };
            self.inner.plan(&mut plan, diagnostics);
            if let (Some(data), None) = (data, change.prior) {
                self.inner.note_origin(data, &mut plan.private);
            }
            private.record = plan.private;
            Ok(PlannedObject {
                planned: plan.planned.into_cty(),
                requires_replace: plan.requires_replace,
                private: self.bytes(private),
            })
        });
        match planned {
            Ok(planned) => return planned,
            Err(errors) => diagnostics.extend(errors),
        }
        PlannedObject {
            planned: change.planned,
            requires_replace: Vec::new(),
            private: change.private.to_vec(),
        }
    }

    async fn create(&self, cx: Context<'_, D>, plan: &Value, private: &[u8]) -> Outcome {
        let work = async |saved: &_| self.inner.create(&cx, typed(plan)?, saved).await;
        self.changing(&cx, private, work).await.with_warnings(cx)
    }

    async fn read(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        let work = async |private: &mut _| {
            let found = self.inner.read(&cx, typed(state)?, private).await?;
            if found.is_some() {
                self.inner.note_origin(cx.data, private);
            }
            Ok(found.map(Cty::into_cty))
        };
        self.looking(&cx, private, work).await.with_warnings(cx)
    }

    async fn update(&self, cx: Context<'_, D>, prior: &Value, plan: &Value, private: &[u8]) -> Outcome {
        let work = async |saved: &_| self.inner.update(&cx, typed(prior)?, typed(plan)?, saved).await;
        self.changing(&cx, private, work).await.with_warnings(cx)
    }

    async fn delete(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        let work = async |saved: &_| self.inner.delete(&cx, typed(state)?, saved).await;
        self.changing(&cx, private, work).await.with_warnings(cx)
    }

    fn import(&self, id: &str) -> Result<Value, Diagnostics> {
        guarded_sync(|| self.inner.import(id).map(Cty::into_cty))
    }

    fn import_private(&self, state: &Value) -> Vec<u8> {
        // Without a record the object is found all the same; the log has the panic.
        let record = catching_sync(|| Some(self.inner.import_private(&typed(state).ok()?)));
        let mut private = self.private(&[]);
        private.record = record.ok().flatten().unwrap_or_default();
        self.bytes(private)
    }

    async fn plan_destroy(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        let work = async |private: &mut _| {
            self.inner.plan_destroy(&cx, typed(state)?, private).await?;
            Ok(None)
        };
        self.looking(&cx, private, work).await.with_warnings(cx)
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        self.inner.identity_schema()
    }

    fn identity(&self, data: &D, state: &Value) -> Option<Identity> {
        let state = typed(state).ok()?;
        // Whatever is wrong with the identity must not lose the object; the log has the panic.
        catching_sync(|| self.inner.identity(data, &state)).ok()?
    }

    fn import_identity(&self, data: &D, identity: &Identity) -> Result<Value, Diagnostics> {
        guarded_sync(|| self.inner.import_identity(data, identity).map(Cty::into_cty))
    }

    fn generate_config(
        &self,
        _data: Option<&D>,
        config: &Value,
        object: &Value,
    ) -> Result<Value, Diagnostics> {
        guarded_sync(|| {
            Ok(self
                .inner
                .adjust_generated(typed(config)?, &typed(object)?)
                .into_cty())
        })
    }

    fn upgrade_foreign(&self, state: &Value) -> Result<Value, Diagnostics> {
        guarded_sync(|| Ok(self.inner.upgrade_foreign(typed(state)?).into_cty()))
    }
}

impl<D: Send + Sync, R: Resource<D>> Typed<R, D> {
    fn private(&self, bytes: &[u8]) -> Private<R::Private> {
        Private::read(self.inner.type_name(), bytes)
    }

    fn bytes(&self, private: Private<R::Private>) -> Vec<u8> {
        private.into_bytes(self.inner.type_name())
    }

    /// An operation that changes something.
    async fn changing(
        &self,
        cx: &Context<'_, D>,
        bytes: &[u8],
        work: impl AsyncFnOnce(&StateWriter<R::Model, R::Private>) -> Result<(), Diagnostics>,
    ) -> Outcome {
        let mut private = self.private(bytes);
        let saved = StateWriter::new(private.record.clone());
        let result = guarded(async {
            self.inner.check_owner(cx, &saved.private()).await?;
            work(&saved).await?;
            let mut record = saved.private();
            self.inner.note_origin(cx.data, &mut record);
            saved.remember(record);
            Ok(())
        })
        .await;
        let (newest, record) = saved.into_parts();
        private.record = record;
        self.outcome(newest, private, result.err())
    }

    /// An operation that only looks.
    async fn looking(
        &self,
        cx: &Context<'_, D>,
        bytes: &[u8],
        work: impl AsyncFnOnce(&mut R::Private) -> Result<Option<Value>, Diagnostics>,
    ) -> Outcome {
        let mut private = self.private(bytes);
        let mut record = private.record.clone();
        let result = guarded(async {
            self.inner.check_owner(cx, &record).await?;
            work(&mut record).await
        })
        .await;
        match result {
            Ok(found) => {
                private.record = record;
                self.outcome(found, private, None)
            }
            Err(errors) => self.outcome(None, private, Some(errors)),
        }
    }

    fn outcome(
        &self,
        newest: Option<Value>,
        private: Private<R::Private>,
        errors: Option<Diagnostics>,
    ) -> Outcome {
        Outcome {
            newest,
            remembered: private.has_changed(),
            private: self.bytes(private),
            diagnostics: errors.unwrap_or_default(),
        }
    }
}

impl Outcome {
    /// An operation that was refused before anything was done.
    pub(in crate::framework) fn refused(diagnostics: Diagnostics, private: &[u8]) -> Self {
        Self {
            newest: None,
            private: private.to_vec(),
            remembered: false,
            diagnostics,
        }
    }

    /// The outcome with another form of the state.
    pub(in crate::framework) fn map(self, form: impl FnOnce(Value) -> Value) -> Self {
        Self {
            newest: self.newest.map(form),
            ..self
        }
    }
    /// Warnings come first, in the order in which they arose.
    fn with_warnings<D>(self, cx: Context<'_, D>) -> Self {
        let mut diagnostics = cx.into_warnings();
        diagnostics.extend(self.diagnostics);
        Self { diagnostics, ..self }
    }
}
