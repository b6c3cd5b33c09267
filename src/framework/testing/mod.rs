//! A toy provider with one attribute of each kind, over an object in memory that does what a test tells it to.

mod cloud;
pub(crate) mod core;
mod listing;
mod lookup;
mod toy;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

pub(crate) use self::cloud::{Act, Cloud};
use self::listing::ToyList;
use self::lookup::Lookup;
use self::toy::Toy;
pub(crate) use self::toy::{Memory, ToyModel, schema};
use super::schema::{Attribute, Schema, Validator};
use super::{
    AnyDataSource, AnyListResource, AnyResource, ConfigureRequest, Diagnostic, Diagnostics, PlanRequest,
    Provider, ProviderServer, ReadRequest, data_source, list_resource, resource,
};
use crate::cty::{Path, Value};

/// What `work` gives, if it gives it without waiting.
pub(crate) fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The toy provider.
pub(crate) struct ToyProvider(pub(crate) Arc<Cloud>);

impl Provider for ToyProvider {
    type Data = Arc<Cloud>;

    fn schema(&self) -> Schema {
        Schema::new("Toys.").attribute(
            Attribute::string("endpoint", "Where the toys are.")
                .optional()
                .validate(Validator::Length(1, 40)),
        )
    }

    fn resources(&self) -> Vec<Box<dyn AnyResource<Arc<Cloud>>>> {
        vec![resource(Toy)]
    }

    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<Arc<Cloud>>>> {
        vec![data_source(Lookup)]
    }

    fn list_resources(&self) -> Vec<Box<dyn AnyListResource<Arc<Cloud>>>> {
        vec![list_resource(ToyList)]
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        match config.get("endpoint").and_then(Value::as_str) {
            Some("panics") => panic!("no such endpoint"),
            Some("wrong") => {
                diagnostics.attribute_error(Path::root().attr("endpoint"), "Wrong", "Choose another.");
            }
            _ => {}
        }
    }

    fn configure(&self, request: &ConfigureRequest<'_>, diagnostics: &mut Diagnostics) -> Option<Arc<Cloud>> {
        let endpoint = request.config.get("endpoint");
        match endpoint.and_then(Value::as_str) {
            Some("panics") => panic!("no such endpoint"),
            Some("wrong") => diagnostics.error("Wrong endpoint", "Choose another."),
            _ => {}
        }
        let known = endpoint.is_none_or(Value::is_known);
        known.then(|| Arc::clone(&self.0))
    }
}

/// A toy server that is configured, and its API.
pub(crate) fn server() -> (ProviderServer<ToyProvider>, Arc<Cloud>) {
    let cloud = Arc::new(Cloud::default());
    let server = ProviderServer::new(ToyProvider(Arc::clone(&cloud)));
    let config = provider_config(Value::Null);
    let diagnostics = server.configure_provider(&ConfigureRequest {
        terraform_version: "1.15.0",
        config: &config,
    });
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    (server, cloud)
}

/// The toy's provider block.
pub(crate) fn provider_config(endpoint: Value) -> Value {
    crate::cty::testing::object([("endpoint", endpoint)])
}

/// The members of an object of `schema` in which nothing is set.
pub(crate) fn nothing_set(schema: &Schema) -> BTreeMap<String, Value> {
    let attributes = schema.attributes.iter();
    let mut members = nulls(attributes);
    members.extend(
        schema
            .blocks
            .iter()
            .map(|block| (block.name.to_owned(), block.empty_value())),
    );
    members
}

fn nulls<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> BTreeMap<String, Value> {
    let null = |attribute: &Attribute| (attribute.name.to_owned(), Value::Null);
    attributes.into_iter().map(null).collect()
}

/// A toy of these members; all others are null, blocks are missing.
pub(crate) fn toy<const N: usize>(members: [(&str, Value); N]) -> Value {
    with(Value::Object(nothing_set(&schema())), members)
}

/// A disk block of these members; all others are null.
pub(crate) fn disk<const N: usize>(members: [(&str, Value); N]) -> Value {
    with(Value::Object(nulls(&schema().blocks[0].attributes)), members)
}

/// A rule block of these members; all others are null.
pub(crate) fn rule<const N: usize>(members: [(&str, Value); N]) -> Value {
    with(Value::Object(nulls(&schema().blocks[1].attributes)), members)
}

/// A guest block of these members; all others are null.
pub(crate) fn guest<const N: usize>(members: [(&str, Value); N]) -> Value {
    with(Value::Object(nulls(&schema().blocks[2].attributes)), members)
}

/// `object` with other values for some of its members.
pub(crate) fn with<const N: usize>(mut object: Value, members: [(&str, Value); N]) -> Value {
    let all = object.as_object_mut().expect("an object");
    for (name, value) in members {
        let old = all.insert(name.to_owned(), value);
        assert!(old.is_some(), "there is no member {name}");
    }
    object
}

/// A list of blocks.
pub(crate) fn list<const N: usize>(blocks: [Value; N]) -> Value {
    Value::List(blocks.into())
}

/// What Terraform sends to have `config` planned on `prior`; a null one destroys.
pub(crate) fn to_plan(prior: &Value, config: &Value) -> PlanRequest {
    let proposed = if config.is_null() {
        Value::Null
    } else {
        core::propose(&schema(), prior, config)
    };
    PlanRequest {
        type_name: "toy_thing".to_owned(),
        config: config.clone(),
        prior: prior.clone(),
        proposed,
        private: Vec::new(),
    }
}

/// What Terraform sends to have an object looked at of which it has stored no private bytes.
pub(crate) fn to_read<'a>(
    type_name: &'a str,
    current: &'a Value,
    identity: Option<Value>,
) -> ReadRequest<'a> {
    ReadRequest {
        type_name,
        current,
        identity,
        private: &[],
    }
}

/// Summaries of the errors and warnings, with their paths.
pub(crate) fn summaries(diagnostics: &Diagnostics) -> Vec<String> {
    let summary = |diagnostic: &Diagnostic| match &diagnostic.path {
        Some(path) => format!("{path}: {}", diagnostic.summary),
        None => diagnostic.summary.clone(),
    };
    diagnostics.iter().map(summary).collect()
}
