//! Actions: always one last event, whatever happens before.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::cty::testing::object;
use crate::cty::{Path, Value};
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::testing::summaries;
use crate::framework::{
    Action, AnyAction, AnyDataSource, AnyResource, ConfigureRequest, Context, Field, action, model,
};

model! {
    /// What to do.
    struct PlayModel { how: String, times: i64 }
}

struct Play;

#[async_trait]
impl Action<()> for Play {
    type Config = PlayModel;

    fn type_name(&self) -> &'static str {
        "toy_play"
    }

    fn schema(&self) -> Schema {
        Schema::new("Plays.")
            .attribute(
                Attribute::string("how", "How.")
                    .required()
                    .validate(Validator::Length(1, 20)),
            )
            .attribute(Attribute::number("times", "How often.").optional())
    }

    fn timeout(&self, config: &PlayModel) -> Duration {
        assert!(config.how.as_str() != Some("without a clock"), "no clock");
        Duration::from_secs(7)
    }

    fn validate(&self, config: &PlayModel, diagnostics: &mut Diagnostics) {
        assert!(config.how.as_str() != Some("invalidly"), "no such game");
        if config.how.as_str() == Some("contradictory") {
            diagnostics.attribute_error(Path::root().attr("times"), "Contradiction", "Not so.");
        }
    }

    async fn plan(&self, cx: &Context<'_, ()>, config: PlayModel) -> Result<(), Diagnostics> {
        cx.warn(Diagnostic::warning("Looked", "At the toys."));
        match config.how {
            Field::Value(how) if how == "badly" => Err(Diagnostic::error("Can't", "Not so.").into()),
            Field::Value(how) if how == "wildly" => panic!("too wild"),
            _ => Ok(()),
        }
    }

    async fn invoke(
        &self,
        cx: &Context<'_, ()>,
        config: PlayModel,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        progress.report("Playing").await;
        match config.how.as_str() {
            Some("badly") => Err(Diagnostic::error("Lost", "Try again.").into()),
            Some("wildly") => panic!("too wild"),
            Some("forever") => {
                let reason = cx.bounded(std::future::pending::<()>()).await;
                Err(Diagnostic::error(format!("{reason:?}"), "It took too long.").into())
            }
            _ => Ok(()),
        }
    }
}

struct Players;

impl Provider for Players {
    type Data = ();

    fn schema(&self) -> Schema {
        Schema::new("Players.")
    }

    fn resources(&self) -> Vec<Box<dyn AnyResource<()>>> {
        Vec::new()
    }

    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<()>>> {
        Vec::new()
    }

    fn actions(&self) -> Vec<Box<dyn AnyAction<()>>> {
        vec![action(Play)]
    }

    fn configure(&self, _request: &ConfigureRequest<'_>, _diagnostics: &mut Diagnostics) -> Option<()> {
        Some(())
    }
}

fn server() -> Arc<ProviderServer<Players>> {
    let server = ProviderServer::new(Players);
    assert_eq!(server.problems(), Vec::<String>::new());
    let diagnostics = server.configure_provider(&ConfigureRequest {
        terraform_version: "1.15.0",
        config: &object([]),
    });
    assert!(diagnostics.is_empty());
    Arc::new(server)
}

fn config(how: &str) -> Value {
    object([("how", how.into()), ("times", Value::Null)])
}

/// What an invocation says: progress in parentheses, then the summaries of its end.
async fn invoke(server: &Arc<ProviderServer<Players>>, type_name: &str, how: &str) -> Vec<String> {
    all(Arc::clone(server).invoke_action(type_name.to_owned(), config(how))).await
}

async fn all(mut events: mpsc::Receiver<ActionEvent>) -> Vec<String> {
    let mut said = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            ActionEvent::Progress(message) => said.push(format!("({message})")),
            ActionEvent::Completed(diagnostics) => {
                said.extend(summaries(&diagnostics));
                said.push("end".to_owned());
            }
        }
    }
    said
}

#[tokio::test(start_paused = true)]
async fn an_invocation_ends_with_its_result_whatever_happens() {
    for (how, said) in [
        ("well", &["(Playing)", "end"][..]),
        ("badly", &["(Playing)", "Lost", "end"]),
        ("wildly", &["(Playing)", "The provider has a bug", "end"]),
        ("without a clock", &["The provider has a bug", "end"]),
        ("forever", &["(Playing)", "Err(DeadlineExceeded)", "end"]),
    ] {
        assert_eq!(invoke(&server(), "toy_play", how).await, said, "{how}");
    }
}

