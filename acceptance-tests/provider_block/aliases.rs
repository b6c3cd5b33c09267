//! Several provider blocks in one configuration.

use serde_json::json;

use crate::support::{Config, Feature, Scenario, Serving, create, hcl};

/// `config` makes a configuration at each of these addresses, in a region of its own.
#[track_caller]
fn serves_two_regions(mut s: Scenario, config: &Config, addresses: [&str; 2]) {
    s.apply(config.clone())
        .plans(addresses.map(create))
        .calls(&json!({"CreateScalingConfiguration": 2}));
    let log = s.emulator().call_log();
    let mut regions: Vec<&str> = log
        .iter()
        .filter(|call| call["action"] == "CreateScalingConfiguration")
        .filter_map(|call| call["region"].as_str())
        .collect();
    regions.sort_unstable();
    assert_eq!(regions, ["cn-beijing-6", "cn-shanghai-2"]);
    s.plan(config.clone()).plans([]);
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn matrix_two_blocks_serve_two_regions() {
    serves_two_regions(
        Scenario::with(Serving::DevOverride, &[]),
        &hcl!("provider_block/two-regions.tf"),
        [
            "ksyun_scaling_configuration.beijing",
            "ksyun_scaling_configuration.shanghai",
        ],
    );
}

#[test]
fn one_provider_block_serves_each_region() {
    let Some(s) = Scenario::since_with(Feature::PROVIDER_FOR_EACH, Serving::DevOverride, &[]) else {
        return;
    };
    serves_two_regions(
        s,
        &hcl!("provider_block/each-region.tf"),
        [
            "ksyun_scaling_configuration.web[\"cn-beijing-6\"]",
            "ksyun_scaling_configuration.web[\"cn-shanghai-2\"]",
        ],
    );
}
