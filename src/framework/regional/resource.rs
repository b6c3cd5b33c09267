//! Managed objects that can be in any region.
//!
//! The region is part of the state, so whatever is done to an object is done where it is: also when the provider's region has
//! changed since, and when a plan that was saved is applied with another one.

use async_trait::async_trait;

use super::{REGION, Regional, argument, placed, scoped, within};
use crate::cty::{Path, Value};
use crate::framework::context::Context;
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::{AnyResource, AnyType, Outcome, PlannedChange, PlannedObject};
use crate::framework::identity::{Identity, IdentitySchema};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;

/// What separates the id of an object to import from its region.
const AT: char = '@';

/// Gives a resource type the argument `region`. Identities of the type have the region, too.
pub fn regional<D: Regional>(resource: Box<dyn AnyResource<D>>) -> Box<dyn AnyResource<D>> {
    Box::new(RegionalResource(resource))
}

struct RegionalResource<D>(Box<dyn AnyResource<D>>);

impl<D: Regional> AnyType for RegionalResource<D> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        let region = argument(
            "Region of the object. Default: the provider's at the time when the object is created. Another one makes a new \
             object.",
        );
        self.0.schema().attribute(region.computed())
    }

    fn members(&self) -> Vec<&'static str> {
        [self.0.members(), vec![REGION]].concat()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        self.0.validate(config, diagnostics);
    }
}

#[async_trait]
impl<D: Regional> AnyResource<D> for RegionalResource<D> {
    fn timeouts(&self) -> Timeouts {
        self.0.timeouts()
    }

    fn plan(
        &self,
        data: Option<&D>,
        change: PlannedChange<'_>,
        diagnostics: &mut Diagnostics,
    ) -> PlannedObject {
        let unplanned = |change: PlannedChange<'_>| PlannedObject {
            planned: change.planned,
            requires_replace: Vec::new(),
            private: change.private.to_vec(),
        };
        let region = match planned_region(data.map(Regional::region), &change) {
            Ok(region) => region,
            Err(elsewhere) => {
                diagnostics.push(elsewhere);
                return unplanned(change);
            }
        };
        let planned = placed(change.planned, region);
        let data = match data.map(|data| scoped(data, &planned)).transpose() {
            Ok(data) => data,
            Err(refused) => {
                diagnostics.extend(refused);
                return unplanned(PlannedChange { planned, ..change });
            }
        };
        let region = region_of(&planned);
        let before = change.prior.map_or(Value::Null, region_of);
        let moves = !before.is_null() && before != region;
        let mut object = self
            .0
            .plan(data.as_deref(), PlannedChange { planned, ..change }, diagnostics);
        if moves {
            object.requires_replace.push(Path::root().attr(REGION));
        }
        object.planned = placed(object.planned, region);
        object
    }

    async fn create(&self, cx: Context<'_, D>, plan: &Value, private: &[u8]) -> Outcome {
        let data = match scoped(cx.data, plan) {
            Ok(data) => data,
            Err(refused) => return Outcome::refused(refused, private),
        };
        let outcome = self.0.create(within(cx, &data), plan, private).await;
        let region = data.region().into();
        outcome.map(|created| placed(created, region))
    }

    async fn read(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        let data = match scoped(cx.data, state) {
            Ok(data) => data,
            Err(refused) => return Outcome::refused(refused, private),
        };
        let outcome = self.0.read(within(cx, &data), state, private).await;
        let region = data.region().into();
        outcome.map(|found| placed(found, region))
    }

    async fn update(&self, cx: Context<'_, D>, prior: &Value, plan: &Value, private: &[u8]) -> Outcome {
        let data = match scoped(cx.data, plan) {
            Ok(data) => data,
            Err(refused) => return Outcome::refused(refused, private),
        };
        let outcome = self.0.update(within(cx, &data), prior, plan, private).await;
        let region = region_of(plan);
        outcome.map(|changed| placed(changed, region))
    }

    async fn delete(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        let data = match scoped(cx.data, state) {
            Ok(data) => data,
            Err(refused) => return Outcome::refused(refused, private),
        };
        let outcome = self.0.delete(within(cx, &data), state, private).await;
        let region = region_of(state);
        outcome.map(|left| placed(left, region))
    }

    fn import(&self, id: &str) -> Result<Value, Diagnostics> {
        let (id, region) = match id.split_once(AT) {
            Some((id, region)) => (id, region.into()),
            None => (id, Value::Null),
        };
        Ok(placed(self.0.import(id)?, region))
    }

    fn import_private(&self, state: &Value) -> Vec<u8> {
        self.0.import_private(state)
    }

    async fn plan_destroy(&self, cx: Context<'_, D>, state: &Value, private: &[u8]) -> Outcome {
        match scoped(cx.data, state) {
            Ok(data) => self.0.plan_destroy(within(cx, &data), state, private).await,
            Err(refused) => Outcome::refused(refused, private),
        }
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        self.0.identity_schema()
    }

    fn identity(&self, data: &D, state: &Value) -> Option<Identity> {
        let data = scoped(data, state).ok()?;
        self.0.identity(&data, state)
    }

    fn import_identity(&self, data: &D, identity: &Identity) -> Result<Value, Diagnostics> {
        let region = identity.get(REGION).unwrap_or_else(|| data.region());
        let at = placed(Value::Object([].into()), region.into());
        let imported = self.0.import_identity(&*scoped(data, &at)?, identity)?;
        Ok(placed(imported, region.into()))
    }

    fn generate_config(
        &self,
        data: Option<&D>,
        config: &Value,
        object: &Value,
    ) -> Result<Value, Diagnostics> {
        let here = data.map(Regional::region);
        let region = Some(region_of(config)).filter(|region| region.as_str() != here);
        let config = self.0.generate_config(data, config, object)?;
        Ok(placed(config, region.unwrap_or(Value::Null)))
    }

    fn upgrade_foreign(&self, state: &Value) -> Result<Value, Diagnostics> {
        let region = region_of(state);
        Ok(placed(self.0.upgrade_foreign(state)?, region))
    }
}

/// The region that is planned: what the configuration says, else where the object is, else the provider's.
///
/// # Errors
/// The object is in another region than the provider's, and the configuration does not say so.
fn planned_region(here: Option<&str>, change: &PlannedChange<'_>) -> Result<Value, Diagnostic> {
    let said = change.config.get(REGION).filter(|region| !region.is_null());
    if let Some(said) = said {
        return Ok(said.clone());
    }
    let Some(prior) = change.prior else {
        return Ok(here.map_or_else(Value::unknown, Value::from));
    };
    let there = region_of(prior);
    match (there.as_str(), here) {
        (Some(there), Some(here)) if there != here => Err(elsewhere(there, here)),
        _ => Ok(there),
    }
}

fn region_of(object: &Value) -> Value {
    object.get(REGION).cloned().unwrap_or(Value::Null)
}

fn elsewhere(there: &str, here: &str) -> Diagnostic {
    Diagnostic::error(
        "The object is in another region",
        format!(
            "It is in region {there}, and the provider works in {here}. Nothing was changed. To leave it where it is, set \
             region = {there:?} in this resource, or the provider's region back to {there}. To have a new object made in \
             {here} and this one destroyed, set region = {here:?} in this resource."
        ),
    )
    .at(Path::root().attr(REGION))
}
