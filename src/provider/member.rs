//! The life of policies and scheduled tasks: objects of a group that the API creates, modifies and deletes one by one, by
//! their own id and the group's.

use std::marker::PhantomData;

use async_trait::async_trait;

use super::Shared;
use super::api::ApiContext;
use super::composite_id::MemberId;
use super::errors::failed;
use super::identity::IdentityName;
use super::lifecycle::{self, Creatable, RemoteObject};
use super::record::ObjectRecord;
use crate::client::actions::Action;
use crate::client::{ApiCallError, Client, Params};
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Field, Identity, IdentitySchema, Plan, Resource, StateWriter};

/// A kind of object of a group.
#[async_trait]
pub(super) trait Member: Creatable + RemoteObject<Id = MemberId> {
    /// Name of the resource type.
    const TYPE_NAME: &'static str;
    /// What identities call it.
    const IDENTITY: IdentityName;
    /// The action that changes it.
    type Modify: Action;
    /// The action that deletes it.
    type Delete: Action;

    /// See [`Resource::schema`].
    fn schema() -> Schema;

    /// See [`Resource::validate`].
    fn validate(config: &Self::Model, diagnostics: &mut Diagnostics);

    /// See [`Resource::plan`].
    fn plan(plan: &mut Plan<Self::Model, ObjectRecord>, shared: &Shared, diagnostics: &mut Diagnostics);

    /// `model` as the object with these ids.
    fn identified(model: Self::Model, member: &MemberId) -> Self::Model;

    /// The id in state.
    fn state_id(model: &Self::Model) -> &Field<String>;

    /// The request that brings the object from `prior` to `plan`; `None` if it has nothing to change.
    fn modification(member: &MemberId, prior: &Self::Model, plan: &Self::Model) -> Option<Self::Modify>;

    /// The request that deletes it.
    fn deletion(member: &MemberId) -> Self::Delete;

    /// Warns of what can be said only once the object is there. `prior` is what it was before; `None` if it is new.
    async fn advise(_cx: &ApiContext<'_>, _prior: Option<&Self::Model>, _now: &Self::Model) {}

    /// See [`Resource::upgrade_foreign`].
    fn upgrade_foreign(state: Self::Model) -> Self::Model {
        state
    }
}

/// The resource type of a [`Member`].
#[derive(Debug)]
pub(super) struct MemberResource<M> {
    shared: Shared,
    member: PhantomData<fn(M)>,
}

impl<M: Member> MemberResource<M> {
    /// A resource type that shares what a run knows with the others.
    pub(super) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
            member: PhantomData,
        }
    }
}

#[async_trait]
impl<M: Member> Resource<Client> for MemberResource<M> {
    type Model = M::Model;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        M::TYPE_NAME
    }

    fn schema(&self) -> Schema {
        M::schema()
    }

    fn validate(&self, config: &M::Model, diagnostics: &mut Diagnostics) {
        M::validate(config, diagnostics);
    }

    fn plan(&self, plan: &mut Plan<M::Model, ObjectRecord>, diagnostics: &mut Diagnostics) {
        M::plan(plan, &self.shared, diagnostics);
    }

    fn note_origin(&self, client: &Client, record: &mut ObjectRecord) {
        record.note_origin(client);
    }

    async fn check_owner(&self, cx: &Context<'_, Client>, record: &ObjectRecord) -> Result<(), Diagnostics> {
        record.check_owner(cx).await
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: M::Model,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        self.shared
            .plan_warnings
            .note_leaving(M::state_id(&state).as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: M::Model,
        state: &StateWriter<M::Model, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let member = lifecycle::create::<M>(cx, &self.shared.run, &plan, None, state).await?;
        let sent = Params::of(&M::creation(&plan).0);
        let created = M::identified(plan, &member);
        lifecycle::settle::<M>(cx, state, &member, created.clone(), &sent).await;
        M::advise(cx, None, &created).await;
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: M::Model,
        record: &mut ObjectRecord,
    ) -> Result<Option<M::Model>, Diagnostics> {
        let run = &self.shared.run;
        let id = match M::state_id(&state) {
            unset if unset.is_unset() => None,
            id => Some(MemberId::in_state(id, M::NAME)?),
        };
        lifecycle::refresh_member::<M>(cx, run, id, state, record).await
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: M::Model,
        plan: M::Model,
        state: &StateWriter<M::Model, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let member = MemberId::in_state(M::state_id(&prior), M::NAME)?;
        let wanted = M::identified(plan, &member);
        let mut sent = Params::default();
        if let Some(request) = M::modification(&member, &prior, &wanted) {
            let problem = |error: ApiCallError| {
                failed(&format!("change {}", M::describe(&member)), &error, M::ATTRIBUTES)
            };
            sent = lifecycle::modify::<M>(cx, &member, &request, &wanted)
                .await
                .map_err(problem)?;
        }
        lifecycle::settle::<M>(cx, state, &member, wanted.clone(), &sent).await;
        M::advise(cx, Some(&prior), &wanted).await;
        Ok(())
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: M::Model,
        _saved: &StateWriter<M::Model, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        if M::state_id(&state).is_unset() {
            return lifecycle::forget::<M>(cx, &state).await;
        }
        let member = MemberId::in_state(M::state_id(&state), M::NAME)?;
        let deleted = lifecycle::delete::<M>(cx, &member, &M::deletion(&member)).await;
        deleted.map_err(|error| failed(&format!("destroy {}", M::describe(&member)), &error, &[]).into())
    }

    fn import(&self, id: &str) -> Result<M::Model, Diagnostics> {
        MemberId::from_import(id, M::NAME).map(|member| M::identified(M::Model::default(), &member))
    }

    fn import_private(&self, _state: &M::Model) -> ObjectRecord {
        ObjectRecord::of_import()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(M::IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &M::Model) -> Option<Identity> {
        M::IDENTITY.member(client, M::state_id(state))
    }

    fn import_identity(&self, _client: &Client, identity: &Identity) -> Result<M::Model, Diagnostics> {
        let member = M::IDENTITY.import_member(identity)?;
        Ok(M::identified(M::Model::default(), &member))
    }

    fn upgrade_foreign(&self, state: M::Model) -> M::Model {
        M::upgrade_foreign(state)
    }
}
