//! A model of Terraform's core: what it keeps, asks, and takes for an answer. Written anew from the rules of the plugin
//! protocol, so that the product is judged by something that it does not share.

mod apply;
mod config;
mod graph;
mod import;
mod notes;
mod plan;
mod process;
mod rules;
mod run;
mod schema;
mod state;
mod value;
mod wire;

use std::sync::Arc;

use ksyun_autoscaling::client::Transport;
use serde_json::Value as Json;
use tokio::sync::watch;

pub(crate) use self::config::Config;
pub(crate) use self::notes::{Action, Outcome, Violation};
pub(crate) use self::plan::Plan;
use self::process::{Process, settings};
pub(crate) use self::run::Options;
use self::run::Run;
pub(crate) use self::state::{State, type_of};
pub(crate) use self::value::{Refinement, Value};

/// Where the provider's processes run.
pub(crate) struct Host {
    /// What a process sends goes through this.
    pub(crate) transport: Arc<dyn Transport>,
    /// Holds `true` once the process is dead.
    pub(crate) death: watch::Receiver<bool>,
    pub(crate) region: String,
    /// Whether this Terraform knows identities: since 1.12.
    pub(crate) knows_identities: bool,
}

/// Plans the way from `state` to `config`, or to nothing.
pub(crate) async fn plan(
    host: Host,
    state: &State,
    config: &Config,
    options: &Options,
    is_destroy: bool,
) -> Plan {
    let run = start(host, state, config, options, false).await;
    if !run.notes.lock().unwrap().is_ok() {
        return Plan::of_nothing(&run);
    }
    plan::plan(&run, is_destroy).await
}

/// Carries `plan` out. Gives what came of it, and the state afterwards.
pub(crate) async fn apply(host: Host, plan: &Plan, config: &Config, options: &Options) -> (Outcome, State) {
    let run = start(host, &plan.state, config, options, true).await;
    if run.notes.lock().unwrap().is_ok() {
        apply::apply(&run, plan).await;
    }
    let mut outcome = plan.outcome.clone();
    let notes = std::mem::take(&mut *run.notes.lock().unwrap());
    outcome.diagnostics.extend(notes.diagnostics);
    outcome.violations.extend(notes.violations);
    outcome.is_crashed = notes.is_crashed;
    let state = run.state.lock().unwrap().clone();
    (outcome, state)
}

/// Plans an action, and invokes it unless that is not wanted.
pub(crate) async fn act(host: Host, action_type: &str, arguments: &Json, is_plan: bool) -> Outcome {
    let run = start(host, &State::default(), &Config::new(), &Options::default(), true).await;
    let config = run.process.action_config(action_type, arguments);
    let said = if is_plan {
        run.process.plan_action(action_type, &config).await
    } else {
        run.process.invoke_action(action_type, &config).await
    };
    match said {
        Ok(diagnostics) => drop(run.say(action_type, diagnostics)),
        Err(_) => drop(run.crashed()),
    }
    run.notes.lock().unwrap().clone()
}

/// Imports the object `id` as `address` of `config`. Gives what came of it, and the state afterwards.
pub(crate) async fn import(
    host: Host,
    state: &State,
    config: &Config,
    (address, id): (&str, &str),
) -> (Outcome, State) {
    let run = start(host, state, config, &Options::default(), false).await;
    if run.notes.lock().unwrap().is_ok() {
        // What went wrong is among the notes.
        let _ = import::import(&run, address, id).await;
    }
    let outcome = std::mem::take(&mut *run.notes.lock().unwrap());
    let state = run.state.lock().unwrap().clone();
    (outcome, state)
}

/// A run with a process of its own, configured.
async fn start(host: Host, state: &State, config: &Config, options: &Options, is_apply: bool) -> Arc<Run> {
    let process = Process::start(host.transport, host.death, host.knows_identities).await;
    let run = Run::new(process, config.clone(), options.clone(), state.clone(), is_apply);
    match run.process.configure(&settings(&host.region)).await {
        Ok(diagnostics) => drop(run.say("provider.ksyun", diagnostics)),
        Err(_) => drop(run.crashed()),
    }
    run
}
