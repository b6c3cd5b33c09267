//! Actions: things to do once, without an object in the state.

use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::context::Context;
use super::diagnostics::Diagnostics;
use super::model::Model;
use super::schema::Schema;

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
pub struct Progress(Option<(mpsc::Sender<ActionEvent>, CancellationToken)>);

impl Progress {
    /// Progress that is told to whoever receives `events`, until `stop` is cancelled: a Terraform that is stopping shows no
    /// progress any more, and crashes on the event after the first one that it gets all the same.
    pub fn new(events: mpsc::Sender<ActionEvent>, stop: CancellationToken) -> Self {
        Self(Some((events, stop)))
    }

    /// Says `message`. Nobody may be left to hear it.
    pub async fn report(&self, message: impl Into<String>) {
        let message = message.into();
        tracing::info!("{message}");
        if let Some((events, stop)) = &self.0
            && !stop.is_cancelled()
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
