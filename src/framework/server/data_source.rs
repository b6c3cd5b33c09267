//! `ReadDataSource`: looks something up.

use super::provider_server::ProviderServer;
use super::read::ReadResponse;
use super::state::{as_state, provider_bug};
use crate::cty::Value;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::provider::Provider;
use crate::framework::timeouts::Timeouts;

impl<P: Provider> ProviderServer<P> {
    /// Reads a data source whose configuration is wholly known.
    pub async fn read_data_source(&self, type_name: &str, config: &Value) -> ReadResponse {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.data_sources.find(type_name, &mut diagnostics) else {
            return ReadResponse {
                diagnostics,
                ..ReadResponse::default()
            };
        };
        let Some(data) = self.configured(&mut diagnostics) else {
            return ReadResponse {
                diagnostics,
                ..ReadResponse::default()
            };
        };
        let cx = self.context(&data, Timeouts::default().read);
        let (state, found) = entry.implementation.read(cx, config).await;
        diagnostics.extend(found);
        let state = state.map(|state| as_state(&entry.schema, state));
        let known = state.filter(Value::is_wholly_known);
        if known.is_none() && !diagnostics.has_errors() {
            diagnostics.push(provider_bug("left values of a data source unknown"));
        }
        ReadResponse {
            state: known,
            diagnostics,
            ..ReadResponse::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cty::Value;
    use crate::cty::testing::object;
    use crate::framework::ProviderServer;
    use crate::framework::testing::{Act, ToyProvider, list, server, summaries};

    fn config() -> Value {
        object([("name", "a".into()), ("id", Value::Null), ("tag", list([]))])
    }

    #[tokio::test]
    async fn a_data_source_gives_its_configuration_with_the_results() {
        let response = server().0.read_data_source("toy_lookup", &config()).await;
        assert_eq!(
            response.state,
            Some(object([
                ("name", "a".into()),
                ("id", "toy-1".into()),
                ("tag", list([]))
            ]))
        );
        assert!(response.diagnostics.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_goes_wrong_is_an_error_without_a_state() {
        for (act, summary) in [
            (Act::Fail, "Not found"),
            (Act::Panic, "The provider has a bug"),
            (Act::LeaveUnknown, "The provider has a bug"),
            (Act::Hang, "DeadlineExceeded after 300 s"),
        ] {
            let (server, cloud) = server();
            cloud.set(act);
            let response = server.read_data_source("toy_lookup", &config()).await;
            assert_eq!(summaries(&response.diagnostics), [summary], "{act:?}");
            assert_eq!(response.state, None, "{act:?}");
        }
    }

    #[tokio::test]
    async fn a_data_source_that_does_not_exist_and_a_missing_configuration_are_errors() {
        let response = server().0.read_data_source("toy_other", &config()).await;
        assert_eq!(summaries(&response.diagnostics), ["Unknown data source"]);

        let unconfigured = ProviderServer::new(ToyProvider(std::sync::Arc::default()));
        let response = unconfigured.read_data_source("toy_lookup", &config()).await;
        assert_eq!(
            summaries(&response.diagnostics),
            ["The provider is not configured"]
        );
    }
}
