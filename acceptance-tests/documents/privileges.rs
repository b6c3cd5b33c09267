//! The tables in `docs/guides/least-privilege.md`: each row is done at an API that refuses every other action.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};

use super::root;
use crate::examples::{action_kinds, invoke_action_example};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB, wait_until, web_and};

/// Everything that a row of the table is about.
#[derive(Default)]
struct Feature {
    /// Applied by somebody who may do everything.
    base: String,
    /// Applied one after the other by somebody who may do no more than the row says.
    steps: Vec<String>,
    /// Whether that somebody destroys everything at the end; somebody else does otherwise.
    destroys: bool,
    /// Whether somebody else attaches an instance to the group of the base.
    attaches: bool,
    /// The row that this one adds to.
    adds_to: Option<&'static str>,
}

impl Feature {
    /// The actions that read what is there already.
    fn read_along(&self) -> impl Iterator<Item = &'static str> {
        let reads = [
            (CONFIGURATION, "DescribeScalingConfiguration"),
            (GROUP, "DescribeScalingGroup"),
        ];
        let is_there = |address: &str| {
            let (kind, name) = address.split_once('.').expect("TYPE.NAME");
            self.base.contains(&format!("resource {kind:?} {name:?}"))
        };
        reads
            .into_iter()
            .filter(move |(address, _)| is_there(address))
            .map(|(_, read)| read)
    }
}

const ACCOUNT: &str = include_str!("../every_action/account.tf");

/// What is done for each row about a resource.
fn features() -> BTreeMap<&'static str, Feature> {
    let configuration = configuration_alone();
    let reads = Feature {
        base: ACCOUNT.to_owned(),
        steps: vec![ACCOUNT.to_owned()],
        ..Feature::default()
    };
    let own_configuration = Feature {
        steps: vec![configuration.clone(), configuration.replace("S6.4A", "S6.8B")],
        destroys: true,
        ..Feature::default()
    };
    let mut features = BTreeMap::from([
        ("plan, refresh, data sources", reads),
        ("`ksyun_scaling_configuration`", own_configuration),
    ]);
    features.extend(of_groups());
    features.extend(of_members());
    features
}

fn configuration_alone() -> String {
    WEB.split("\n\n")
        .next()
        .expect("a configuration comes first")
        .to_owned()
}

