//! The state: what Terraform remembers of the objects that it made.

use std::collections::{BTreeMap, BTreeSet};

use ksyun_autoscaling::tfplugin6::proto::ResourceIdentityData;

use super::value::Value;

/// The state.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State(pub(crate) BTreeMap<String, Instance>);

/// What is remembered of one address.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Instance {
    /// `type.name`, without a key.
    pub(crate) resource: String,
    pub(crate) current: Option<Object>,
    /// Objects that have been replaced and wait for their end, by key.
    pub(crate) deposed: BTreeMap<String, Object>,
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Object {
    pub(crate) value: Value,
    pub(crate) private: Vec<u8>,
    pub(crate) identity: Option<ResourceIdentityData>,
    pub(crate) is_tainted: bool,
    /// The resources that it refers to.
    pub(crate) dependencies: BTreeSet<String>,
    pub(crate) creates_before_destroy: bool,
}

/// The type of a resource `type.name`.
pub(crate) fn type_of(resource: &str) -> &str {
    resource.split('.').next().unwrap_or_default()
}

impl State {
    /// The current object of `address`.
    pub(crate) fn object(&self, address: &str) -> Option<&Object> {
        self.0.get(address)?.current.as_ref()
    }

    /// Puts in what is known now of an object; an address without any is forgotten.
    pub(super) fn set(
        &mut self,
        address: &str,
        resource: &str,
        deposed: Option<&str>,
        object: Option<Object>,
    ) {
        let instance = self.0.entry(address.to_owned()).or_default();
        resource.clone_into(&mut instance.resource);
        match (deposed, object) {
            (None, object) => instance.current = object,
            (Some(key), Some(object)) => drop(instance.deposed.insert(key.to_owned(), object)),
            (Some(key), None) => drop(instance.deposed.remove(key)),
        }
        if instance.current.is_none() && instance.deposed.is_empty() {
            self.0.remove(address);
        }
    }

    /// All objects: address, key if it is deposed, object.
    pub(crate) fn objects(&self) -> impl Iterator<Item = (&str, Option<&str>, &Object)> {
        self.0.iter().flat_map(|(address, instance)| {
            let current = instance.current.iter().map(|object| (None, object));
            let deposed = instance
                .deposed
                .iter()
                .map(|(key, object)| (Some(key.as_str()), object));
            current
                .chain(deposed)
                .map(move |(key, object)| (address.as_str(), key, object))
        })
    }

    /// Gives the objects of `from` (an address, or a whole resource) to `to`.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let moving = |address: &String| {
            address
                .strip_prefix(from)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
        };
        for address in self
            .0
            .keys()
            .filter(|address| moving(address))
            .cloned()
            .collect::<Vec<_>>()
        {
            let target = format!("{to}{}", &address[from.len()..]);
            if self.0.contains_key(&target) {
                continue;
            }
            let mut instance = self.0.remove(&address).expect("it is there");
            target
                .split('[')
                .next()
                .unwrap_or_default()
                .clone_into(&mut instance.resource);
            self.0.insert(target, instance);
        }
    }
}
