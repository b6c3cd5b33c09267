use super::super::attributes;
use super::*;
use crate::cty::Value;
use crate::framework::testing::nothing_set;
use crate::framework::{PlanRequest, ProviderServer};
use crate::provider::KsyunProvider;

const TYPE: &str = "ksyun_scaling_policy";

/// A configuration with a group and these attributes.
fn config(attributes: &[(&str, Value)]) -> Value {
    let mut config = nothing_set(&attributes::schema());
    config.insert("scaling_group_id".to_owned(), "436995593677910016".into());
    config.extend(
        attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    Value::Object(config)
}

/// What the provider says when it validates a configuration with these attributes, as a person would read it.
fn validated(attributes: &[(&str, Value)]) -> String {
    let diagnostics = ProviderServer::new(KsyunProvider::default()).validate_resource_config(
        TYPE,
        &config(attributes),
        true,
    );
    shown(&diagnostics)
}

/// What the provider says when it plans to create such a policy.
fn planned(attributes: &[(&str, Value)]) -> String {
    let config = config(attributes);
    let request = PlanRequest {
        type_name: TYPE.to_owned(),
        proposed: config.clone(),
        config,
        prior: Value::Null,
        private: Vec::new(),
    };
    let response = ProviderServer::new(KsyunProvider::default()).plan_resource_change(&request);
    shown(&response.diagnostics)
}

fn shown(diagnostics: &Diagnostics) -> String {
    let lines = diagnostics.iter().map(|diagnostic| {
        let path = diagnostic
            .path
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!(
            "{:?} at {path}: {}\n  {}",
            diagnostic.severity, diagnostic.summary, diagnostic.detail
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_fits_the_api_is_accepted() {
    for attributes in [
        vec![],
        vec![("threshold", 0.into())],
        vec![
            ("comparison_operator", "EqualOrGreater".into()),
            ("threshold", 100.into()),
        ],
        vec![
            ("dimension_name", "net_intraffic".into()),
            ("threshold", 4000.into()),
        ],
        vec![("adjustment_value", (-7).into())],
        vec![
            ("adjustment_type", "TotalCapacity".into()),
            ("adjustment_value", 0.into()),
        ],
        vec![
            ("adjustment_type", "PercentChangeInCapacity".into()),
            ("adjustment_value", (-100).into()),
        ],
    ] {
        assert_eq!(validated(&attributes), "", "{attributes:?}");
        assert_eq!(planned(&attributes), "", "{attributes:?}");
    }
}

#[test]
fn what_is_not_known_yet_is_not_judged() {
    for unknown in [
        "dimension_name",
        "threshold",
        "adjustment_type",
        "adjustment_value",
        "scaling_group_id",
    ] {
        let attributes = [
            ("dimension_name", "cpu_usage".into()),
            ("threshold", 101.into()),
            ("adjustment_type", "TotalCapacity".into()),
            ("adjustment_value", (-1).into()),
            (unknown, Value::unknown()),
        ];
        let said = validated(&attributes);
        assert!(
            !said.contains(unknown) || unknown == "scaling_group_id",
            "{unknown}: {said}"
        );
        let judged_pair = match unknown {
            "dimension_name" | "threshold" => "adjustment_value",
            _ => "threshold",
        };
        assert!(said.contains(judged_pair), "{unknown}: {said}");
    }
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_fits() {
    let refusals: Vec<String> = [
        vec![("scaling_group_id", "".into())],
        vec![("scaling_policy_name", "".into())],
        vec![("dimension_name", "disk_usage".into())],
        vec![("comparison_operator", ">".into())],
        vec![("function", "sum".into())],
        vec![("threshold", (-1).into())],
        vec![("threshold", 101.into())],
        vec![("dimension_name", "mem_usage".into()), ("threshold", 101.into())],
        vec![
            ("dimension_name", "net_outtraffic".into()),
            ("threshold", 0.into()),
        ],
        vec![
            ("dimension_name", "listener_intraffic".into()),
            ("threshold", 0.into()),
        ],
        vec![("repeat_times", 0.into())],
        vec![("repeat_times", 11.into())],
        vec![("period", 59.into())],
        vec![("period", 1_000_000.into())],
        vec![("adjustment_type", "ChangeInCapacity".into())],
        vec![
            ("adjustment_type", "TotalCapacity".into()),
            ("adjustment_value", (-1).into()),
        ],
        vec![
            ("adjustment_type", "PercentChangeInCapacity".into()),
            ("adjustment_value", 101.into()),
        ],
        vec![
            ("adjustment_type", "PercentChangeInCapacity".into()),
            ("adjustment_value", (-101).into()),
        ],
        vec![("adjustment_value", 1001.into())],
        vec![("cool_down", 59.into())],
    ]
    .iter()
    .map(|attributes| validated(attributes))
    .collect();
    insta::assert_snapshot!(refusals.join("\n\n"));
}

#[tokio::test]
async fn a_policy_without_effect_is_warned_about() {
    let mut warnings = Vec::new();
    for attributes in [
        vec![("adjustment_value", 0.into())],
        vec![
            ("adjustment_type", "PercentChangeInCapacity".into()),
            ("adjustment_value", 0.into()),
        ],
        vec![("threshold", 100.into())],
        vec![("comparison_operator", "Less".into()), ("threshold", 0.into())],
    ] {
        warnings.push(planned(&attributes));
    }
    insta::assert_snapshot!(warnings.join("\n\n"));
}
