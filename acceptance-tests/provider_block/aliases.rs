//! Several provider blocks in one configuration.

use serde_json::json;

use crate::support::{Scenario, Serving, create, hcl};

#[test]
fn matrix_two_blocks_serve_two_regions() {
    let mut s = Scenario::with(Serving::DevOverride, &[]);
    s.apply(hcl!("provider_block/two-regions.tf"))
        .plans([
            create("ksyun_scaling_configuration.beijing"),
            create("ksyun_scaling_configuration.shanghai"),
        ])
        .calls(&json!({"CreateScalingConfiguration": 2}));
    let log = s.emulator().call_log();
    let mut regions: Vec<&str> = log
        .iter()
        .filter(|call| call["action"] == "CreateScalingConfiguration")
        .filter_map(|call| call["region"].as_str())
        .collect();
    regions.sort_unstable();
    assert_eq!(regions, ["cn-beijing-6", "cn-shanghai-2"]);
    s.plan(hcl!("provider_block/two-regions.tf")).plans([]);
    s.destroy().destroys(2).leaves_nothing();
}
