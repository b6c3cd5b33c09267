//! What the write path needs to know of a kind of object.

use async_trait::async_trait;

use crate::client::actions::Action;
use crate::client::{ApiCallError, ListAction, Params};
use crate::cty::Path;
use crate::framework::{Diagnostic, Field, Model};
use crate::provider::api::{ApiContext, limits};
use crate::provider::errors::{Attributes, failed};
use crate::provider::names;

/// A kind of object that the API keeps, as the write path sees it.
#[async_trait]
pub(in crate::provider) trait RemoteObject: Send + Sync + 'static {
    /// What the API calls one object.
    type Id: Send + Sync;
    /// The resource's typed model.
    type Model: Model;
    /// The API's answer about one object.
    type Item: Clone + Send + Sync;
    /// The action that lists such objects.
    type List: ListAction<Item = Self::Item>;

    /// What messages call the kind: "scaling policy".
    const NAME: &'static str;
    /// Parameters whose attributes have other names.
    const ATTRIBUTES: Attributes = &[];

    /// The object's own id, without that of its group.
    fn own_id(id: &Self::Id) -> &str;

    /// One object as messages call it: "scaling policy 1 of scaling group 2".
    fn describe(id: &Self::Id) -> String;

    /// The request that asks for one object by its id.
    fn one(id: &Self::Id) -> Self::List;

    /// Reads the object, together with everybody who reads at the same time. `None` is one well-formed answer without it;
    /// whether it is gone is for [`present`](super::presence::present) to decide.
    ///
    /// # Errors
    /// There is no answer that says anything of the object.
    async fn read(cx: &ApiContext<'_>, id: &Self::Id) -> Result<Option<Self::Item>, ApiCallError>;

    /// Reads the object as it is now: asked for it alone, past everything that is shared.
    ///
    /// # Errors
    /// As [`RemoteObject::read`].
    async fn read_now(cx: &ApiContext<'_>, id: &Self::Id) -> Result<Option<Self::Item>, ApiCallError> {
        let snapshot = cx.data.fresh_read(&limits(cx), &Self::one(id)).await?;
        Ok(snapshot.seen)
    }

    /// `model` as the object with this id, with what the API says of it. What the answer leaves out stays as it is.
    fn flatten(model: Self::Model, id: &Self::Id, item: Self::Item) -> Self::Model;

    /// The settings that would have to be sent to bring an object from `shown` to `plan`, by the names of their parameters;
    /// without what only says which object it is, and without what is sent along unchanged.
    fn diff(shown: &Self::Model, plan: &Self::Model) -> Params;
}

/// A kind of object that a `Create…` action makes, which gives it an id.
#[async_trait]
pub(in crate::provider) trait Creatable: RemoteObject {
    /// The action.
    type Create: Action;
    /// The request that creates what `plan` says, and the narrowest list that shows the result.
    fn creation(plan: &Self::Model) -> (Self::Create, Self::List);

    /// The API's id of the object that was created, if the answer tells it.
    fn created(answer: <Self::Create as Action>::Response) -> Option<String>;

    /// The id of an object that `plan` describes and the API calls `own_id`.
    fn id(plan: &Self::Model, own_id: &str) -> Self::Id;

    /// When the object was created, in the API's own form, if the API tells it.
    fn create_time(item: &Self::Item) -> Option<&str>;

    /// The name that `plan` gives the object.
    fn name(plan: &Self::Model) -> &str;

    /// The object that the new one needs.
    fn parent(plan: &Self::Model) -> Option<Parent<'_>>;

    /// Says that the API refused to create what `plan` says, and why, as far as a look can tell.
    async fn refused(cx: &ApiContext<'_>, plan: &Self::Model, error: &ApiCallError) -> Diagnostic {
        let what = format!("create {} {:?}", Self::NAME, Self::name(plan));
        match Self::parent(plan) {
            Some(parent) if error.suggests_absence() => parent.missing(cx, &what, error).await,
            _ => failed(&what, error, Self::ATTRIBUTES),
        }
    }
}

/// An object without which another one can't be created.
#[derive(Clone, Copy, Debug)]
pub(in crate::provider) struct Parent<'a> {
    /// What messages call its kind: "scaling group".
    pub(in crate::provider) kind: &'static str,
    /// The attribute that names it.
    pub(in crate::provider) attribute: &'static str,
    /// Its id.
    pub(in crate::provider) id: &'a str,
}

impl<'a> Parent<'a> {
    /// The group of an object.
    pub(in crate::provider) fn group(id: &'a Field<String>) -> Self {
        Self {
            kind: names::GROUP,
            attribute: "scaling_group_id",
            id: id.as_str().unwrap_or_default(),
        }
    }

    /// Says that the API knows no such object.
    pub(in crate::provider) async fn missing(
        self,
        cx: &ApiContext<'_>,
        what: &str,
        error: &ApiCallError,
    ) -> Diagnostic {
        let Self { kind, attribute, id } = self;
        let region = cx.data.region().as_str();
        let hint = names::hint(cx, kind, id).await;
        Diagnostic::error(
            format!("Can't {what}: there is no {kind} {id} in region {region}"),
            format!(
                "Check {attribute}, and that the {kind} is in the region of the provider block (region, or KSYUN_REGION). If it \
                 was deleted outside of Terraform, run terraform plan to see what is there now. Nothing was created.{hint}\n\n{error}"
            ),
        )
        .at(Path::root().attr(attribute))
    }
}
