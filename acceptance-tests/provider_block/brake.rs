//! Many objects that are gone at once.

use serde_json::json;

use super::with_provider;
use crate::support::{Scenario, create};

#[test]
fn most_objects_that_are_gone_stop_the_run_unless_that_is_expected() {
    let five = |provider: &str| with_provider(provider).replace("\"web\" {", "\"web\" {\n  count = 5");
    let mut s = Scenario::start();
    s.apply(five("").as_str());
    let addresses: Vec<String> = (0..5)
        .map(|index| format!("ksyun_scaling_configuration.web[{index}]"))
        .collect();
    for address in &addresses {
        s.emulator().api(
            "DeleteScalingConfiguration",
            &[("ScalingConfigurationId.1", &s.id(address))],
        );
    }
    let all: Vec<&str> = addresses.iter().map(String::as_str).collect();
    s.apply_fails(five("").as_str())
        .error("Most objects are gone")
        .saying("KSYUN_ALLOW_MASS_DISAPPEARANCE")
        .calls(&json!({}))
        .state_holds(&all);
    s.plan(five("allow_mass_disappearance = true").as_str())
        .plans(all.iter().map(|address| create(address)));
}
