//! `PlanResourceChange`: what will be there after the apply, by the schema's rules.
//!
//! Terraform proposes a state (the configuration, with prior values where it sets nothing and the provider may). From
//! that the rules make the plan: write-only values out, defaults in, prior spelling kept where the meaning is the same,
//! computed values unknown where they may change. If nothing differs, the plan is the prior state, to the letter.

use std::collections::BTreeMap;
use std::time::Duration;

use super::consistency::{check_plan, check_replacing_paths, refused_plan};
use super::provider_server::ProviderServer;
use super::state::{with_blanks_of, without_blanks};
use super::validate::sentence;
use crate::cty::{Path, Value};
use crate::framework::diagnostics::Diagnostics;
use crate::framework::erased::PlannedChange;
use crate::framework::guard::catching_sync;
use crate::framework::provider::Provider;
use crate::framework::schema::{Attribute, Block, Change, Nesting, Schema};

/// What Terraform sends to have a change planned.
#[derive(Debug)]
pub struct PlanRequest {
    /// Type of the resource.
    pub type_name: String,
    /// What the person wrote.
    pub config: Value,
    /// What is there now; null for a creation.
    pub prior: Value,
    /// Terraform's proposal; null for a destruction.
    pub proposed: Value,
    /// What is stored of the object besides its state.
    pub private: Vec<u8>,
}

/// The planned change.
#[derive(Debug, Default)]
pub struct PlanResponse {
    /// What will be there; null for a destruction, `None` if planning failed.
    pub planned: Option<Value>,
    /// Attributes whose change asks for a new object.
    pub requires_replace: Vec<Path>,
    /// What the apply is to be given besides.
    pub private: Vec<u8>,
    /// Whether Terraform must not check this plan itself, because blocks are kept that the configuration does not mention
    /// ([`Block::kept_unmentioned`]), or their order depends on what is not known yet ([`Block::key`]).
    pub legacy_type_system: bool,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

/// How long a look before a destruction may take.
const LOOK_TIME: Duration = Duration::from_mins(2);

impl<P: Provider> ProviderServer<P> {
    /// Plans the creation, update or destruction of a resource.
    pub fn plan_resource_change(&self, request: &PlanRequest) -> PlanResponse {
        let mut response = PlanResponse {
            private: request.private.clone(),
            ..PlanResponse::default()
        };
        let Some(entry) = self.resources.find(&request.type_name, &mut response.diagnostics) else {
            return response;
        };
        if request.proposed.is_null() {
            response.planned = Some(Value::Null);
            return response;
        }
        let prior = Some(&request.prior).filter(|prior| !prior.is_null());
        let by_schema =
            catching_sync(|| plan_object(&entry.schema, &request.config, prior, &request.proposed));
        let planned = match by_schema {
            Ok(planned) => planned,
            Err(panic) => {
                response.diagnostics.push(panic);
                return response;
            }
        };
        let schema = &entry.schema;
        let known_prior = prior.map(|prior| without_blanks(schema, prior));
        let change = PlannedChange {
            config: &without_blanks(schema, &request.config),
            prior: known_prior.as_ref(),
            planned: without_blanks(schema, &planned),
            private: &request.private,
        };
        let data = self.configured_now();
        let mut object = entry
            .implementation
            .plan(data.as_deref(), change, &mut response.diagnostics);
        object.planned = with_blanks_of(schema, &planned, object.planned);
        if let Some(prior) = prior {
            let by_schema = replacing_paths(&entry.schema, prior, &object.planned);
            response.requires_replace = by_schema.into_iter().chain(object.requires_replace).collect();
        }
        if !response.diagnostics.has_errors() {
            let [prior, config, planned] = [&request.prior, &request.config, &object.planned];
            let mut violations = check_plan(&entry.schema, &entry.ty, prior, config, planned);
            violations.extend(check_replacing_paths(&response.requires_replace, prior, planned));
            let refused = refused_plan(&entry.schema, &violations, self.strict);
            response.diagnostics.extend(refused);
            let unusual = unusual(&entry.schema, prior, planned);
            response.diagnostics.extend(unusual);
        }
        response.legacy_type_system = needs_leniency(&entry.schema, &request.config, &object.planned);
        response.planned = Some(object.planned);
        response.private = object.private;
        response
    }

