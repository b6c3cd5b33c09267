//! Actions: things to do once, without an object in the state.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::context::{Context, StopSignal};
use super::diagnostics::{Diagnostic, Diagnostics};
use super::guard::{catching, catching_sync};
use super::model::Model;
use super::provider::Provider;
use super::resource_object::{misfit, refuse};
use super::schema::Schema;
use super::server::{ActionEntry, ProviderServer};
use super::validate::check_object;
use crate::cty::Value;

/// An action. `D` is what configuring the provider makes.
#[async_trait]
pub trait Action<D: Send + Sync>: Send + Sync {
    /// The typed form of [`Action::schema`]; both have the same members.
    type Config: Model;

    /// Name of the action in HCL.
    fn type_name(&self) -> &'static str;

    /// What its `config` block accepts.
    fn schema(&self) -> Schema;

    /// How long it may take.
    fn timeout(&self, config: &Self::Config) -> Duration;

    /// Checks of attributes against each other. Anything may still be unknown: it is called again as more is known, and
    /// before the invocation, since Terraform itself checks actions only while what comes from variables is unknown.
    fn validate(&self, _config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Looks, before anything is done, whether it can be done; nothing may be changed. Anything may still be unknown.
    async fn plan(&self, _cx: &Context<'_, D>, _config: Self::Config) -> Result<(), Diagnostics> {
        Ok(())
    }

    /// Does it, and says on the way how far it is.
    async fn invoke(
        &self,
        cx: &Context<'_, D>,
        config: Self::Config,
        progress: &Progress,
    ) -> Result<(), Diagnostics>;
}

/// Tells the person how far something is: in the log, and on the screen if it is an action.
#[derive(Clone, Debug, Default)]
pub struct Progress(Option<(mpsc::Sender<ActionEvent>, StopSignal)>);

impl Progress {
    /// Progress that is told to whoever receives `events`, until `stop` is raised: a Terraform that is stopping shows no
    /// progress any more, and crashes on the event after the first one that it gets all the same.
    pub fn new(events: mpsc::Sender<ActionEvent>, stop: StopSignal) -> Self {
        Self(Some((events, stop)))
    }

    /// Says `message`. Nobody may be left to hear it.
    pub async fn report(&self, message: impl Into<String>) {
        let message = message.into();
        tracing::info!("{message}");
        if let Some((events, stop)) = &self.0
            && !stop.is_stopped()
        {
            // Whoever has gone away does not miss the message.
            let _ = events.send(ActionEvent::Progress(message)).await;
        }
    }
}

/// What happens while an action runs. `Completed` is the last one, always.
#[derive(Debug)]
pub enum ActionEvent {
    /// How far it is.
    Progress(String),
    /// It has ended; an error among the diagnostics means that it failed.
    Completed(Diagnostics),
}

/// Wraps an action, so that a provider can list it among others.
pub fn action<D: Send + Sync + 'static, A: Action<D> + 'static>(action: A) -> Box<dyn AnyAction<D>> {
    Box::new(Typed(action))
}

/// An [`Action`] of any model. Made by [`action`].
#[async_trait]
pub trait AnyAction<D: Send + Sync>: Send + Sync {
    /// See [`Action::type_name`].
    fn type_name(&self) -> &'static str;
    /// See [`Action::schema`].
    fn schema(&self) -> Schema;
    /// Members of the model, for the check that it covers the schema.
    fn members(&self) -> Vec<&'static str>;
    /// See [`Action::timeout`].
    fn timeout(&self, config: &Value) -> Duration;
    /// See [`Action::validate`].
    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics);
    /// See [`Action::plan`].
    async fn plan(&self, cx: Context<'_, D>, config: &Value) -> Diagnostics;
    /// See [`Action::invoke`].
    async fn invoke(&self, cx: Context<'_, D>, config: &Value, progress: &Progress) -> Diagnostics;
}

struct Typed<A>(A);

/// How long an action may take whose configuration can't even be read: it fails at once.
const NO_TIME: Duration = Duration::from_secs(1);

#[async_trait]
impl<D: Send + Sync + 'static, A: Action<D>> AnyAction<D> for Typed<A> {
    fn type_name(&self) -> &'static str {
        self.0.type_name()
    }

