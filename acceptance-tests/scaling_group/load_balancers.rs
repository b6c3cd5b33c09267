//! Load balancers: the API replaces the whole list, so it is only sent when it changes.

use serde_json::json;

use super::{CONFIGURATION, GROUP, applied, group, outside};
use crate::support::{Config, Scenario, update};

const SLB: &str = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01";
const HTTP: &str = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02";
const HTTPS: &str = "1f39e30a-7c1b-4c6c-8e4f-5d206b7c8d13";

/// A block for one listener, with more arguments.
fn slb(listener: &str, more: &str) -> String {
    let ports = if more.contains("server_port_set") {
        ""
    } else {
        "server_port_set = [80]"
    };
    format!(
        "slb_config_set {{\n    slb_id = {SLB:?}\n    listener_id = {listener:?}\n    {ports}\n    {more}\n  }}\n  "
    )
}

#[test]
fn matrix_load_balancers_are_added_changed_and_removed() {
    let mut s = applied("");
    let replaced = json!({"ModifyScalingLoadBalancers": 1});
    s.apply(group(&slb(HTTP, "")).as_str())
        .plans([update(GROUP)])
        .calls(&replaced)
        .reads(&json!({"DescribeScalingGroup": 2, "DescribeScalingConfiguration": 1}))
        .state(
            GROUP,
            &json!({"slb_config_set": [{
                "slb_id": SLB, "listener_id": HTTP, "server_port_set": [80], "weight": 20, "health_check_type": "slb",
            }]}),
        )
        .then_plan_is_empty();
    let changed = slb(
        HTTP,
        "server_port_set = [8080, 8081]\n    weight = 0\n    health_check_type = \"kec\"",
    );
    s.apply(group(&changed).as_str())
        .plans([update(GROUP)])
        .calls(&replaced)
        .state(
            GROUP,
            &json!({"slb_config_set": [{"server_port_set": [8080, 8081], "weight": 0, "health_check_type": "kec"}]}),
        )
        .then_plan_is_empty();
    s.apply(group("").as_str())
        .plans([update(GROUP)])
        .calls(&replaced)
        .state(GROUP, &json!({"slb_config_set": []}))
        .then_plan_is_empty();
}