    /// Plans the creation, update or destruction of a resource, and looks at what a destruction will take down or what
    /// stands in its way. Without a configured provider there is nothing to look with; the destruction itself will tell.
    pub async fn plan_and_look(&self, request: &PlanRequest) -> PlanResponse {
        let mut response = self.plan_resource_change(request);
        if !request.proposed.is_null() || request.prior.is_null() {
            return response;
        }
        let entry = self.resources.entries.get(request.type_name.as_str());
        if let (Some(entry), Some(data)) = (entry, self.configured_now()) {
            let cx = self.context(&data, LOOK_TIME);
            let outcome = entry
                .implementation
                .plan_destroy(cx, &request.prior, &request.private)
                .await;
            response.private = outcome.private;
            response.diagnostics.extend(outcome.diagnostics);
        }
        response
    }
}

/// Applies the schema's rules to Terraform's proposal.
pub(super) fn plan_object(schema: &Schema, config: &Value, prior: Option<&Value>, proposed: &Value) -> Value {
    let mut members = plan_attributes(&schema.attributes, config, prior, proposed);
    for block in &schema.blocks {
        let [config, proposed] = [config, proposed].map(|object| member(object, block.name));
        let prior = prior.map(|prior| member(prior, block.name));
        members.insert(block.name.to_owned(), plan_block(block, config, prior, proposed));
    }
    Value::Object(mark_unknown(&schema.attributes, config, prior, members))
}

fn plan_attributes(
    attributes: &[Attribute],
    config: &Value,
    prior: Option<&Value>,
    proposed: &Value,
) -> BTreeMap<String, Value> {
    let plan = |attribute: &Attribute| {
        let config = config.get(attribute.name).unwrap_or(&Value::Null);
        let prior = prior.and_then(|prior| prior.get(attribute.name));
        if attribute.write_only {
            return Value::Null;
        }
        if attribute.computed && attribute.is_blank(config) {
            return prior.filter(|prior| !prior.is_null()).unwrap_or(config).clone();
        }
        let wanted = match (&attribute.default, config.is_null()) {
            (Some(default), true) => default,
            (None, true) if attribute.computed => {
                return proposed.get(attribute.name).cloned().unwrap_or(Value::Null);
            }
            _ => config,
        };
        match prior {
            Some(prior) if attribute.means_same(prior, wanted) => prior.clone(),
            _ => wanted.clone(),
        }
    };
    attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), plan(attribute)))
        .collect()
}

fn plan_block(block: &Block, config: &Value, prior: Option<&Value>, proposed: &Value) -> Value {
    if config.is_unknown() {
        return Value::unknown();
    }
    match block.nesting {
        Nesting::Single if config.is_null() => Value::Null,
        Nesting::Single => plan_element(block, config, prior.filter(|prior| !prior.is_null()), proposed),
        Nesting::List if block.is_kept(config) => prior.cloned().unwrap_or_else(|| block.empty_value()),
        Nesting::List => plan_list(block, config, prior, proposed),
    }
}

/// Whether the plan has what Terraform accepts only from providers of its old SDK.
fn needs_leniency(schema: &Schema, config: &Value, planned: &Value) -> bool {
    schema.blocks.iter().any(|block| {
        let [config, planned] = [config, planned].map(|object| member(object, block.name));
        let planned = planned.as_elements().unwrap_or_default();
        if block.is_kept(config) {
            return !planned.is_empty();
        }
        let configs = config.as_elements().unwrap_or_default();
        block.is_open(config)
            && planned.iter().zip(configs).any(|(planned, config)| {
                block.attributes.iter().any(|attribute| {
                    let [config, planned] = [config, planned].map(|block| member(block, attribute.name));
                    planned.is_unknown() && !is_acceptable(attribute, config, &Value::Null, planned)
                })
            })
    })
}

