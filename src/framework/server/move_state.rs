//! `MoveResourceState`: takes over an object that another provider, or another address, has managed.

use super::provider_server::ProviderServer;
use super::upgrade::RawState;
use crate::cty::Value;
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::provider::Provider;

/// What Terraform says of the object that moves.
#[derive(Clone, Copy, Debug)]
pub struct MoveRequest<'a> {
    /// The provider that managed it, as `HOST/NAMESPACE/TYPE`.
    pub source_provider: &'a str,
    /// Its resource type there.
    pub source_type: &'a str,
    /// Its state there.
    pub source_state: RawState<'a>,
    /// The resource type that takes it over.
    pub target_type: &'a str,
}

impl<P: Provider> ProviderServer<P> {
    /// The state of the object as this provider would have written it; `None` after an error.
    ///
    /// An object of the same type is taken over whichever provider managed it: the type name says what it is.
    pub fn move_resource_state(&self, request: MoveRequest<'_>) -> (Option<Value>, Diagnostics) {
        if request.source_type == request.target_type {
            return self.upgrade_resource_state(request.target_type, request.source_state);
        }
        let refusal = Diagnostic::error(
            format!("{} can't become {}", request.source_type, request.target_type),
            format!(
                "{} of provider {} is another kind of object. Move it to a resource of type {}, or remove the moved block and \
                 import the object that {} shall manage.",
                request.source_type, request.source_provider, request.source_type, request.target_type
            ),
        );
        (None, refusal.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::testing::{server, summaries};

    const STATE: RawState<'_> = RawState::Json(br#"{"id": "toy-1", "name": "a", "colour": "red"}"#);

    fn moved(
        source_provider: &str,
        source_type: &str,
        source_state: RawState<'_>,
    ) -> (Option<Value>, Diagnostics) {
        server().0.move_resource_state(MoveRequest {
            source_provider,
            source_type,
            source_state,
            target_type: "toy_thing",
        })
    }

    #[test]
    fn an_object_of_the_same_type_is_taken_over_from_any_provider() {
        for provider in ["registry.terraform.io/toys/toy", "example.com/other/name"] {
            let (state, diagnostics) = moved(provider, "toy_thing", STATE);
            assert_eq!(summaries(&diagnostics), Vec::<String>::new());
            let state = state.expect("a state");
            assert_eq!(state.get("id"), Some(&"toy-1".into()));
            assert_eq!(state.get("colour"), None, "what is not known here is left out");
            assert_eq!(state.get("note"), Some(&"adopted without a mode".into()));
            assert_eq!(state.get("disk"), Some(&Value::List(Vec::new())));
        }
    }

    #[test]
    fn an_object_of_another_type_is_refused_and_the_way_out_is_told() {
        let (state, diagnostics) = moved("example.com/toys/toy", "toy_box", STATE);
        assert_eq!(state, None);
        let refusal = diagnostics.iter().next().expect("an error");
        assert_eq!(refusal.summary, "toy_box can't become toy_thing");
        for part in [
            "example.com/toys/toy",
            "resource of type toy_box",
            "import the object",
        ] {
            assert!(
                refusal.detail.contains(part),
                "{part:?} is missing in {}",
                refusal.detail
            );
        }
    }

    #[test]
    fn a_state_that_can_not_be_read_is_not_moved() {
        for raw in [
            RawState::Json(b"{"),
            RawState::Json(br#"{"name": []}"#),
            RawState::Flatmap,
        ] {
            let (state, diagnostics) = moved("example.com/toys/toy", "toy_thing", raw);
            assert_eq!(state, None);
            assert!(diagnostics.has_errors());
        }
    }
}
