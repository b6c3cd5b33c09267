//! What the provider block says of all configurations: tags, tags of others, and the project.

use serde_json::{Value, json};

use super::{CONFIGURATION, web};
use crate::support::{Scenario, create, replace, update};

/// The configuration `web` with these arguments, under a provider block with those.
fn under(provider: &str, arguments: &str) -> String {
    format!("provider \"ksyun\" {{\n{provider}\n}}\n{}", web(arguments))
}

const TEAM: &str = r#"default_tags { tags = { team = "edge" } }"#;

/// The tags that the API has.
fn at_the_api(s: &Scenario) -> Value {
    let id = s.id(CONFIGURATION);
    let answer = s.emulator().api(
        "DescribeScalingConfiguration",
        &[("ScalingConfigurationId.1", &id)],
    );
    let tags = &answer["ScalingConfigurationSet"][0]["TagSet"];
    let tags = tags.as_array().expect("the API answers with tags");
    tags.iter()
        .map(|tag| {
            (
                tag["Key"].as_str().unwrap_or_default().to_owned(),
                tag["Value"].clone(),
            )
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn tag_outside(s: &Scenario, tags: &[(&str, &str)]) {
    let id = s.id(CONFIGURATION);
    let mut parameters = vec![("ScalingConfigurationId".to_owned(), id.as_str())];
    for (index, (key, value)) in tags.iter().enumerate() {
        parameters.push((format!("Tag.{}.Key", index + 1), key));
        parameters.push((format!("Tag.{}.Value", index + 1), value));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    s.emulator().api("ModifyScalingConfiguration", &parameters);
}

#[test]
fn matrix_the_providers_tags_are_those_of_every_configuration_beside_its_own() {
    let mut s = Scenario::start();
    let own = r#"tags = { env = "test" }"#;
    s.apply(under(TEAM, own).as_str())
        .plans([create(CONFIGURATION)])
        .state(
            CONFIGURATION,
            &json!({"tags": {"env": "test"}, "tags_all": {"env": "test", "team": "edge"}}),
        )
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), json!({"env": "test", "team": "edge"}));

    s.apply(under(TEAM, r#"tags = { env = "live", team = "core" }"#).as_str())
        .plans([update(CONFIGURATION)])
        .state(
            CONFIGURATION,
            &json!({"tags_all": {"env": "live", "team": "core"}}),
        )
        .then_plan_is_empty();

    s.apply(under(TEAM, "").as_str())
        .plans([update(CONFIGURATION)])
        .state(
            CONFIGURATION,
            &json!({"tags": null, "tags_all": {"team": "edge"}}),
        )
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), json!({"team": "edge"}));

    s.apply(under(r#"default_tags { tags = { team = "core" } }"#, "").as_str())
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .then_plan_is_empty();
}

#[test]
fn the_last_tags_of_the_provider_stay_with_a_warning_and_replace_nothing() {
    let mut s = Scenario::start();
    s.apply(under(TEAM, "").as_str());
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .warning("keeps the tags that the provider gave it")
        .at(CONFIGURATION)
        .saying("team")
        .calls(&json!({}))
        .state(CONFIGURATION, &json!({"tags": null, "tags_all": null}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), json!({"team": "edge"}));
    // Tags of its own that are taken away are another matter.
    s.apply(web(r#"tags = { env = "test" }"#).as_str())
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), json!({"env": "test"}));
    s.apply(web("").as_str()).plans([replace(CONFIGURATION)]);
}

#[test]
fn tags_that_were_changed_outside_are_set_back() {
    let mut s = Scenario::start();
    let config = under(TEAM, r#"tags = { env = "test" }"#);
    s.apply(config.as_str());
    tag_outside(&s, &[("env", "test"), ("team", "nobody"), ("more", "than-that")]);
    s.apply(config.as_str())
        .plans([update(CONFIGURATION)])
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), json!({"env": "test", "team": "edge"}));
}

#[test]
fn tags_that_something_else_looks_after_stay() {
    let mut s = Scenario::start();
    let ignoring = r#"ignore_tags {
        keys         = ["owner"]
        key_prefixes = ["billing:"]
      }"#;
    s.apply(under(ignoring, "").as_str());
    tag_outside(&s, &[("owner", "x"), ("billing:code", "7"), ("other", "y")]);
    s.apply(under(ignoring, "").as_str())
        .plans([])
        .state(CONFIGURATION, &json!({"tags": null}));
    // Whoever manages tags from now on takes what is nobody's away, and nothing else.
    s.apply(under(ignoring, r#"tags = { env = "test" }"#).as_str())
        .plans([update(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"tags": {"env": "test"}}))
        .then_plan_is_empty();
    assert_eq!(
        at_the_api(&s),
        json!({"billing:code": "7", "env": "test", "owner": "x"})
    );
    tag_outside(&s, &[("owner", "z"), ("env", "test")]);
    s.apply(under(ignoring, r#"tags = { env = "test" }"#).as_str())
        .plans([]);
}

#[test]
fn an_import_knows_the_providers_tags_from_the_configurations_own() {
    let mut s = Scenario::start();
    let config = under(TEAM, r#"tags = { env = "test" }"#);
    s.apply(config.as_str());
    let id = s.id(CONFIGURATION);
    s.forget(CONFIGURATION);
    s.import(config.as_str(), CONFIGURATION, &id)
        .state(CONFIGURATION, &json!({"tags": {"env": "test"}}))
        .then_plan_is_empty();
}

#[test]
fn new_configurations_are_made_in_the_providers_project() {
    let mut s = Scenario::start();
    s.apply(under("project_id = 103800", "").as_str())
        .state(CONFIGURATION, &json!({"project_id": 103_800}))
        .then_plan_is_empty();
    // It is where it is; another default is for others.
    s.apply(under("project_id = 103801", "").as_str()).plans([]);
}