#[tokio::test]
async fn what_is_missing_is_a_failure_of_the_invocation() {
    assert_eq!(
        invoke(&server(), "toy_sleep", "well").await,
        ["Unknown action", "end"]
    );
    let unconfigured = Arc::new(ProviderServer::new(Players));
    assert_eq!(
        invoke(&unconfigured, "toy_play", "well").await,
        ["The provider is not configured", "end"]
    );
}

#[tokio::test]
async fn an_invocation_goes_on_to_its_end_if_nobody_listens() {
    let server = server();
    drop(Arc::clone(&server).invoke_action("toy_play".to_owned(), config("well")));
    // Its task holds the server until it has ended.
    while Arc::strong_count(&server) > 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_stop_ends_an_invocation() {
    let server = server();
    server.stop();
    assert_eq!(
        invoke(&server, "toy_play", "forever").await,
        ["Err(Stopped)", "end"]
    );
}

#[tokio::test]
async fn a_plan_looks_and_says_what_stands_in_the_way() {
    let server = server();
    for (how, said) in [
        ("well", &["Looked"][..]),
        ("badly", &["Looked", "Can't"]),
        ("wildly", &["Looked", "The provider has a bug"]),
    ] {
        assert_eq!(
            summaries(&server.plan_action("toy_play", &config(how)).await),
            said,
            "{how}"
        );
    }
    let unknown = object([("how", Value::unknown()), ("times", Value::unknown())]);
    assert_eq!(
        summaries(&server.plan_action("toy_play", &unknown).await),
        ["Looked"]
    );
    assert_eq!(
        summaries(&server.plan_action("toy_sleep", &unknown).await),
        ["Unknown action"]
    );
    let unconfigured = ProviderServer::new(Players);
    assert!(
        unconfigured
            .plan_action("toy_play", &config("badly"))
            .await
            .is_empty()
    );
}

#[test]
fn a_configuration_is_checked_with_its_paths() {
    let server = ProviderServer::new(Players);
    let validate = |config| summaries(&server.validate_action_config("toy_play", &config));
    assert_eq!(validate(config("well")), Vec::<String>::new());
    assert_eq!(validate(config("")), ["how: Invalid how"]);
    assert_eq!(validate(config("invalidly")), ["The provider has a bug"]);
    let half = object([
        ("how", "well".into()),
        ("times", crate::cty::testing::number("0.5")),
    ]);
    assert_eq!(validate(half), ["times: Invalid value"]);
}

#[tokio::test]
async fn what_was_given_is_checked_wherever_it_becomes_known_and_nothing_is_done_before() {
    let server = server();
    let half = crate::cty::testing::number("0.5");
    for (how, times, said) in [
        ("", 1.into(), "how: Invalid how"),
        ("well", half, "times: Invalid value"),
        ("contradictory", 1.into(), "times: Contradiction"),
    ] {
        let config = object([("how", how.into()), ("times", times)]);
        let checked = [
            summaries(&server.validate_action_config("toy_play", &config)),
            summaries(&server.plan_action("toy_play", &config).await),
        ];
        assert_eq!(checked, [[said], [said]]);
        let invoked = Arc::clone(&server).invoke_action("toy_play".to_owned(), config);
        assert_eq!(all(invoked).await, [said, "end"]);
    }
}

#[tokio::test]
async fn what_is_not_known_is_not_taken_for_what_is_not_set() {
    let config = object([("how", "well".into()), ("times", Value::unknown())]);
    let invoked = server().invoke_action("toy_play".to_owned(), config);
    assert_eq!(
        all(invoked).await,
        ["times: An argument of the action is not known", "end"]
    );
}

#[tokio::test]
async fn progress_is_told_until_terraform_stops() {
    let (sender, mut events) = mpsc::channel(WAITING_EVENTS);
    let stop = CancellationToken::new();
    let progress = Progress::new(sender, stop.clone());
    progress.report("half done").await;
    stop.cancel();
    progress.report("nearly done").await;
    drop(progress);
    assert!(matches!(events.recv().await, Some(ActionEvent::Progress(message)) if message == "half done"));
    assert!(events.recv().await.is_none());
}
