//! `ConfigureProvider`: makes what the operations use.

use std::sync::Arc;

use super::provider_server::ProviderServer;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::guard::catching_sync;
use crate::framework::provider::{ConfigureRequest, Provider};

impl<P: Provider> ProviderServer<P> {
    /// Configures the provider; replaces an earlier configuration, since a debug server is configured again and again.
    pub fn configure_provider(&self, request: &ConfigureRequest<'_>) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        self.start_again();
        let made = catching_sync(|| self.provider.configure(request, &mut diagnostics));
        let data = made.unwrap_or_else(|panic| {
            diagnostics.push(panic);
            None
        });
        *self
            .data
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = data.map(Arc::new);
        diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cty::Value;
    use crate::framework::testing::{Act, ToyProvider, provider_config, server, summaries, to_read, toy};

    fn configure(server: &ProviderServer<ToyProvider>, endpoint: Value) -> Vec<String> {
        let config = provider_config(endpoint);
        summaries(&server.configure_provider(&ConfigureRequest {
            terraform_version: "1.15.0",
            config: &config,
        }))
    }

    async fn read(server: &ProviderServer<ToyProvider>) -> Vec<String> {
        let state = toy([("id", "toy-1".into())]);
        summaries(
            &server
                .read_resource(to_read("toy_thing", &state, None))
                .await
                .diagnostics,
        )
    }

    #[tokio::test]
    async fn without_configuration_operations_say_what_is_missing() {
        let server = ProviderServer::new(ToyProvider(Arc::default()));
        assert_eq!(read(&server).await, ["The provider is not configured"]);
    }

    #[tokio::test]
    async fn a_configuration_that_is_not_known_yet_is_no_error_until_it_is_needed() {
        let (server, _) = server();
        assert_eq!(configure(&server, Value::unknown()), Vec::<String>::new());
        assert_eq!(read(&server).await, ["The provider is not configured"]);
    }

    #[tokio::test]
    async fn the_newest_configuration_counts() {
        let server = ProviderServer::new(ToyProvider(Arc::default()));
        assert_eq!(configure(&server, Value::unknown()), Vec::<String>::new());
        assert_eq!(configure(&server, "here".into()), Vec::<String>::new());
        assert_eq!(read(&server).await, ["Looked"]);
    }

    #[test]
    fn what_the_provider_refuses_and_a_panic_are_errors() {
        let (server, _) = server();
        assert_eq!(configure(&server, "wrong".into()), ["Wrong endpoint"]);
        assert_eq!(configure(&server, "panics".into()), ["The provider has a bug"]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_is_over_when_the_provider_is_configured_again() {
        let (server, cloud) = server();
        cloud.set(Act::Hang);
        server.stop();
        assert_eq!(read(&server).await, ["Stopped after 0 s"]);
        // A debug server goes on to serve the next command.
        configure(&server, Value::Null);
        assert_eq!(read(&server).await, ["DeadlineExceeded after 200 s"]);
    }
}
