//! What the state holds now.

use serde_json::Value;

use super::scenario::Scenario;
use super::state::State;

impl Scenario {
    fn state(&self) -> State {
        State::read(&self.world.workspace.module())
    }

    /// The addresses of all objects.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.state().addresses()
    }

    /// The type of each resource, and the full address of the provider that manages it.
    pub(crate) fn providers(&self) -> Vec<(String, String)> {
        self.state().providers()
    }

    /// The attributes of the object at `address`.
    #[track_caller]
    pub(crate) fn attributes(&self, address: &str) -> Value {
        let state = self.state();
        let attributes = state.attributes(address);
        attributes
            .unwrap_or_else(|| panic!("{address} is not in the state"))
            .clone()
    }

    /// The id of the object at `address`.
    #[track_caller]
    pub(crate) fn id(&self, address: &str) -> String {
        match self.attributes(address)["id"].as_str() {
            Some(id) => id.to_owned(),
            None => panic!("{address} has no id in the state"),
        }
    }

    /// The JSON of `text`, in which each `<ADDRESS>` stands for the id of that object, without its group's.
    #[track_caller]
    pub(crate) fn with_ids(&self, text: &str) -> Value {
        let addresses = text.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
        let text = addresses.fold(text.to_owned(), |text, (address, _)| {
            let id = self.id(address);
            let (item, _group) = id.split_once(':').unwrap_or((&id, ""));
            text.replace(&format!("<{address}>"), item)
        });
        serde_json::from_str(&text).expect("the text is JSON")
    }
}
