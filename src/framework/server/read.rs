//! `ReadResource`: what is there now.

use std::collections::BTreeMap;

use super::consistency::{corrected, hold_to_type, settle_read};
use super::identity::unchanged;
use super::provider_server::ProviderServer;
use super::state::{as_state, without_blanks};
use crate::cty::Value;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::guard::catching_sync;
use crate::framework::provider::Provider;
use crate::framework::schema::{Attribute, Block, Schema};
use crate::framework::timeouts::Operation;

/// What Terraform knows of the object to look at.
#[derive(Debug)]
pub struct ReadRequest<'a> {
    /// Type of the resource.
    pub type_name: &'a str,
    /// Its state.
    pub current: &'a Value,
    /// The identity that Terraform has stored, if any.
    pub identity: Option<Value>,
    /// What is stored of it besides.
    pub private: &'a [u8],
}

/// What a look at the object found.
#[derive(Debug, Default)]
pub struct ReadResponse {
    /// The object as it is; null if it is gone, `None` after an error.
    pub state: Option<Value>,
    /// The object's identity, if its type has one.
    pub identity: Option<Value>,
    /// What to store of it besides.
    pub private: Vec<u8>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

impl<P: Provider> ProviderServer<P> {
    /// Looks at a resource.
    pub async fn read_resource(&self, request: ReadRequest<'_>) -> ReadResponse {
        let ReadRequest {
            current, identity, ..
        } = request;
        let mut response = ReadResponse {
            private: request.private.to_vec(),
            ..ReadResponse::default()
        };
        let Some(entry) = self.resources.find(request.type_name, &mut response.diagnostics) else {
            return response;
        };
        let Some(data) = self.configured(&mut response.diagnostics) else {
            return response;
        };
        // An identity that can't be this provider's, such as one of another region, must not read as an object that is gone.
        if let Err(changed) = unchanged(identity.as_ref(), entry.identity_value(&data, current).as_ref()) {
            response.diagnostics.push(changed);
            return response;
        }
        let timeout = entry.implementation.timeouts().of(Operation::Read, current);
        let cx = self.context(&data, timeout);
        let known = without_blanks(&entry.schema, current);
        let outcome = entry.implementation.read(cx, &known, request.private).await;
        response.private = outcome.private;
        response.diagnostics.extend(outcome.diagnostics);
        if response.diagnostics.has_errors() {
            return response;
        }
        let Some(found) = outcome.newest else {
            response.identity = identity;
            response.state = Some(Value::Null);
            return response;
        };
        let found = as_state(&entry.schema, found);
        let found = match catching_sync(|| keep_prior_spelling(&entry.schema, current, found)) {
            Ok(found) => found,
            Err(panic) => {
                response.diagnostics.push(panic);
                return response;
            }
        };
        let (found, mut violations) = settle_read(current, found);
        let (found, misfits) = hold_to_type(&entry.ty, found);
        violations.extend(misfits);
        let told = corrected(&entry.schema, &violations, self.strict);
        response.diagnostics.extend(told);
        let now = entry.identity_value(&data, &found);
        if let Err(changed) = unchanged(identity.as_ref(), now.as_ref()) {
            response.diagnostics.push(changed);
            return response;
        }
        response.identity = now.or(identity);
        response.state = Some(found);
        response
    }
}

/// Keeps prior values that mean the same as the new ones, and the prior order of blocks whose order means nothing, so
/// that another spelling in the API's answer is no drift.
pub(super) fn keep_prior_spelling(schema: &Schema, prior: &Value, new: Value) -> Value {
    let Value::Object(mut members) = new else {
        return new;
    };
    keep_spelling_of_attributes(&schema.attributes, prior, &mut members);
    for block in &schema.blocks {
        match (prior.get(block.name), members.get_mut(block.name)) {
            (Some(Value::List(prior)), Some(Value::List(new))) => {
                if !block.key.is_empty() {
                    restore_order(block, prior, new);
                }
                for (index, element) in new.iter_mut().enumerate() {
                    if let (Some(prior), Value::Object(members)) =
                        (block.counterpart(prior, index, element), element)
                    {
                        keep_spelling_of_attributes(&block.attributes, prior, members);
                    }
                }
            }
            (Some(prior), Some(Value::Object(new))) => {
                keep_spelling_of_attributes(&block.attributes, prior, new);
            }
            _ => {}
        }
    }
    Value::Object(members)
}

fn keep_spelling_of_attributes(
    attributes: &[Attribute],
    prior: &Value,
    members: &mut BTreeMap<String, Value>,
) {
    for attribute in attributes {
        if let (Some(prior), Some(new)) = (prior.get(attribute.name), members.get_mut(attribute.name))
            && attribute.keeps(prior, new)
        {
            *new = prior.clone();
        }
    }
}

fn restore_order(block: &Block, prior: &[Value], new: &mut [Value]) {
    let position = |element: &Value| {
        prior
            .iter()
            .position(|other| block.same_key(other, element))
            .unwrap_or(usize::MAX)
    };
    new.sort_by_key(position);
}

#[cfg(test)]
mod tests;