#[test]
fn other_changes_leave_them_attached() {
    let both = slb(HTTP, "") + &slb(HTTPS, "");
    let mut s = applied(&both);
    s.apply(group(&(both + "min_size = 0")).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}));
    let answer = outside(&s, "DescribeScalingGroup", &[("ScalingGroupId.1", &s.id(GROUP))]);
    assert_eq!(
        answer["ScalingGroupSet"][0]["SlbConfigSet"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn the_order_of_the_blocks_has_no_meaning() {
    let mut s = applied(&(slb(HTTP, "weight = 10") + &slb(HTTPS, "weight = 30")));
    s.plan(group(&(slb(HTTPS, "weight = 30") + &slb(HTTP, "weight = 10"))).as_str())
        .plans([]);
    // Nor has the order in which the API lists them.
    let parameters = [
        ("Slb.1.Id", SLB),
        ("Slb.1.ListenerId", HTTPS),
        ("Slb.1.ServerPort.1", "80"),
        ("Slb.1.Weight", "30"),
        ("Slb.2.Id", SLB),
        ("Slb.2.ListenerId", HTTP),
        ("Slb.2.ServerPort.1", "80"),
        ("Slb.2.Weight", "10"),
    ];
    outside(&s, "ModifyScalingLoadBalancers", &parameters);
    s.plan(group(&(slb(HTTP, "weight = 10") + &slb(HTTPS, "weight = 30"))).as_str())
        .plans([]);
}

#[test]
fn one_of_two_is_taken_away_whichever_comes_first() {
    let mut s = applied(&(slb(HTTP, "weight = 10") + &slb(HTTPS, "weight = 30")));
    s.apply(group(&slb(HTTPS, "weight = 30")).as_str())
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .state(
            GROUP,
            &json!({"slb_config_set": [{"listener_id": HTTPS, "weight": 30}]}),
        )
        .then_plan_is_empty();
}

#[test]
fn the_same_listener_twice_is_refused_at_plan() {
    Scenario::start()
        .plan_fails(group(&(slb(HTTP, "") + &slb(HTTP, "weight = 1"))).as_str())
        .error("Duplicate slb_config_set block")
        .at("listener_id")
        .saying("slb_id and listener_id");
}

#[test]
fn values_out_of_range_are_refused_at_plan() {
    let mut s = Scenario::start();
    for (more, place, detail) in [
        ("weight = 101", "weight", "from 0 to 100"),
        ("server_port_set = [65536]", "server_port_set", "to 65535"),
        (
            r#"health_check_type = "http""#,
            "health_check_type",
            r#""slb", "kec""#,
        ),
    ] {
        s.plan_fails(group(&slb(HTTP, more)).as_str())
            .error_saying(detail)
            .at(place);
    }
}

#[test]
fn ports_that_are_not_said_are_those_that_are_there() {
    let mut s = applied(&slb(HTTP, "server_port_set = [8080]"));
    let open = group(&slb(HTTP, "server_port_set = null"));
    s.apply(open.as_str())
        .plans([])
        .state(GROUP, &json!({"slb_config_set": [{"server_port_set": [8080]}]}));
    // They are kept when the rest of the block changes.
    s.apply(group(&slb(HTTP, "server_port_set = null\n    weight = 5")).as_str())
        .plans([update(GROUP)])
        .state(
            GROUP,
            &json!({"slb_config_set": [{"server_port_set": [8080], "weight": 5}]}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_load_balancer_that_the_api_wants_ports_for_is_named() {
    Scenario::start()
        .apply_fails(group(&slb(HTTP, "server_port_set = null")).as_str())
        .error("Can't create scaling group")
        .at("server_port_set")
        .saying("Slb.1.ServerPort");
}

#[test]
fn blocks_can_be_made_from_a_collection() {
    let dynamic = |listeners: &str| {
        format!(
            r#"dynamic "slb_config_set" {{
    for_each = {listeners}
    content {{
      slb_id          = "{SLB}"
      listener_id     = slb_config_set.key
      server_port_set = slb_config_set.value
    }}
  }}"#
        )
    };
    let two = format!("{{ \"{HTTP}\" = [80], \"{HTTPS}\" = [443] }}");
    let mut s = applied(&dynamic(&two));
    s.apply(group(&dynamic(&two)).as_str()).plans([]);
    s.apply(group(&dynamic("{}")).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .state(GROUP, &json!({"slb_config_set": []}))
        .then_plan_is_empty();
}

#[test]
fn one_that_somebody_took_away_is_put_back() {
    let mut s = applied(&slb(HTTP, ""));
    outside(&s, "ModifyScalingLoadBalancers", &[]);
    s.apply(group(&slb(HTTP, "")).as_str())
        .drifts([update(GROUP)])
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .then_plan_is_empty();
}

#[test]
fn one_that_somebody_added_is_taken_away_from_those_that_are_mentioned() {
    let mut s = applied(&slb(HTTP, ""));
    attach_outside(&s, &[HTTP, HTTPS]);
    s.apply(group(&slb(HTTP, "")).as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTP}]}))
        .then_plan_is_empty();
}

/// Attaches these listeners and no other, as somebody else than Terraform.
fn attach_outside(s: &Scenario, listeners: &[&str]) {
    let mut parameters = Vec::new();
    for (index, listener) in listeners.iter().enumerate() {
        let name = |member: &str| format!("Slb.{}.{member}", index + 1);
        parameters.push((name("Id"), SLB));
        parameters.push((name("ListenerId"), *listener));
        parameters.push((name("ServerPort.1"), "80"));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    outside(s, "ModifyScalingLoadBalancers", &parameters);
}

#[test]
fn matrix_what_the_configuration_does_not_mention_stays_and_what_it_had_goes() {
    let mut s = applied("");
    attach_outside(&s, &[HTTPS]);
    s.apply(group("").as_str())
        .plans([])
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTPS}]}))
        .then_plan_is_empty();
    s.apply(group("max_size = 4").as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .without_warnings()
        .then_plan_is_empty();
    // Those that are mentioned are all that there are.
    s.apply(group(&slb(HTTP, "")).as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTP}]}))
        .then_plan_is_empty();
    attach_outside(&s, &[HTTP, HTTPS]);
    s.apply(group("").as_str())
        .plans([update(GROUP)])
        .warning("Without slb_config_set")
        .at(GROUP)
        .saying(HTTP)
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTPS}]}))
        .then_plan_is_empty();
}

