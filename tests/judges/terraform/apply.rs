//! `terraform apply`: carries a plan out, in the order of the dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::graph::{Edges, walk};
use super::notes::{Action, Rule};
use super::plan::{Plan, name};
use super::process::Given;
use super::rules::{Complaint, incompatible};
use super::run::{Change, Draft, Failed, Run};
use super::state::{Object, type_of};
use super::value::Value;

/// One step of an apply.
#[derive(Clone, Debug)]
enum Step {
    /// A create, an update, or the create half of a replacement.
    Make(Change),
    /// A delete, or the delete half of a replacement.
    Destroy(Change),
}

/// Carries `plan` out. The run's state begins as the plan's.
pub(super) async fn apply(run: &Arc<Run>, plan: &Plan) {
    {
        let mut values = run.values.lock().unwrap();
        let state = run.state.lock().unwrap();
        values.extend(state.0.iter().filter_map(|(address, instance)| {
            Some((address.clone(), instance.current.as_ref()?.value.clone()))
        }));
    }
    let steps: BTreeMap<String, Step> = steps(run, plan);
    let edges = edges(run, &steps);
    walk(edges, |node| {
        let (run, step) = (Arc::clone(run), steps[node].clone());
        async move {
            match &step {
                Step::Make(change) => make(&run, change).await.is_ok(),
                Step::Destroy(change) => destroy(&run, change).await.is_ok(),
            }
        }
    })
    .await;
}

/// A key for the object of `address` that a replacement with `create_before_destroy` puts aside.
fn free_key(run: &Run, address: &str) -> String {
    let state = run.state.lock().unwrap();
    let deposed = state.0.get(address).map(|instance| &instance.deposed);
    let mut number = 1;
    while deposed.is_some_and(|deposed| deposed.contains_key(&format!("old{number}"))) {
        number += 1;
    }
    format!("old{number}")
}

fn steps(run: &Run, plan: &Plan) -> BTreeMap<String, Step> {
    let mut steps = BTreeMap::new();
    for change in &plan.changes {
        let name = name(&change.address, change.deposed.as_deref());
        let mut change = change.clone();
        // Both halves know the key under which the old object waits.
        if change.action == Action::CreateThenDelete {
            change.deposed = Some(free_key(run, &change.address));
        }
        if change.action != Action::Delete {
            steps.insert(format!("make {name}"), Step::Make(change.clone()));
        }
        // A tainted object can be gone already.
        let is_there =
            run.state.lock().unwrap().object(&change.address).is_some() || change.deposed.is_some();
        if change.action == Action::Delete || change.action.is_replace() && is_there {
            steps.insert(format!("destroy {name}"), Step::Destroy(change));
        }
    }
    steps
}

/// What has to be over before each step.
fn edges(run: &Run, steps: &BTreeMap<String, Step>) -> Edges {
    let state = run.state.lock().unwrap();
    let users_in_state = |resource: &str| -> BTreeSet<&str> {
        let users = state
            .objects()
            .filter(|(_, _, object)| object.dependencies.contains(resource));
        users.map(|(address, _, _)| address).collect()
    };
    let mut edges: Edges = steps.keys().map(|name| (name.clone(), BTreeSet::new())).collect();
    let mut after = |later: &str, earlier: &str| {
        if later != earlier {
            edges.get_mut(later).expect("a step").insert(earlier.to_owned());
        }
    };
    for (name, step) in steps {
        match step {
            Step::Make(change) => {
                let needed = run.config.dependencies(&change.resource);
                for (other, step) in steps {
                    if matches!(step, Step::Make(made) if needed.contains(&made.resource)) {
                        after(name, other);
                    }
                }
                if change.action == Action::DeleteThenCreate {
                    after(name, &name.replacen("make", "destroy", 1));
                }
            }
            Step::Destroy(change) => {
                let users = users_in_state(&change.resource);
                let goes_last = change.action == Action::CreateThenDelete
                    || change.deposed.is_some()
                    || state
                        .object(&change.address)
                        .is_some_and(|object| object.creates_before_destroy);
                if change.action == Action::CreateThenDelete {
                    after(name, &name.replacen("destroy", "make", 1));
                }
                for (other, step) in steps {
                    match step {
                        Step::Destroy(user) if users.contains(user.address.as_str()) => after(name, other),
                        Step::Make(user) if users.contains(user.address.as_str()) && goes_last => {
                            after(name, other);
                        }
                        Step::Make(user) if users.contains(user.address.as_str()) => after(other, name),
                        _ => {}
                    }
                }
            }
        }
    }
    edges
}

async fn make(run: &Run, change: &Change) -> Result<(), Failed> {
    let Change {
        address, resource, ..
    } = change;
    let instances = run.config.instances(resource);
    let instance = instances
        .iter()
        .find(|instance| instance.address == *address)
        .expect("it is planned");
    let Some(aside) = change.deposed.as_deref() else {
        return make_object(run, change, instance).await;
    };
    {
        let mut state = run.state.lock().unwrap();
        let old = state.object(address).cloned();
        state.set(address, resource, Some(aside), old);
        state.set(address, resource, None, None);
    }
    let made = make_object(run, change, instance).await;
    let mut state = run.state.lock().unwrap();
    if made.is_err() && state.object(address).is_none() {
        let old = state
            .0
            .get(address)
            .and_then(|instance| instance.deposed.get(aside).cloned());
        state.set(address, resource, None, old);
        state.set(address, resource, Some(aside), None);
    }
    made
}