fn plan_list(block: &Block, config: &Value, prior: Option<&Value>, proposed: &Value) -> Value {
    let config = config.as_elements().unwrap_or_default();
    let prior = prior.and_then(Value::as_elements).unwrap_or_default();
    let proposed = proposed.as_elements().unwrap_or_default();
    let mut planned: Vec<Value> = config
        .iter()
        .enumerate()
        .map(|(index, element)| {
            let counterpart = block.counterpart(prior, index, element);
            // Terraform's proposal pairs blocks by position, so its prior values may be another block's.
            let proposed = if block.key.is_empty() {
                proposed.get(index)
            } else {
                counterpart
            };
            plan_element(block, element, counterpart, proposed.unwrap_or(element))
        })
        .collect();
    if block.key.is_empty() {
        return Value::List(planned);
    }
    if keeps_prior_order(block, config, prior, &planned) {
        return Value::List(prior.to_vec());
    }
    for (index, (planned, config)) in planned.iter_mut().zip(config).enumerate() {
        keep_what_is_acceptable(block, config, prior.get(index).unwrap_or(&Value::Null), planned);
    }
    if !config.iter().all(Value::is_wholly_known) {
        leave_open(block, config, prior, &mut planned);
    }
    Value::List(planned)
}

/// Whether the blocks are those that are there, in an order that means nothing.
fn keeps_prior_order(block: &Block, config: &[Value], prior: &[Value], planned: &[Value]) -> bool {
    Value::Set(planned.to_vec()) == Value::Set(prior.to_vec())
        && prior.iter().zip(config).all(|(prior, config)| {
            block.attributes.iter().all(|attribute| {
                let [config, prior] = [config, prior].map(|block| member(block, attribute.name));
                is_acceptable(attribute, config, prior, prior)
            })
        })
}

/// Makes unknown what depends on which blocks the ones that are not known yet turn out to be: each may be any that is
/// there, with its results and its spelling; and if all of them are, they keep their order.
fn leave_open(block: &Block, config: &[Value], prior: &[Value], planned: &mut [Value]) {
    let may_be = |planned: &Value, prior: &Value| {
        block.attributes.iter().all(|attribute| {
            let [planned, prior] = [planned, prior].map(|block| member(block, attribute.name));
            planned.is_unknown() || attribute.means_same(prior, planned)
        })
    };
    let same_count = planned.len() == prior.len();
    let may_be_prior = same_count
        && planned
            .iter()
            .all(|one| prior.iter().any(|other| may_be(one, other)));
    for (index, (planned, config)) in planned.iter_mut().zip(config).enumerate() {
        let is_keyed = |key: &&str| member(config, key).is_known();
        if !block.key.iter().all(is_keyed) {
            for other in prior {
                let alternative = plan_element(block, config, Some(other), other);
                leave_open_where_different(planned, &alternative);
            }
        }
        if may_be_prior {
            leave_open_where_different(planned, &prior[index]);
        }
    }
}

fn leave_open_where_different(planned: &mut Value, alternative: &Value) {
    for (name, value) in planned.as_object_mut().into_iter().flatten() {
        if member(alternative, name) != value {
            *value = Value::unknown();
        }
    }
}

/// Terraform compares blocks by position. So the prior spelling of a block that has moved must give way to the
/// configuration's where another block was before.
fn keep_what_is_acceptable(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    for attribute in &block.attributes {
        let [config, prior] = [config, prior].map(|block| member(block, attribute.name));
        if let Some(planned) = planned
            .as_object_mut()
            .and_then(|members| members.get_mut(attribute.name))
            && !is_acceptable(attribute, config, prior, planned)
        {
            *planned = config.clone();
        }
    }
}

/// Whether Terraform accepts `planned`: as configured, as it was before, or anything if it is left to the provider.
fn is_acceptable(attribute: &Attribute, config: &Value, prior: &Value, planned: &Value) -> bool {
    planned == config
        || if config.is_null() {
            attribute.computed
        } else {
            planned == prior && !prior.is_null()
        }
}

fn member<'a>(object: &'a Value, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}

fn plan_element(block: &Block, config: &Value, prior: Option<&Value>, proposed: &Value) -> Value {
    let members = plan_attributes(&block.attributes, config, prior, proposed);
    Value::Object(mark_unknown(&block.attributes, config, prior, members))
}

