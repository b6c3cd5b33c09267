//! `terraform plan`: refreshes what the state holds and asks the provider what is to be done.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::config::Instance;
use super::graph::{Edges, walk};
use super::notes::{Action, Outcome, Rule};
use super::rules::Complaint;
use super::run::{Change, Failed, Run};
use super::state::{Object, State, type_of};
use super::value::Value;

/// A plan, as it is saved: what is to be done, and the refreshed state from which it was made.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) outcome: Outcome,
    pub(crate) changes: Vec<Change>,
    pub(crate) state: State,
}

impl Plan {
    /// What there is if the provider can't be configured.
    pub(super) fn of_nothing(run: &Run) -> Self {
        Self {
            outcome: run.notes.lock().unwrap().clone(),
            changes: Vec::new(),
            state: run.state.lock().unwrap().clone(),
        }
    }

    /// The planned object of `address`.
    pub(crate) fn after(&self, address: &str) -> Value {
        let change = self
            .changes
            .iter()
            .find(|change| change.address == address && change.deposed.is_none());
        change.map_or(Value::Null, |change| change.after.clone())
    }
}

/// Plans: towards the configuration, or towards nothing.
pub(super) async fn plan(run: &Arc<Run>, is_destroy: bool) -> Plan {
    rename_moved(run);
    let changes = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut wanted: BTreeSet<String> = run.config.resources.keys().cloned().collect();
    wanted.retain(|_| !is_destroy);
    let mut edges: Edges = wanted
        .iter()
        .map(|name| (name.clone(), run.config.dependencies(name)))
        .collect();
    edges.insert(String::new(), BTreeSet::new());
    walk(edges, |node| {
        let (run, node, wanted, changes) = (
            Arc::clone(run),
            node.to_owned(),
            wanted.clone(),
            Arc::clone(&changes),
        );
        async move {
            let planned = if node.is_empty() {
                plan_leavers(&run, &wanted).await
            } else {
                plan_resource(&run, &node).await
            };
            let succeeded = planned.iter().all(Result::is_ok);
            changes.lock().unwrap().extend(planned.into_iter().flatten());
            succeeded
        }
    })
    .await;
    let mut changes = std::mem::take(&mut *changes.lock().unwrap());
    changes.retain(|change: &Change| change.action != Action::NoOp);
    changes.sort_by_key(|change| (change.address.clone(), change.deposed.clone()));
    let mut outcome = std::mem::take(&mut *run.notes.lock().unwrap());
    let action = |change: &Change| (name(&change.address, change.deposed.as_deref()), change.action);
    outcome.actions = changes.iter().map(action).collect();
    Plan {
        outcome,
        changes,
        state: run.state.lock().unwrap().clone(),
    }
}

/// How an object is called: a deposed one by its key as well.
pub(super) fn name(address: &str, deposed: Option<&str>) -> String {
    match deposed {
        Some(key) => format!("{address} (deposed object {key})"),
        None => address.to_owned(),
    }
}

/// Follows `moved` blocks, and what core moves by itself when `count` comes or goes.
fn rename_moved(run: &Run) {
    let mut state = run.state.lock().unwrap();
    for (from, to) in &run.config.moved {
        state.rename(from, to);
    }
    for resource in run.config.resources.keys() {
        let (single, first) = (resource.clone(), format!("{resource}[0]"));
        let instances = run.config.instances(resource);
        let wants = |address: &str| instances.iter().any(|instance| instance.address == address);
        if wants(&first) && state.0.contains_key(&single) && !state.0.contains_key(&first) {
            let instance = state.0.remove(&single).expect("it is there");
            state.0.insert(first, instance);
        } else if wants(&single) && state.0.contains_key(&first) && !state.0.contains_key(&single) {
            let instance = state.0.remove(&first).expect("it is there");
            state.0.insert(single, instance);
        }
    }
}

