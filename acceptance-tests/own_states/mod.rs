//! States as earlier versions of this provider have written them: every later version takes them with an empty plan.
//!
//! A folder holds the configuration of one version, and the state that it wrote for it with Terraform 1.15. Neither is
//! edited when attributes are added or messages change: that is what they are for. A version that is released gets a folder
//! of its own.

use serde_json::{Value, json};

use crate::support::{Scenario, folder};

/// Each `<ADDRESS>` stands for the id of that object.
const WRITTEN: &str = include_str!("0.1.0/state.json");

/// The state of the folder, for objects like its own that live at the API of `s` now.
fn written_for(s: &Scenario) -> Value {
    let addresses = WRITTEN.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let text = addresses.fold(WRITTEN.to_owned(), |text, (address, _)| {
        let id = s.id(address);
        let (item, _group) = id.split_once(':').unwrap_or((&id, ""));
        text.replace(&format!("<{address}>"), item)
    });
    serde_json::from_str(&text).expect("a state is JSON")
}

#[test]
fn matrix_every_type_of_0_1_0_is_taken_with_an_empty_plan() {
    let mut s = Scenario::start();
    s.apply(folder("acceptance-tests/own_states/0.1.0"));
    s.write_state(&written_for(&s));
    s.plan_without_refresh(folder("acceptance-tests/own_states/0.1.0"))
        .plans([])
        .drifts([])
        .reads(&json!({}));
    s.apply(folder("acceptance-tests/own_states/0.1.0"))
        .plans([])
        .calls(&json!({}))
        .then_plan_is_empty();
    s.destroy().leaves_nothing();
}