async fn make_object(run: &Run, change: &Change, instance: &super::config::Instance) -> Result<(), Failed> {
    let Change {
        address, resource, ..
    } = change;
    let object = run.state.lock().unwrap().object(address).cloned();
    let object = match object {
        Some(object) => Some(run.upgrade(address, resource, &object).await?),
        None => None,
    };
    let draft = run.draft(resource, instance, object.as_ref()).await?;
    check_final_plan(run, change, &draft)?;
    if draft.action == Action::NoOp {
        return Ok(());
    }
    let is_create = draft.prior.is_null();
    let Draft {
        prior,
        after,
        config,
        private,
        identity,
        ..
    } = draft;
    let applied = run
        .process
        .apply(type_of(resource), [&prior, &after, &config], private, identity)
        .await;
    let dependencies = run.config.dependencies(resource);
    let creates_before_destroy = run.config.creates_before_destroy(resource);
    let Ok(given) = applied else {
        // Core keeps the prior values of an update whose answer never came, but neither bytes nor identity.
        let kept = object.map(|object| Object {
            private: Vec::new(),
            identity: None,
            ..object
        });
        run.state.lock().unwrap().set(address, resource, None, kept);
        return Err(run.crashed());
    };
    let Given {
        value,
        private,
        identity,
        is_legacy,
        diagnostics,
    } = given;
    let said = run.say(address, diagnostics);
    let value = run.readable(address, value);
    let is_sound = match &value {
        Ok(value) => check_result(run, address, resource, &after, value, is_legacy, said.is_err()),
        Err(Failed) => Err(Failed),
    };
    let result = said.and(is_sound);
    let value = value.unwrap_or(Value::Null).with_nulls();
    let kept = if value.is_null() && result.is_err() {
        // Nothing came back: what was there before is kept, which is nothing for a create.
        object
    } else {
        Some(Object {
            value,
            private,
            identity,
            is_tainted: is_create && result.is_err(),
            dependencies,
            creates_before_destroy,
        })
    };
    if let Some(object) = &kept {
        run.values
            .lock()
            .unwrap()
            .insert(address.clone(), object.value.clone());
    }
    run.state.lock().unwrap().set(address, resource, None, kept);
    result
}

/// The plan that is made again during the apply must be the one that was shown, with more known.
fn check_final_plan(run: &Run, change: &Change, draft: &Draft) -> Result<(), Failed> {
    let shown = if change.action.is_replace() {
        Action::Create
    } else {
        change.action
    };
    let may_be = shown == draft.action || (shown == Action::Update && draft.action == Action::NoOp);
    if !may_be {
        let text = format!("changed the planned action from {shown:?} to {:?}", draft.action);
        let complaint = Complaint {
            path: String::new(),
            text,
        };
        run.complain(Rule::ActionChanged, &change.address, vec![complaint], false)?;
    }
    let schema = &run.schema(&change.resource).block;
    let complaints = incompatible(schema, &change.after, &draft.after);
    run.complain(Rule::FinalPlanDiffers, &change.address, complaints, false)
}

fn check_result(
    run: &Run,
    address: &str,
    resource: &str,
    planned: &Value,
    value: &Value,
    is_legacy: bool,
    has_failed: bool,
) -> Result<(), Failed> {
    if has_failed {
        return Ok(());
    }
    if !value.is_wholly_known() {
        let text = format!("after the apply, the provider still indicated an unknown value: {value}");
        let complaint = Complaint {
            path: String::new(),
            text,
        };
        return run.complain(Rule::UnknownAfterApply, address, vec![complaint], false);
    }
    let schema = &run.schema(resource).block;
    let complaints = incompatible(schema, planned, value);
    run.complain(Rule::InconsistentResult, address, complaints, is_legacy)
}

async fn destroy(run: &Run, change: &Change) -> Result<(), Failed> {
    let Change {
        address,
        resource,
        deposed,
        ..
    } = change;
    let found = {
        let state = run.state.lock().unwrap();
        let mut objects = state.objects();
        let found = objects.find(|(at, key, _)| at == address && *key == deposed.as_deref());
        found.map(|(_, _, object)| object.clone())
    };
    let Some(object) = found else {
        return Ok(());
    };
    let object = run.upgrade(address, resource, &object).await?;
    let values = [&object.value, &Value::Null, &Value::Null];
    let applied = run.process.apply(
        type_of(resource),
        values,
        change.private.clone(),
        object.identity.clone(),
    );
    let Ok(Given {
        value,
        private,
        identity,
        diagnostics,
        ..
    }) = applied.await
    else {
        return Err(run.crashed());
    };
    let name = name(address, deposed.as_deref());
    let said = run.say(&name, diagnostics);
    let value = run.readable(&name, value)?;
    let kept = match (&said, value) {
        (Ok(()), Value::Null) => None,
        (Err(Failed), Value::Null) => Some(object),
        (_, value) => Some(Object {
            value,
            private,
            identity,
            ..object
        }),
    };
    let is_kept = kept.is_some();
    run.state
        .lock()
        .unwrap()
        .set(address, resource, deposed.as_deref(), kept);
    if said.is_ok() && is_kept {
        let text = "after applying a Delete plan, the provider returned a non-null object".to_owned();
        run.readable(&name, Err(text))?;
    }
    said
}
