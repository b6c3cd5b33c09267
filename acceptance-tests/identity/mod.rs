//! Identities: what Terraform 1.12 and later know an object by, apart from its state.

mod import;

use serde_json::{Value, json};

use crate::support::{Feature, Scenario, delete, hcl, replace, update};

const GROUP: &str = "ksyun_scaling_group.web";
const CONFIGURATION: &str = "ksyun_scaling_configuration.web";
const REGION: &str = "cn-beijing-6";

/// The identity of the group or configuration of this id.
fn identity(address: &str, id: &str) -> Value {
    let attribute = if address == GROUP {
        "scaling_group_id"
    } else {
        "scaling_configuration_id"
    };
    json!({"region": REGION, attribute: id})
}

/// The configuration of all scenarios, with more text at its end.
fn web_and(more: &str) -> String {
    format!("{}\n{more}", include_str!("web.tf"))
}

#[test]
fn matrix_an_identity_stays_the_same_from_create_to_destroy() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    s.apply(hcl!("identity/web.tf"));
    let (group, configuration) = (s.id(GROUP), s.id(CONFIGURATION));
    let changed = include_str!("web.tf").replace("max_size                 = 3", "max_size = 4");
    s.apply(changed.as_str())
        .plans([update(GROUP)])
        .identity(GROUP, &identity(GROUP, &group))
        .identity(CONFIGURATION, &identity(CONFIGURATION, &configuration))
        .then_plan_is_empty();
    s.refresh().identity(GROUP, &identity(GROUP, &group));
    s.destroy().leaves_nothing();
}

#[test]
fn a_replaced_object_gets_an_identity_of_its_own() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    s.apply(hcl!("identity/web.tf"));
    let old = s.id(GROUP);
    s.taint(GROUP);
    s.apply(hcl!("identity/web.tf")).plans([replace(GROUP)]);
    let new = s.id(GROUP);
    assert_ne!(old, new);
    s.plan(hcl!("identity/web.tf"))
        .plans([])
        .identity(GROUP, &identity(GROUP, &new));
}

#[test]
fn a_state_without_identities_gets_them_with_the_next_apply() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    s.apply(hcl!("identity/web.tf"));
    let (group, configuration) = (s.id(GROUP), s.id(CONFIGURATION));
    s.edit_state(|instance| {
        instance.remove("identity");
        instance.remove("identity_schema_version");
    });
    s.plan(hcl!("identity/web.tf"))
        .plans([])
        .identity(GROUP, &Value::Null);
    s.refresh()
        .identity(GROUP, &identity(GROUP, &group))
        .identity(CONFIGURATION, &identity(CONFIGURATION, &configuration));
}

#[test]
fn another_region_is_an_error_and_no_object_that_is_gone() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    s.apply(hcl!("identity/web.tf"));
    let elsewhere = web_and("provider \"ksyun\" {\n  region = \"cn-shanghai-2\"\n}");
    s.plan_fails(elsewhere.as_str())
        .error("The object is in another region")
        .at(CONFIGURATION)
        .saying("It is in region cn-beijing-6, and the provider works in cn-shanghai-2.")
        .calls(&json!({}));
    s.apply(hcl!("identity/web.tf")).plans([]).calls(&json!({}));
}

#[test]
fn another_region_is_noticed_before_anything_is_changed_without_a_refresh() {
    let mut s = Scenario::start();
    s.apply(hcl!("identity/web.tf"));
    let elsewhere = web_and("provider \"ksyun\" {\n  region = \"cn-shanghai-2\"\n}")
        .replace("max_size                 = 3", "max_size = 4");
    s.apply_without_refresh_fails(elsewhere.as_str())
        .error("The object is in another region")
        .at(CONFIGURATION)
        .saying("in region cn-beijing-6")
        .calls(&json!({}))
        .reads(&json!({}));
}

#[test]
fn what_is_destroyed_is_destroyed_where_it_is() {
    let mut s = Scenario::start();
    s.apply(hcl!("identity/web.tf"));
    s.apply("provider \"ksyun\" {\n  region = \"cn-shanghai-2\"\n}")
        .plans([GROUP, CONFIGURATION].map(delete))
        .leaves_nothing();
}

#[test]
fn matrix_a_terraform_without_identities_is_not_affected() {
    let mut s = Scenario::start();
    s.apply(hcl!("identity/web.tf")).then_plan_is_empty();
    let id = s.id(GROUP);
    s.forget(GROUP);
    s.import(hcl!("identity/web.tf"), GROUP, &id).then_plan_is_empty();
    s.destroy().leaves_nothing();
}
