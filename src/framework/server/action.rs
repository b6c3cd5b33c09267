//! `ValidateActionConfig`, `PlanAction`, `InvokeAction`: does something once, without an object in the state.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::provider_server::ProviderServer;
use super::types::Entry;
use super::validate::check_object;
use crate::cty::Value;
use crate::framework::action::{ActionEvent, Progress};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::AnyAction;
use crate::framework::guard::catching;
use crate::framework::provider::Provider;

/// How long a look before an action may take.
const PLAN_TIME: Duration = Duration::from_mins(2);
/// Events that wait to be taken.
const WAITING_EVENTS: usize = 16;

impl<P: Provider> ProviderServer<P> {
    /// `ValidateActionConfig`: checks an action's configuration.
    pub fn validate_action_config(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(entry) = self.actions.find(type_name, &mut diagnostics) {
            entry.check(config, &mut diagnostics);
        }
        diagnostics
    }

    /// `PlanAction`: checks what is known by now, and looks whether the action can be done. Without a configured provider
    /// there is nothing to look with, and the invocation will tell.
    pub async fn plan_action(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.actions.find(type_name, &mut diagnostics) else {
            return diagnostics;
        };
        entry.check(config, &mut diagnostics);
        if let (false, Some(data)) = (diagnostics.has_errors(), self.configured_now()) {
            let looked = entry
                .implementation
                .plan(self.context(&data, PLAN_TIME), config)
                .await;
            diagnostics.extend(looked);
        }
        diagnostics
    }

    /// `InvokeAction`: does it. The events can be taken while it runs; if they are not taken any more, it goes on to its end.
    pub fn invoke_action(self: Arc<Self>, type_name: String, config: Value) -> mpsc::Receiver<ActionEvent> {
        let (events, receiver) = mpsc::channel(WAITING_EVENTS);
        tokio::spawn(async move {
            let progress = Progress::new(events.clone(), self.stop_token());
            // An answer without the last event would read as success.
            let run = catching(self.run_action(&type_name, &config, &progress)).await;
            let diagnostics = run.unwrap_or_else(Diagnostics::from);
            // Whoever has gone away does not need the result.
            let _ = events.send(ActionEvent::Completed(diagnostics)).await;
        });
        receiver
    }

    async fn run_action(&self, type_name: &str, config: &Value, progress: &Progress) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.actions.find(type_name, &mut diagnostics) else {
            return diagnostics;
        };
        entry.check(config, &mut diagnostics);
        if !config.is_wholly_known() {
            diagnostics.push(not_known(config));
        }
        let data = self.configured(&mut diagnostics);
        let Some(data) = data.filter(|_| !diagnostics.has_errors()) else {
            return diagnostics;
        };
        let cx = self.context(&data, entry.implementation.timeout(config));
        let invoked = entry.implementation.invoke(cx, config, progress).await;
        diagnostics.extend(invoked);
        diagnostics
    }
}

impl<D: Send + Sync> Entry<dyn AnyAction<D>> {
    /// Checks what is known of `config`.
    fn check(&self, config: &Value, diagnostics: &mut Diagnostics) {
        check_object(&self.schema, config, true, diagnostics);
        self.implementation.validate(config, diagnostics);
    }
}

/// What is not known is not the same as what is not set.
fn not_known(config: &Value) -> Diagnostic {
    let mut unknown = None;
    config.walk(&mut |path, value| {
        if value.is_unknown() {
            unknown.get_or_insert_with(|| path.clone());
        }
    });
    let path = unknown.unwrap_or_default();
    Diagnostic::error(
        "An argument of the action is not known",
        format!(
            "The action can't be invoked before it is known what {path} is. Apply first what it comes from."
        ),
    )
    .at(path)
}

#[cfg(test)]
mod tests;
