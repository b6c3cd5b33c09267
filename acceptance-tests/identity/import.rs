//! Import by identity: `import { identity = { … } }`.

use serde_json::json;

use super::{CONFIGURATION, GROUP, identity, web_and};
use crate::support::{Feature, Scenario, hcl};

/// A group that exists, and that Terraform has forgotten; its id.
fn forgotten() -> Option<(Scenario, String)> {
    let mut s = Scenario::since(Feature::IDENTITY)?;
    s.apply(hcl!("identity/web.tf"));
    let id = s.id(GROUP);
    s.forget(GROUP);
    Some((s, id))
}

fn import_of(identity: &str) -> String {
    web_and(&format!("import {{\n  to = {GROUP}\n  identity = {identity}\n}}"))
}

#[test]
fn matrix_an_object_is_imported_by_its_identity_with_and_without_its_region() {
    for region in [r#"region = "cn-beijing-6", "#, ""] {
        let Some((mut s, id)) = forgotten() else {
            return;
        };
        let import = import_of(&format!(r#"{{ {region}scaling_group_id = "{id}" }}"#));
        s.plan(import.as_str()).only_imports(1);
        s.apply(import.as_str())
            .calls(&json!({}))
            .identity(GROUP, &identity(GROUP, &id))
            .then_plan_is_empty();
        s.destroy().destroys(2).leaves_nothing();
    }
}

#[test]
fn an_import_by_id_gives_the_object_its_identity_too() {
    let Some((mut s, id)) = forgotten() else {
        return;
    };
    s.import(hcl!("identity/web.tf"), GROUP, &id)
        .identity(GROUP, &identity(GROUP, &id))
        .then_plan_is_empty();
}

#[test]
fn an_identity_can_come_from_another_object() {
    let Some((mut s, id)) = forgotten() else {
        return;
    };
    s.apply(
        import_of(&format!(
            r#"{{ scaling_group_id = var.id }}
}}
variable "id" {{
  default = "{id}""#
        ))
        .as_str(),
    )
    .identity(GROUP, &identity(GROUP, &id));
}

#[test]
fn an_object_is_looked_for_in_the_region_that_its_identity_names() {
    let Some((mut s, id)) = forgotten() else {
        return;
    };
    let elsewhere = import_of(&format!(
        r#"{{ region = "cn-shanghai-2", scaling_group_id = "{id}" }}"#
    ));
    s.plan_fails(elsewhere.as_str())
        .error("Cannot import non-existent remote object")
        .calls(&json!({}));
}

#[test]
fn an_identity_without_an_id_is_refused_and_the_missing_attribute_is_named() {
    let Some((mut s, _)) = forgotten() else {
        return;
    };
    for id in ["null", r#""""#] {
        s.plan_fails(import_of(&format!("{{ scaling_group_id = {id} }}")).as_str())
            .error("incomplete")
            .saying("scaling_group_id is not set");
    }
}

#[test]
fn an_object_that_does_not_exist_is_not_imported() {
    let Some((mut s, _)) = forgotten() else {
        return;
    };
    s.plan_fails(import_of(r#"{ scaling_group_id = "436995593677910016" }"#).as_str())
        .error("Cannot import non-existent remote object")
        .state_holds(&[CONFIGURATION]);
}

#[test]
fn who_imports_or_names_an_object_by_its_name_is_told_its_id() {
    let mut s = Scenario::start();
    s.apply(hcl!("identity/web.tf"));
    let group = s.id(GROUP);
    s.forget(GROUP);
    let hint = format!("is a name; its id is {group}");
    let name = s.emulator().api("DescribeScalingGroup", &[])["ScalingGroupSet"][0]["ScalingGroupName"]
        .as_str()
        .expect("a name")
        .to_owned();
    let import = format!("import {{\n  to = {GROUP}\n  id = {name:?}\n}}");
    s.plan_fails(web_and(&import).as_str())
        .error(&format!("There is no scaling group {name}"))
        .saying(&hint);
    s.plan_fails(
        web_and(&format!(
            "data \"ksyun_scaling_group\" \"x\" {{\n  id = {name:?}\n}}"
        ))
        .as_str(),
    )
    .error("There is no scaling group")
    .at("id")
    .saying(&hint);
    let notification = format!(
        "resource \"ksyun_scaling_notification\" \"n\" {{\n  scaling_group_id = {name:?}\n  scaling_notification_types = [\"1\"]\n}}"
    );
    s.import(hcl!("identity/web.tf"), GROUP, &group);
    s.apply_fails(web_and(&notification).as_str())
        .error("there is no scaling group")
        .at("scaling_group_id")
        .saying(&hint);
}
