//! The services beside Auto Scaling, as far as the tools of their owner need them around a group: projects, networks, load
//! balancers and instances are made, read, changed and deleted in their simplest form, and do nothing. Everything else
//! of these services is not emulated, and says so.

mod instances;
mod kinds;
mod lists;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::api_time::ApiTime;
use super::error::ApiError;
use super::ids::IdSource;
use super::request::Pairs;
use kinds::{KINDS, Kind};

/// The services whose actions are looked up here, by the name in a signature.
pub(crate) const SERVICES: [&str; 7] = ["vpc", "slb", "kec", "iam", "tag", "tagv2", "ebs"];

/// A neighbour: the members that the API shows of it.
type Thing = Map<String, Value>;

/// All neighbours of a region, by kind and id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Neighbours(BTreeMap<String, BTreeMap<String, Thing>>);

/// What an action works on.
pub(crate) struct Cx<'a> {
    pub(crate) neighbours: &'a mut Neighbours,
    pub(crate) ids: &'a mut IdSource,
    pub(crate) now: ApiTime,
}

type Reply = Result<Map<String, Value>, ApiError>;

/// What is done with a kind of neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Create,
    Describe,
    Modify,
    Delete,
}

/// An action of a service beside Auto Scaling.
#[derive(Clone, Copy)]
pub(crate) struct Action(Does);

#[derive(Clone, Copy)]
enum Does {
    To(&'static Kind, Verb),
    This(fn(&mut Cx<'_>, &Pairs) -> Reply),
}

/// The action of `service` with this name, if it is emulated.
pub(crate) fn action(service: &str, name: &str) -> Option<Action> {
    let special: Option<fn(&mut Cx<'_>, &Pairs) -> Reply> = match (service, name) {
        ("kec", "RunInstances") => Some(instances::run),
        ("kec", "DescribeInstances") => Some(instances::describe),
        ("kec", "TerminateInstances") => Some(instances::terminate),
        ("vpc", "DescribeNetworkInterfaces") => Some(instances::network_interfaces),
        _ => lists::empty(service, name),
    };
    if let Some(does) = special {
        return Some(Action(Does::This(does)));
    }
    let of_service = KINDS.iter().filter(|kind| kind.service == service);
    of_service
        .flat_map(|kind| {
            kind.actions
                .iter()
                .map(move |(action, verb)| (kind, *action, *verb))
        })
        .find(|(_, action, _)| *action == name)
        .map(|(kind, _, verb)| Action(Does::To(kind, verb)))
}

/// Whether some service has an action with this name.
pub(crate) fn knows(name: &str) -> bool {
    let services = KINDS.iter().map(|kind| kind.service).chain(["kec", "vpc"]);
    services
        .into_iter()
        .any(|service| action(service, name).is_some())
}

impl Action {
    /// Executes the action. The members of the answer beside `RequestId`.
    ///
    /// # Errors
    /// A refusal for something that does not exist or is missing.
    pub(crate) fn call(self, cx: &mut Cx<'_>, pairs: &Pairs) -> Reply {
        match self.0 {
            Does::This(does) => does(cx, pairs),
            Does::To(kind, Verb::Create) => kind.create(cx, pairs),
            Does::To(kind, Verb::Describe) => Ok(kind.describe(cx.neighbours, pairs)),
            Does::To(kind, Verb::Modify) => kind.modify(cx, pairs),
            Does::To(kind, Verb::Delete) => kind.delete(cx, pairs),
        }
    }

    /// Whether it may change something.
    pub(crate) fn is_write(name: &str) -> bool {
        !["Describe", "List", "Get"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    }
}

impl Neighbours {
    fn all(&self, kind: &str) -> impl Iterator<Item = &Thing> {
        self.0.get(kind).into_iter().flat_map(BTreeMap::values)
    }

    fn of(&mut self, kind: &str) -> &mut BTreeMap<String, Thing> {
        self.0.entry(kind.to_owned()).or_default()
    }

    fn find(&self, kind: &str, id: &str) -> Option<&Thing> {
        self.0.get(kind)?.get(id)
    }

    /// Refuses `id` if things of this kind are known and it is none of them. Where none is known, any is taken on trust.
    ///
    /// # Errors
    /// That there is no such thing.
    pub(crate) fn check(&self, kind: &str, id: &str) -> Result<(), ApiError> {
        let unknown = self
            .0
            .get(kind)
            .is_some_and(|known| !known.is_empty() && !known.contains_key(id));
        if unknown {
            Err(ApiError::not_found(kind, id))
        } else {
            Ok(())
        }
    }

    /// The member of a thing, if the thing is known.
    pub(crate) fn member(&self, kind: &str, id: &str, name: &str) -> Option<&str> {
        self.find(kind, id)?.get(name)?.as_str()
    }
}

/// The values of `name.1`, `name.2`, … in order.
fn list<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    let of_list = |key: &str| {
        key.strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('.'))
            .is_some_and(|rest| rest.parse::<u32>().is_ok())
    };
    pairs
        .iter()
        .filter(|(key, _)| of_list(key))
        .map(|(_, value)| value.as_str())
        .collect()
}

/// Whether a thing has what all filters ask for: `Filter.1.Name=vpc-id`, `Filter.1.Value.1=…`.
fn passes_filters(thing: &Thing, pairs: &Pairs) -> bool {
    (1..)
        .map_while(|number| Some((number, pairs.get(&format!("Filter.{number}.Name"))?)))
        .all(|(number, name)| {
            let wanted = list(pairs, &format!("Filter.{number}.Value"));
            let member: String = name.split('-').map(capitalised).collect();
            thing
                .get(&member)
                .is_some_and(|value| wanted.iter().any(|wanted| text(value) == *wanted))
        })
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A parameter as the API shows it again: booleans and numbers as such.
fn typed(text: &str) -> Value {
    match text {
        "true" => json!(true),
        "false" => json!(false),
        // Longer ones are ids.
        _ if text.len() <= 6 => text
            .parse::<u32>()
            .map_or_else(|_| json!(text), |number| json!(number)),
        _ => json!(text),
    }
}

/// The parameters as members: `Name=x` as it is, `HealthCheck.Interval=5` in an object of its own, lists left out.
fn members(pairs: &Pairs) -> Thing {
    let mut members = Thing::new();
    for (name, value) in pairs {
        match name.split_once('.') {
            None => {
                members.insert(name.clone(), typed(value));
            }
            Some((group, member)) if !member.starts_with(|c: char| c.is_ascii_digit()) => {
                members.entry(group).or_insert_with(|| json!({}))[member] = typed(value);
            }
            Some(_) => {}
        }
    }
    members
}

#[cfg(test)]
mod tests;
