//! `ApplyResourceChange`: creates, updates or destroys, and never loses what exists.

use std::collections::BTreeMap;

use super::consistency::{corrected, hold_to_plan, hold_to_type};
use super::identity::unchanged;
use super::provider_server::ProviderServer;
use super::read::keep_prior_spelling;
use super::state::{as_state, provider_bug, replace_write_only, without_blanks};
use super::types::Entry;
use super::validate::check_object;
use crate::cty::{Path, Value};
use crate::framework::diagnostics::Diagnostics;
use crate::framework::erased::{AnyResource, Outcome};
use crate::framework::guard::catching_sync;
use crate::framework::provider::Provider;
use crate::framework::schema::{Attribute, Block, Schema};
use crate::framework::timeouts::Operation;

/// What Terraform sends to have a planned change made.
#[derive(Debug)]
pub struct ApplyRequest {
    /// Type of the resource.
    pub type_name: String,
    /// What is there now; null for a creation.
    pub prior: Value,
    /// What shall be there; null for a destruction.
    pub planned: Value,
    /// What the person wrote; write-only values are only here.
    pub config: Value,
    /// The identity that Terraform has stored, if any.
    pub identity: Option<Value>,
    /// What the plan has stored of the object besides its state.
    pub private: Vec<u8>,
}