#[test]
fn matrix_a_dynamic_block_of_unknown_length_may_turn_out_to_mention_nothing() {
    let late = |listeners: &str, version: u32| {
        format!(
            "resource \"terraform_data\" \"late\" {{\n  input = {{ version = {version}, listeners = {listeners} }}\n}}\n{}",
            group(&format!(
                r#"dynamic "slb_config_set" {{
    for_each = terraform_data.late.output.listeners
    content {{
      slb_id          = "{SLB}"
      listener_id     = slb_config_set.value
      server_port_set = [80]
    }}
  }}"#
            ))
        )
    };
    let mut s = Scenario::start();
    s.apply(late("[]", 1).as_str()).then_plan_is_empty();
    attach_outside(&s, &[HTTPS]);
    s.apply(late("[]", 2).as_str())
        .calls(&json!({}))
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTPS}]}))
        .then_plan_is_empty();
    s.apply(late(&format!("[{HTTPS:?}, {HTTP:?}]"), 3).as_str())
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .then_plan_is_empty();
    s.apply(late("[]", 4).as_str())
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .then_plan_is_empty();
}

#[test]
fn matrix_in_json_as_in_blocks() {
    let mut s = applied("");
    let (configuration, id) = (s.id(CONFIGURATION), s.id(GROUP));
    let arguments = |listeners: serde_json::Value| {
        let arguments = json!({
            "scaling_configuration_id": configuration,
            "min_size": 1,
            "max_size": 3,
            "subnet_id_set": [super::SUBNET],
            "security_group_id": super::SECURITY_GROUP,
            "slb_config_set": listeners,
        });
        Config::json(GROUP, &arguments)
    };
    let listener = |id: &str| json!({"slb_id": SLB, "listener_id": id, "server_port_set": [80]});
    s.forget(CONFIGURATION);
    attach_outside(&s, &[HTTPS, HTTP]);
    s.apply(arguments(json!([])))
        .plans([])
        .state(GROUP, &json!({"id": id}));
    s.apply(arguments(json!([listener(HTTP), listener(HTTPS)])))
        .plans([])
        .then_plan_is_empty();
    s.apply(arguments(json!([listener(HTTP)])))
        .plans([update(GROUP)])
        .then_plan_is_empty();
    s.apply(arguments(json!(null)))
        .plans([update(GROUP)])
        .warning("Without slb_config_set")
        .at(GROUP)
        .saying(HTTP);
}

#[test]
fn matrix_what_an_import_has_found_stays() {
    let mut s = applied(&slb(HTTP, ""));
    let id = s.id(GROUP);
    s.forget(GROUP);
    s.import(group("").as_str(), GROUP, &id)
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTP}]}))
        .then_plan_is_empty();
}

#[test]
fn what_is_ignored_stays_when_it_is_not_ignored_any_more() {
    let ignoring = |more: &str| {
        group(&format!(
            "lifecycle {{\n    ignore_changes = [slb_config_set]\n  }}\n  {more}"
        ))
    };
    let mut s = applied(&slb(HTTP, ""));
    // The way that the warning names.
    s.apply(ignoring("").as_str()).plans([]).then_plan_is_empty();
    let mut s = applied("");
    attach_outside(&s, &[HTTPS]);
    s.apply(ignoring("max_size = 4").as_str()).plans([update(GROUP)]);
    s.apply(group("max_size = 4").as_str())
        .plans([])
        .state(GROUP, &json!({"slb_config_set": [{"listener_id": HTTPS}]}));
}