/// Makes computed values unknown that the configuration does not set and that the change may alter.
fn mark_unknown(
    attributes: &[Attribute],
    config: &Value,
    prior: Option<&Value>,
    mut planned: BTreeMap<String, Value>,
) -> BTreeMap<String, Value> {
    let left_to_provider: Vec<&Attribute> = attributes
        .iter()
        .filter(|attribute| attribute.computed && attribute.default.is_none())
        .filter(|attribute| config.get(attribute.name).is_none_or(Value::is_null))
        .collect();
    // A value that becomes unknown is a change, with which others may change in turn.
    loop {
        let differs = |name: &str| {
            let prior = prior.and_then(|prior| prior.get(name));
            let both_unset = |prior, planned| {
                let attribute = attributes.iter().find(|attribute| attribute.name == name);
                attribute.is_some_and(|attribute| attribute.are_unset(prior, planned))
            };
            prior
                .zip(planned.get(name))
                .is_some_and(|(prior, planned)| planned != prior && !both_unset(prior, planned))
        };
        let may_change = |attribute: &Attribute| match (&attribute.change, prior) {
            (_, None) => true,
            (Change::Never, _) => false,
            (Change::AnyUpdate, _) => planned.keys().any(|name| differs(name)),
            (Change::With(names), _) => names.iter().any(|name| differs(name)),
        };
        let more: Vec<&str> = left_to_provider
            .iter()
            .filter(|attribute| may_change(attribute))
            .map(|attribute| attribute.name)
            .filter(|name| planned.get(*name).is_none_or(Value::is_known))
            .collect();
        if more.is_empty() {
            return planned;
        }
        planned.extend(more.into_iter().map(|name| (name.to_owned(), Value::unknown())));
    }
}

/// Warnings of values that are new and are not what the documentation of the API says. It may be the older of the two.
fn unusual(schema: &Schema, prior: &Value, planned: &Value) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    unusual_members(
        &schema.attributes,
        &Path::root(),
        prior,
        planned,
        &mut diagnostics,
    );
    for block in &schema.blocks {
        let [prior, planned] = [prior, planned].map(|object| member(object, block.name));
        let path = Path::root().attr(block.name);
        match planned {
            Value::List(elements) => {
                let prior = prior.as_elements().unwrap_or_default();
                for (index, element) in elements.iter().enumerate() {
                    let prior = block.counterpart(prior, index, element).unwrap_or(&Value::Null);
                    let path = path.index(i64::try_from(index).unwrap_or(i64::MAX));
                    unusual_members(&block.attributes, &path, prior, element, &mut diagnostics);
                }
            }
            single => unusual_members(&block.attributes, &path, prior, single, &mut diagnostics),
        }
    }
    diagnostics
}

fn unusual_members(
    attributes: &[Attribute],
    object: &Path,
    prior: &Value,
    planned: &Value,
    diagnostics: &mut Diagnostics,
) {
    for attribute in attributes {
        let [prior, planned] = [prior, planned].map(|object| member(object, attribute.name));
        if prior == planned || attribute.is_blank(planned) {
            continue;
        }
        let refused = attribute
            .expectations
            .iter()
            .find_map(|usual| usual.check(planned).err());
        if let Some(why) = refused {
            diagnostics.attribute_warning(
                attribute.path_in(object),
                format!("Unusual {}", attribute.name),
                format!(
                    "{} That is from the documentation of the API; the API decides, and may accept more by now.",
                    sentence(&why)
                ),
            );
        }
    }
}

fn replacing_paths(schema: &Schema, prior: &Value, planned: &Value) -> Vec<Path> {
    let replaces = |attribute: &&Attribute| {
        let [prior, planned] = [prior, planned].map(|object| member(object, attribute.name));
        attribute.requires_replace && prior != planned && !attribute.are_unset(prior, planned)
    };
    schema
        .attributes
        .iter()
        .filter(replaces)
        .map(|attribute| Path::root().attr(attribute.name))
        .collect()
}

#[cfg(test)]
mod tests;