fn of_groups() -> [(&'static str, Feature); 6] {
    // With an instance, since an empty group is destroyed without a look at what is in it.
    let filled = WEB.replace("min_size                 = 0", "min_size = 1");
    let group = |more: &str| filled.replace("max_size                 = 3", &format!("max_size = 3\n{more}"));
    let life = |before: &str, after: &str| Feature {
        base: configuration_alone(),
        steps: vec![group(before), group(after), configuration_alone()],
        adds_to: Some("`ksyun_scaling_group`"),
        ..Feature::default()
    };
    let listener = |port: u32| {
        format!(
            "slb_config_set {{\n slb_id = \"4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e\"\n \
             listener_id = \"c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43\"\n server_port_set = [{port}]\n}}"
        )
    };
    let refreshing = |version: u32| {
        format!("desired_capacity = 1\ninstance_refresh {{\n triggers = {{ version = {version} }}\n}}")
    };
    let waiting = |number: u32| format!("wait_for_capacity_timeout = \"1m\"\ndesired_capacity = {number}");
    let alone = Feature {
        adds_to: None,
        ..life("", "remove_policy = \"RemoveNewestInstance\"")
    };
    let by_force = Feature {
        base: group("force_delete = true"),
        attaches: true,
        steps: vec![configuration_alone()],
        adds_to: Some("`ksyun_scaling_group`"),
        ..Feature::default()
    };
    [
        ("`ksyun_scaling_group`", alone),
        (
            "… with `slb_config_set` that changes",
            life(&listener(80), &listener(81)),
        ),
        (
            "… with `status` that changes",
            life("status = \"UnActive\"", "status = \"Active\""),
        ),
        (
            "… with `wait_for_capacity_timeout`",
            life(&waiting(1), &waiting(2)),
        ),
        ("… with `instance_refresh`", life(&refreshing(1), &refreshing(2))),
        ("… with `force_delete`", by_force),
    ]
}

fn of_members() -> [(&'static str, Feature); 6] {
    let life = |kind: &str, before: &str, after: &str| {
        let with = |arguments: &str| {
            web_and(
                &format!("{kind}.web"),
                &format!("scaling_group_id = {GROUP}.id\n{arguments}"),
            )
        };
        Feature {
            base: WEB.to_owned(),
            steps: vec![with(before), with(after), WEB.to_owned()],
            ..Feature::default()
        }
    };
    let policy = |threshold: u32| {
        format!(
            "dimension_name = \"cpu_usage\"\ncomparison_operator = \"Greater\"\nthreshold = {threshold}\n\
             adjustment_type = \"QuantityChangeInCapacity\"\nadjustment_value = 1"
        )
    };
    let task = |size: u32| {
        format!(
            "readjust_min_size = 0\nreadjust_expect_size = {size}\nreadjust_max_size = 3\n\
             start_time = \"2099-11-11 00:00:00\""
        )
    };
    let notification = |kind: u32| format!("scaling_notification_types = [\"{kind}\"]");
    let instance = |protected: u32| {
        format!(
            "scaling_instance_id = \"4c5b8053-6245-4824-9a34-9f866b5f0593\"\nprotected_from_detach = {protected}"
        )
    };
    let capacity = |minimum: u32| format!("minimum = {minimum}");
    let listener = |weight: u32| {
        format!(
            "slb_id = \"4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e\"\nlistener_id = \"c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43\"\n\
             server_port_set = [80]\nweight = {weight}"
        )
    };
    [
        (
            "`ksyun_scaling_load_balancer_attachment`",
            life(
                "ksyun_scaling_load_balancer_attachment",
                &listener(1),
                &listener(2),
            ),
        ),
        (
            "`ksyun_scaling_group_capacity`",
            life("ksyun_scaling_group_capacity", &capacity(0), "healthy = true"),
        ),
        (
            "`ksyun_scaling_policy`",
            life("ksyun_scaling_policy", &policy(70), &policy(80)),
        ),
        (
            "`ksyun_scaling_scheduled_task`",
            life("ksyun_scaling_scheduled_task", &task(1), &task(2)),
        ),
        (
            "`ksyun_scaling_notification`",
            life("ksyun_scaling_notification", &notification(2), &notification(4)),
        ),
        (
            "`ksyun_scaling_instance`",
            life("ksyun_scaling_instance", &instance(0), &instance(1)),
        ),
    ]
}

/// The actions of the API that each row of a section of the guide names.
fn rows(section: &str) -> BTreeMap<String, BTreeSet<String>> {
    let guide = fs::read_to_string(root().join("docs/guides/least-privilege.md")).expect("the guide");
    let (_, section) = guide
        .split_once(&format!("\n## {section}\n"))
        .expect("a section of the guide");
    let lines = section.lines().take_while(|line| !line.starts_with("## "));
    let cells = lines.filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let rows = cells.filter(|(feature, _)| *feature != "Feature");
    rows.map(|(feature, actions)| {
        let actions = actions.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (feature.to_owned(), actions)
    })
    .collect()
}

#[test]
fn each_resource_needs_the_actions_that_the_guide_names_and_no_others() {
    let (mut rows, features) = (rows("To look"), features());
    rows.extend(self::rows("To manage"));
    assert_eq!(
        rows.keys().map(String::as_str).collect::<Vec<_>>(),
        features.keys().copied().collect::<Vec<_>>()
    );
    for (name, feature) in features {
        let own = &rows[name];
        let mut allowed: BTreeSet<&str> = own.iter().map(String::as_str).collect();
        feature.read_along().for_each(|read| {
            allowed.insert(read);
        });
        if let Some(other) = feature.adds_to {
            allowed.extend(rows[other].iter().map(String::as_str));
        }
        require_all(name, own, &used(name, &feature, &allowed));
    }
}

#[test]
fn each_action_needs_the_actions_of_the_api_that_the_guide_names_and_no_others() {
    let rows = rows("To act");
    let mut kinds: Vec<String> = action_kinds().iter().map(|kind| format!("`{kind}`")).collect();
    kinds.sort();
    assert_eq!(rows.keys().cloned().collect::<Vec<_>>(), kinds);
    for (name, own) in rows {
        let mut allowed: BTreeSet<&str> = own.iter().map(String::as_str).collect();
        allowed.extend(["DescribeScalingConfiguration", "DescribeScalingGroup"]);
        let Some(called) = invoke_action_example(name.trim_matches('`'), &refusals(&allowed)) else {
            return;
        };
        require_all(&name, &own, &called.into_iter().collect());
    }
}

/// What a row names is called.
fn require_all(name: &str, row: &BTreeSet<String>, called: &BTreeSet<String>) {
    let unused: Vec<_> = row.difference(called).collect();
    assert!(
        unused.is_empty(),
        "{name} does not need {unused:?}, it calls {called:?}"
    );
}

/// The actions that are called while the `feature` is used by somebody who may call those that are `allowed`.
fn used(name: &str, feature: &Feature, allowed: &BTreeSet<&str>) -> BTreeSet<String> {
    eprintln!("{name}: {allowed:?}");
    let mut s = Scenario::start();
    if !feature.base.is_empty() {
        s.apply(feature.base.as_str());
    }
    if feature.attaches {
        attach(&s);
    }
    s.emulator().fault(&refusals(allowed));
    let mut called = BTreeSet::new();
    for step in &feature.steps {
        s.apply(step.as_str());
        called.extend(s.emulator().calls().into_keys());
    }
    if feature.destroys {
        s.destroy();
        called.extend(s.emulator().calls().into_keys());
    }
    called
}

/// Puts an instance into the group that the group may not remove.
fn attach(s: &Scenario) {
    let (group, instance) = (s.id(GROUP), "4c5b8053-6245-4824-9a34-9f866b5f0593");
    let of_group = ("ScalingGroupId", group.as_str());
    let api = |action: &str, more: &[(&str, &str)]| s.emulator().api(action, &[&[of_group], more].concat());
    api("AttachInstance", &[("ScalingInstanceId.1", instance)]);
    wait_until("the attachment", || {
        let listed = api("DescribeScalingInstance", &[]);
        let listed = listed["ScalingInstanceSet"].as_array().expect("a list");
        listed.iter().any(|member| member["InstanceId"] == instance)
    });
    api(
        "SetKvmProtectedDetach",
        &[("ScalingInstanceId.1", instance), ("ProtectedFromDetach", "1")],
    );
}

/// The faults of an API that refuses all actions but those.
fn refusals(allowed: &BTreeSet<&str>) -> Value {
    let refused = crate::every_action::ACTIONS
        .iter()
        .filter(|action| !allowed.contains(*action));
    let rules: Vec<Value> = refused
        .map(|action| {
            let message = format!("User: pipeline is not authorized to perform: {action}.");
            let fault = json!({"kind": "error", "status": 403, "code": "AccessDenied", "message": message});
            json!({"action": action, "fault": fault})
        })
        .collect();
    json!({ "api": rules })
}