/// What is there after the change.
#[derive(Debug, Default)]
pub struct ApplyResponse {
    /// The new state; null if there is no object, `None` to keep the prior state after an error.
    pub state: Option<Value>,
    /// The object's identity, if its type has one and the object's is known.
    pub identity: Option<Value>,
    /// What to store of the object besides.
    pub private: Vec<u8>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

impl<P: Provider> ProviderServer<P> {
    /// Makes a planned change.
    pub async fn apply_resource_change(&self, request: ApplyRequest) -> ApplyResponse {
        let mut response = ApplyResponse {
            private: request.private.clone(),
            ..ApplyResponse::default()
        };
        let Some(entry) = self.resources.find(&request.type_name, &mut response.diagnostics) else {
            return response;
        };
        let Some(data) = self.configured(&mut response.diagnostics) else {
            return response;
        };
        let before = Some(&request.prior)
            .filter(|prior| !prior.is_null())
            .and_then(|prior| entry.identity_value(&data, prior));
        if let Err(changed) = unchanged(request.identity.as_ref(), before.as_ref()) {
            response.diagnostics.push(changed);
            response.identity = request.identity;
            return response;
        }
        let (operation, settings) = match (request.prior.is_null(), request.planned.is_null()) {
            (true, true) => {
                response.state = Some(Value::Null);
                return response;
            }
            (true, false) => (Operation::Create, &request.planned),
            (false, false) => (Operation::Update, &request.planned),
            (false, true) => (Operation::Delete, &request.prior),
        };
        if operation != Operation::Delete {
            // What was not known before is checked as soon as it is.
            check_object(&entry.schema, &request.config, true, &mut response.diagnostics);
            if response.diagnostics.has_errors() {
                response.identity = request.identity;
                return response;
            }
        }
        let cx = self.context(&data, entry.implementation.timeouts().of(operation, settings));
        let plan = with_write_only(&entry.schema, request.planned, &request.config);
        let (resource, prior, private) = (&entry.implementation, &request.prior, &request.private);
        let known = [prior, &plan].map(|object| without_blanks(&entry.schema, object));
        let outcome = match operation {
            Operation::Delete => resource.delete(cx, &known[0], private).await,
            Operation::Create => resource.create(cx, &known[1], private).await,
            _ => resource.update(cx, &known[0], &known[1], private).await,
        };
        let outcome = with_something_to_store(outcome, prior);
        let mut response = match operation {
            Operation::Delete => deleted(entry, outcome, self.strict),
            _ => changed(entry, &plan, &request.config, outcome, self.strict),
        };
        let now = response
            .state
            .as_ref()
            .and_then(|state| entry.identity_value(&data, state));
        response
            .diagnostics
            .extend(unchanged(request.identity.as_ref(), now.as_ref()).err());
        response.identity = now.or(request.identity);
        response
    }
}

/// Terraform stores what is remembered only with a state. So where an operation has failed and saved none, that is the
/// prior one.
fn with_something_to_store(outcome: Outcome, prior: &Value) -> Outcome {
    if outcome.newest.is_none() && outcome.remembered && outcome.diagnostics.has_errors() && !prior.is_null()
    {
        let newest = Some(prior.clone());
        return Outcome { newest, ..outcome };
    }
    outcome
}

fn deleted<D>(entry: &Entry<dyn AnyResource<D>>, outcome: Outcome, strict: bool) -> ApplyResponse {
    let mut diagnostics = outcome.diagnostics;
    // After a failure, an unset state makes Terraform keep the object for the next try.
    let state = if diagnostics.has_errors() {
        outcome.newest.map(|newest| {
            let known = as_state(&entry.schema, newest).null_for_unknown();
            storable(entry, known, strict, &mut diagnostics)
        })
    } else {
        Some(Value::Null)
    };
    ApplyResponse {
        state,
        private: outcome.private,
        identity: None,
        diagnostics,
    }
}

fn changed<D>(
    entry: &Entry<dyn AnyResource<D>>,
    plan: &Value,
    config: &Value,
    outcome: Outcome,
    strict: bool,
) -> ApplyResponse {
    let mut response = ApplyResponse {
        private: outcome.private,
        diagnostics: outcome.diagnostics,
        ..ApplyResponse::default()
    };
    let diagnostics = &mut response.diagnostics;
    let Some(newest) = outcome.newest else {
        if !diagnostics.has_errors() {
            diagnostics.push(provider_bug("reported success without a state"));
        }
        return response;
    };
    let mut state = as_state(&entry.schema, newest);
    if !diagnostics.has_errors() {
        match catching_sync(|| as_planned(&entry.schema, plan, config, state.clone())) {
            Ok(as_planned) => state = as_planned,
            Err(panic) => diagnostics.push(panic),
        }
    }
    if !diagnostics.has_errors() {
        let planned = as_state(&entry.schema, plan.clone());
        let (held, violations) = hold_to_plan(&planned, state);
        let told = violations.iter().filter(|violation| {
            // Blocks that are not managed are nobody's expectation.
            let kept = |block: &&Block| block.is_kept(config.get(block.name).unwrap_or(&Value::Null));
            let mut unmanaged = entry.schema.blocks.iter().filter(kept);
            !unmanaged.any(|block| violation.path.starts_with(&Path::root().attr(block.name)))
        });
        let told: Vec<_> = told.cloned().collect();
        diagnostics.extend(corrected(&entry.schema, &told, strict));
        state = held;
    }
    response.state = Some(storable(entry, state.null_for_unknown(), strict, diagnostics));
    response
}

fn storable<D>(
    entry: &Entry<dyn AnyResource<D>>,
    state: Value,
    strict: bool,
    diagnostics: &mut Diagnostics,
) -> Value {
    let (state, violations) = hold_to_type(&entry.ty, state);
    diagnostics.extend(corrected(&entry.schema, &violations, strict));
    state
}

fn as_planned(schema: &Schema, plan: &Value, config: &Value, state: Value) -> Value {
    keep_planned(schema, plan, config, keep_prior_spelling(schema, plan, state))
}

/// The plan as the operation needs it: write-only values are only in the configuration.
fn with_write_only(schema: &Schema, planned: Value, config: &Value) -> Value {
    replace_write_only(schema, planned, |attribute| {
        config.get(attribute.name).cloned().unwrap_or(Value::Null)
    })
}

/// A value that the configuration leaves to the provider and that was planned as known stays as planned, even if the API
/// has moved on meanwhile (an autoscaler does): the next refresh shows the change, while an apply that contradicts its
/// plan is an error to Terraform.
fn keep_planned(schema: &Schema, plan: &Value, config: &Value, state: Value) -> Value {
    let Value::Object(mut members) = state else {
        return state;
    };
    keep_planned_attributes(&schema.attributes, plan, config, &mut members);
    for block in &schema.blocks {
        let [plan, config] = [plan, config].map(|object| {
            let blocks = object.get(block.name).and_then(Value::as_elements);
            blocks.unwrap_or_default()
        });
        let Some(Value::List(blocks)) = members.get_mut(block.name) else {
            continue;
        };
        for (index, element) in blocks.iter_mut().enumerate() {
            let [plan, config] = [plan, config].map(|blocks| block.counterpart(blocks, index, element));
            if let (Some(plan), Some(config), Value::Object(members)) = (plan, config, element) {
                keep_planned_attributes(&block.attributes, plan, config, members);
            }
        }
    }
    Value::Object(members)
}

fn keep_planned_attributes(
    attributes: &[Attribute],
    plan: &Value,
    config: &Value,
    members: &mut BTreeMap<String, Value>,
) {
    let left_to_provider = |attribute: &&Attribute| {
        attribute.computed
            && attribute.default.is_none()
            && config.get(attribute.name).is_none_or(Value::is_null)
    };
    for attribute in attributes.iter().filter(left_to_provider) {
        if let Some(planned) = plan
            .get(attribute.name)
            .filter(|planned| planned.is_wholly_known())
        {
            members.insert(attribute.name.to_owned(), planned.clone());
        }
    }
}

#[cfg(test)]
mod tests;