/// Plans all that the state has and the configuration has not.
async fn plan_leavers(run: &Run, wanted: &BTreeSet<String>) -> Vec<Result<Change, Failed>> {
    let stays: BTreeSet<String> = wanted
        .iter()
        .flat_map(|resource| run.config.instances(resource))
        .map(|instance| instance.address)
        .collect();
    let state = run.state.lock().unwrap().clone();
    let leavers = state
        .objects()
        .filter(|(address, deposed, _)| deposed.is_some() || !stays.contains(*address));
    let planned = leavers.map(|(address, deposed, object)| {
        let resource = state.0[address].resource.clone();
        async move {
            plan_leaver(run, address, &resource, deposed, object)
                .await
                .transpose()
        }
    });
    join_all(planned).await.into_iter().flatten().collect()
}

async fn plan_leaver(
    run: &Run,
    address: &str,
    resource: &str,
    deposed: Option<&str>,
    object: &Object,
) -> Result<Option<Change>, Failed> {
    let Some(object) = refresh(run, address, resource, deposed, object).await? else {
        return Ok(None);
    };
    let mut private = object.private.clone();
    let planned = run.process.plan_destroy(type_of(resource), &object).await;
    if let Some(planned) = planned.map_err(|_| run.crashed())? {
        run.say(address, planned.diagnostics)?;
        let value = run.readable(address, planned.value)?;
        if !value.is_null() {
            run.readable(address, Err(format!("planned a non-null destroy value: {value}")))?;
        }
        private = planned.private;
    }
    Ok(Some(Change {
        address: address.to_owned(),
        resource: resource.to_owned(),
        deposed: deposed.map(str::to_owned),
        action: Action::Delete,
        after: Value::Null,
        private,
    }))
}

/// Plans all instances of one resource of the configuration.
async fn plan_resource(run: &Run, resource: &str) -> Vec<Result<Change, Failed>> {
    let instances = run.config.instances(resource);
    join_all(
        instances
            .iter()
            .map(|instance| plan_instance(run, resource, instance)),
    )
    .await
}

async fn plan_instance(run: &Run, resource: &str, instance: &Instance) -> Result<Change, Failed> {
    let address = instance.address.as_str();
    let object = run.state.lock().unwrap().object(address).cloned();
    let object = match object {
        Some(object) => refresh(run, address, resource, None, &object).await?,
        None => None,
    };
    let draft = run.draft(resource, instance, object.as_ref()).await?;
    run.values
        .lock()
        .unwrap()
        .insert(address.to_owned(), draft.after.clone());
    Ok(Change {
        address: address.to_owned(),
        resource: resource.to_owned(),
        deposed: None,
        action: draft.action,
        after: draft.after,
        private: draft.private,
    })
}

/// Reads an object anew and puts it into the run's state; nothing if it is gone.
async fn refresh(
    run: &Run,
    address: &str,
    resource: &str,
    deposed: Option<&str>,
    object: &Object,
) -> Result<Option<Object>, Failed> {
    let mut object = run.upgrade(address, resource, object).await?;
    if run.options.refresh {
        let read = run
            .process
            .read(type_of(resource), &object)
            .await
            .map_err(|_| run.crashed())?;
        run.say(address, read.diagnostics)?;
        let value = run.readable(address, read.value)?;
        if !value.is_wholly_known() {
            let text = format!("the returned state contains unknown values: {value}");
            let complaint = Complaint {
                path: String::new(),
                text,
            };
            run.complain(Rule::InvalidObject, address, vec![complaint], false)?;
        }
        object = Object {
            value,
            private: read.private,
            identity: read.identity,
            ..object
        };
    }
    let object = Some(object).filter(|object| !object.value.is_null());
    run.state
        .lock()
        .unwrap()
        .set(address, resource, deposed, object.clone());
    Ok(object)
}

/// Waits for all of them at once.
pub(super) async fn join_all<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = futures
        .into_iter()
        .map(|future| (Box::pin(future), None))
        .collect();
    std::future::poll_fn(|cx| {
        let mut all_done = true;
        for (future, result) in pending.iter_mut().filter(|(_, result)| result.is_none()) {
            match future.as_mut().poll(cx) {
                std::task::Poll::Ready(value) => *result = Some(value),
                std::task::Poll::Pending => all_done = false,
            }
        }
        if all_done {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    pending.into_iter().filter_map(|(_, result)| result).collect()
}