    fn schema(&self) -> Schema {
        self.0.schema()
    }

    fn members(&self) -> Vec<&'static str> {
        A::Config::MEMBERS.to_vec()
    }

    fn timeout(&self, config: &Value) -> Duration {
        A::Config::from_object(config).map_or(NO_TIME, |config| self.0.timeout(&config))
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        let outcome = catching_sync(|| match A::Config::from_object(config) {
            Ok(config) => self.0.validate(&config, diagnostics),
            Err(error) => refuse(&error, diagnostics),
        });
        diagnostics.extend(outcome.err());
    }

    async fn plan(&self, cx: Context<'_, D>, config: &Value) -> Diagnostics {
        let result = catching(async {
            let config = A::Config::from_object(config).map_err(|error| Diagnostics::from(misfit(&error)))?;
            self.0.plan(&cx, config).await
        })
        .await;
        finish(result, cx)
    }

    async fn invoke(&self, cx: Context<'_, D>, config: &Value, progress: &Progress) -> Diagnostics {
        let result = catching(async {
            let config = A::Config::from_object(config).map_err(|error| Diagnostics::from(misfit(&error)))?;
            self.0.invoke(&cx, config, progress).await
        })
        .await;
        finish(result, cx)
    }
}

fn finish<D>(result: Result<Result<(), Diagnostics>, Diagnostic>, cx: Context<'_, D>) -> Diagnostics {
    let mut diagnostics = cx.into_warnings();
    match result {
        Ok(Ok(())) => {}
        Ok(Err(errors)) => diagnostics.extend(errors),
        Err(panic) => diagnostics.push(panic),
    }
    diagnostics
}

/// How long a look before an action may take.
const PLAN_TIME: Duration = Duration::from_mins(2);
/// Events that wait to be taken.
const WAITING_EVENTS: usize = 16;

impl<P: Provider> ProviderServer<P> {
    /// `ValidateActionConfig`: checks an action's configuration.
    pub fn validate_action_config(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        if let Some(entry) = self.action(type_name, &mut diagnostics) {
            entry.check(config, &mut diagnostics);
        }
        diagnostics
    }

    /// `PlanAction`: checks what is known by now, and looks whether the action can be done. Without a configured provider
    /// there is nothing to look with, and the invocation will tell.
    pub async fn plan_action(&self, type_name: &str, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.action(type_name, &mut diagnostics) else {
            return diagnostics;
        };
        entry.check(config, &mut diagnostics);
        if let (false, Some(data)) = (diagnostics.has_errors(), self.configured_now()) {
            let looked = entry.action.plan(self.context(&data, PLAN_TIME), config).await;
            diagnostics.extend(looked);
        }
        diagnostics
    }

    /// `InvokeAction`: does it. The events can be taken while it runs; if they are not taken any more, it goes on to its end.
    pub fn invoke_action(self: Arc<Self>, type_name: String, config: Value) -> mpsc::Receiver<ActionEvent> {
        let (events, receiver) = mpsc::channel(WAITING_EVENTS);
        tokio::spawn(async move {
            let progress = Progress::new(events.clone(), self.stop_signal());
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
        let Some(entry) = self.action(type_name, &mut diagnostics) else {
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
        let cx = self.context(&data, entry.action.timeout(config));
        let invoked = entry.action.invoke(cx, config, progress).await;
        diagnostics.extend(invoked);
        diagnostics
    }
}

impl<D: Send + Sync> ActionEntry<D> {
    /// Checks what is known of `config`.
    fn check(&self, config: &Value, diagnostics: &mut Diagnostics) {
        check_object(&self.schema, config, true, diagnostics);
        self.action.validate(config, diagnostics);
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
