//! States as earlier versions of this provider have written them: every later version takes them with an empty plan.
//!
//! A folder holds the configuration of one version, and the state that it wrote for it with Terraform 1.15. Neither is
//! edited when attributes are added or messages change: that is what they are for. A version that is released gets a folder
//! of its own.

use serde_json::json;

use crate::support::{Scenario, folder};

#[test]
fn matrix_every_type_of_0_1_0_is_taken_with_an_empty_plan() {
    let mut s = Scenario::start();
    s.apply(folder("acceptance-tests/own_states/0.1.0"));
    s.write_state(&s.with_ids(include_str!("0.1.0/state.json")));
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

#[test]
fn matrix_blocks_of_0_1_0_that_are_not_mentioned_any_more_stay() {
    let mut s = Scenario::start();
    s.apply(folder("acceptance-tests/own_states/0.1.0"));
    s.write_state(&s.with_ids(include_str!("0.1.0/state.json")));
    let mut silent = folder("acceptance-tests/own_states/0.1.0");
    for (_, text) in &mut silent.files {
        for block in ["  slb_config_set {\n", "  data_disks {\n"] {
            while let Some(start) = text.find(block) {
                let end = text[start..].find("\n  }\n").expect("the block ends") + "\n  }\n".len();
                text.replace_range(start..start + end, "");
            }
        }
    }
    // What 0.1.0 has not noted can't be told from what somebody else has brought.
    s.apply(silent).plans([]).calls(&json!({})).then_plan_is_empty();
}
