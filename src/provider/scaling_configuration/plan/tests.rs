use super::*;
use crate::cty::{Refinements, Value};
use crate::framework::testing::nothing_set;
use crate::framework::{Map, Sensitive, Severity};
use crate::framework::{PlanRequest, ProviderServer};
use crate::provider::KsyunProvider;

const TYPE: &str = "ksyun_scaling_configuration";

/// A configuration that sets these members, and nothing else but the image.
fn config(members: &[(&str, Value)]) -> Value {
    let mut object = nothing_set(&super::super::attributes::schema());
    object.insert("image_id".to_owned(), "image".into());
    object.extend(
        members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    Value::Object(object)
}

fn secret(text: &str) -> Field<Sensitive> {
    Field::Value(Sensitive(text.to_owned()))
}

/// The messages as a person reads them.
fn rendered(diagnostics: &Diagnostics) -> String {
    let one = |message: &crate::framework::Diagnostic| {
        let severity = match message.severity {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
        };
        let path = message
            .path
            .as_ref()
            .map_or_else(String::new, |path| format!(" at {path}"));
        format!("{severity}{path}: {}\n  {}", message.summary, message.detail)
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_refusal_says_what_is_accepted() {
    let disk = Value::Object(
        [
            ("disk_type".to_owned(), "EHDD".into()),
            ("disk_size".to_owned(), 0.into()),
            ("delete_with_instance".to_owned(), Value::Null),
        ]
        .into(),
    );
    let timeouts = |delete: &str| {
        let mut block = ["create", "read", "update"]
            .map(|name| (name.to_owned(), Value::Null))
            .to_vec();
        block.push(("delete".to_owned(), delete.into()));
        Value::Object(block.into_iter().collect())
    };
    let tags = |count: usize| {
        Value::Map(
            (0..count)
                .map(|index| (format!("k{index}"), "v".into()))
                .collect(),
        )
    };
    let cases: &[&[(&str, Value)]] = &[
        &[("scaling_configuration_name", "".into())],
        &[("image_id", "".into())],
        &[("instance_type", "S6.4A,".into())],
        &[("instance_type", "S6.4A, S6.4A".into())],
        &[("instance_type", "a,b,c,d,e,f,g,h,i,j,k".into())],
        &[("project_id", (-1).into())],
        &[("tags", tags(11))],
        &[("tags", Value::Map([(String::new(), "v".into())].into()))],
        &[(
            "tags",
            Value::Map([("k".to_owned(), "v".repeat(257).into())].into()),
        )],
        &[("system_disk_size", (-1).into())],
        &[("line_id", " ".into())],
        &[("key_id", Value::Set(vec!["key".into(), "".into()]))],
        &[("key_id", Value::Set(vec![Value::Null]))],
        &[("tags", Value::Map([("a&b".to_owned(), "v".into())].into()))],
        &[("system_disk_resize_type", "later".into())],
        &[("data_disk_gb", (-1).into())],
        &[("data_disks", Value::List(vec![disk]))],
        &[
            ("password", "a".into()),
            ("password_wo", "b".into()),
            ("password_wo_version", 1.into()),
        ],
        &[("password_wo", "b".into())],
        &[("user_data", "#!/bin/sh".into())],
        &[("user_data", "AAAA".repeat(5462).into())],
        &[("address_band_width", 0.into())],
        &[("address_project_id", (-1).into())],
        &[("need_monitor_agent", 2.into())],
        &[("need_security_agent", (-1).into())],
        &[("timeouts", timeouts("soon"))],
        &[("timeouts", timeouts("0s"))],
    ];
    let server = ProviderServer::new(KsyunProvider::default());
    let texts = cases.iter().map(|members| {
        let diagnostics = server.validate_resource_config(TYPE, &config(members), true);
        assert!(diagnostics.has_errors(), "{members:?} is accepted");
        rendered(&diagnostics)
    });
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_unknown_is_not_refused() {
    let unknown = Value::unknown;
    let members = [
        ("instance_type", unknown()),
        ("tags", unknown()),
        ("sync_tag", true.into()),
        ("password", unknown()),
        ("password_wo", unknown()),
        ("user_data", unknown()),
        ("system_disk_size", unknown()),
        ("data_disks", unknown()),
    ];
    let diagnostics =
        ProviderServer::new(KsyunProvider::default()).validate_resource_config(TYPE, &config(&members), true);
    assert_eq!(rendered(&diagnostics), "");
}

/// Plans a change from a state with the members `prior` to a configuration that sets the members `wanted`.
fn planned(prior: &[(&str, Value)], wanted: &[(&str, Value)]) -> (Vec<String>, String) {
    let config = config(wanted);
    let response = ProviderServer::new(KsyunProvider::default()).plan_resource_change(&PlanRequest {
        type_name: TYPE.to_owned(),
        proposed: config.clone(),
        config,
        prior: self::config(prior),
        private: Vec::new(),
    });
    let replacing = response.requires_replace.iter().map(ToString::to_string);
    (replacing.collect(), rendered(&response.diagnostics))
}

#[test]
fn what_the_api_can_not_do_is_planned_as_it_can_and_told() {
    let tags = || Value::Map([("k".to_owned(), "v".into())].into());
    let (replacing, messages) = planned(
        &[
            ("tags", tags()),
            ("key_id", Value::Set(vec!["key".into()])),
            ("password", "p".into()),
            ("system_disk_resize_type", "online".into()),
        ],
        &[("key_id", Value::Set(Vec::new()))],
    );
    assert_eq!(replacing, ["key_id", "tags"]);
    insta::assert_snapshot!(messages);
}

#[test]
fn a_change_that_the_api_can_make_is_not_told() {
    let tags = |value: Value| Value::Map([("k".to_owned(), value)].into());
    let not_empty = Value::Unknown(Refinements {
        not_null: true,
        min_length: Some(1),
        ..Refinements::default()
    });
    for (prior, wanted) in [
        (tags("v".into()), tags("w".into())),
        (Value::Null, tags("w".into())),
        (tags("v".into()), not_empty),
    ] {
        assert_eq!(
            planned(&[("tags", prior)], &[("tags", wanted)]),
            (Vec::new(), String::new())
        );
    }
}

#[test]
fn a_list_that_may_turn_out_to_be_empty_is_planned_as_a_new_configuration() {
    let tags = Value::Map([("k".to_owned(), "v".into())].into());
    let (replacing, messages) = planned(&[("tags", tags)], &[("tags", Value::unknown())]);
    assert_eq!(replacing, ["tags"]);
    insta::assert_snapshot!(messages);
}

#[test]
fn a_size_that_the_documentation_does_not_know_is_told_only_when_it_is_new() {
    let size = |size: i64| [("system_disk_size", Value::from(size))];
    let (_, messages) = planned(&size(40), &size(501));
    assert!(
        messages.starts_with("Warning at system_disk_size: Unusual system_disk_size"),
        "{messages}"
    );
    assert_eq!(planned(&size(501), &size(501)).1, "");
    assert_eq!(planned(&size(40), &size(500)).1, "");
}

#[test]
fn an_empty_text_that_stands_for_nothing_is_no_difference() {
    for (name, today) in [("line_id", Value::from("line")), ("charge_type", "".into())] {
        let config = config(&[(name, "".into())]);
        let server = ProviderServer::new(KsyunProvider::default());
        assert!(server.validate_resource_config(TYPE, &config, true).is_empty());
        let response = server.plan_resource_change(&PlanRequest {
            type_name: TYPE.to_owned(),
            proposed: config.clone(),
            config,
            prior: self::config(&[(name, today.clone())]),
            private: Vec::new(),
        });
        assert_eq!(
            response.planned.and_then(|planned| planned.get(name).cloned()),
            Some(today)
        );
        assert!(
            response.diagnostics.is_empty(),
            "{}",
            rendered(&response.diagnostics)
        );
    }
}

#[test]
fn a_password_that_gives_way_to_a_write_only_one_is_not_told() {
    let prior = ScalingConfigurationModel {
        password: secret("p"),
        tags: Field::Value(Map::default()),
        ..ScalingConfigurationModel::default()
    };
    let planned = ScalingConfigurationModel::default();
    let write_only = ScalingConfigurationModel {
        password_wo: secret("q"),
        ..ScalingConfigurationModel::default()
    };
    assert_eq!(unset(&prior, &planned, &planned), ["password"]);
    assert_eq!(unset(&prior, &planned, &write_only), Vec::<&str>::new());
}
