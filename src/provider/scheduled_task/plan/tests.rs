use super::super::attributes;
use super::*;
use crate::cty::Value;
use crate::framework::testing::nothing_set;
use crate::framework::{PlanRequest, ProviderServer, Severity};
use crate::provider::KsyunProvider;
use crate::provider::record::ObjectRecord;

/// 2024-06-01 12:00:00 in Beijing.
fn now() -> Timestamp {
    time::parse("2024-06-01 12:00:00").unwrap()
}

/// A one-time task that is still to come.
fn task() -> ScheduledTaskModel {
    ScheduledTaskModel {
        scaling_group_id: "436995593677910016".into(),
        start_time: "2024-06-02 09:00:00".into(),
        end_time: Field::Null,
        recurrence: Field::Null,
        repeat_unit: Field::Null,
        repeat_cycle: Field::Null,
        ..ScheduledTaskModel::default()
    }
}

fn recurring(line: &str) -> ScheduledTaskModel {
    ScheduledTaskModel {
        recurrence: line.into(),
        end_time: "2025-01-01 00:00:00".into(),
        ..task()
    }
}

/// What is said when `config` is planned as a new task.
fn created(config: ScheduledTaskModel) -> String {
    let mut plan = Plan {
        planned: config.clone(),
        config,
        prior: None,
        requires_replace: Vec::new(),
        private: ObjectRecord::default(),
        unknowns: crate::framework::Unknowns::default(),
    };
    let mut diagnostics = Diagnostics::new();
    validate(&plan.config, &mut diagnostics);
    adjust(&mut plan, now(), &mut diagnostics);
    shown(&diagnostics)
}

/// The plan that turns `prior` into `config`, as the schema's rules complete it, and what is said.
fn updated(
    prior: &ScheduledTaskModel,
    config: ScheduledTaskModel,
) -> (Plan<ScheduledTaskModel, ObjectRecord>, Diagnostics) {
    let or_prior = |config: &Field<String>, prior: &Field<String>| match config {
        Field::Null => prior.clone(),
        set => set.clone(),
    };
    let planned = ScheduledTaskModel {
        end_time: or_prior(&config.end_time, &prior.end_time),
        recurrence: or_prior(&config.recurrence, &prior.recurrence),
        ..config.clone()
    };
    let mut plan = Plan {
        config,
        prior: Some(prior.clone()),
        planned,
        requires_replace: Vec::new(),
        private: ObjectRecord::default(),
        unknowns: crate::framework::Unknowns::default(),
    };
    let mut diagnostics = Diagnostics::new();
    adjust(&mut plan, now(), &mut diagnostics);
    (plan, diagnostics)
}

fn replaced_for(plan: &Plan<ScheduledTaskModel, ObjectRecord>) -> Vec<String> {
    plan.requires_replace.iter().map(ToString::to_string).collect()
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

/// What the provider refuses when it validates a configuration with these attributes, and plans it.
fn validated(attributes: &[(&str, Value)]) -> String {
    let mut config = nothing_set(&attributes::schema());
    config.insert("scaling_group_id".to_owned(), "436995593677910016".into());
    config.insert("start_time".to_owned(), "2024-06-02 09:00:00".into());
    config.extend(
        attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    let (server, config) = (
        ProviderServer::new(KsyunProvider::default()),
        Value::Object(config),
    );
    let type_name = "ksyun_scaling_scheduled_task".to_owned();
    let mut diagnostics = server.validate_resource_config(&type_name, &config, true);
    if !diagnostics.has_errors() {
        let planned = server.plan_resource_change(&PlanRequest {
            type_name,
            proposed: config.clone(),
            config,
            prior: Value::Null,
            private: Vec::new(),
        });
        let refusals = planned.diagnostics.into_iter();
        diagnostics.extend(refusals.filter(|said| said.severity == Severity::Error));
    }
    shown(&diagnostics)
}

#[test]
fn what_fits_the_api_is_accepted() {
    for attributes in [
        vec![],
        vec![
            ("start_time", "2024-06-02T01:00:00Z".into()),
            ("end_time", "2024-06-02 09:00:01".into()),
        ],
        vec![
            ("recurrence", "0,30 8-18/2 * * 1-5".into()),
            ("end_time", "2025-01-01 00:00:00".into()),
        ],
        vec![("recurrence", "".into()), ("end_time", "".into())],
        vec![
            ("repeat_unit", "Week".into()),
            ("repeat_cycle", "[\"1\",\"2\",\"3\"]".into()),
            ("end_time", "2025-01-01 00:00:00".into()),
        ],
        vec![
            ("readjust_min_size", 0.into()),
            ("readjust_expect_size", 0.into()),
            ("readjust_max_size", 0.into()),
        ],
        vec![("readjust_max_size", 9.into())],
    ] {
        assert_eq!(validated(&attributes), "", "{attributes:?}");
    }
    assert_eq!(created(task()), "");
    assert_eq!(created(recurring("0 9 * * 1-5")), "");
}

#[test]
fn what_is_not_known_yet_is_not_judged() {
    for unknown in ["readjust_min_size", "start_time", "repeat_unit"] {
        let attributes = [
            ("readjust_min_size", 5.into()),
            ("readjust_expect_size", 7.into()),
            ("readjust_max_size", 8.into()),
            ("end_time", "2024-06-01 09:00:00".into()),
            ("repeat_unit", "Day".into()),
            ("repeat_cycle", "1,2".into()),
            (unknown, Value::unknown()),
        ];
        let said = validated(&attributes);
        assert_eq!(
            said.contains("end_time is not later"),
            unknown != "start_time",
            "{said}"
        );
        assert_eq!(
            said.contains("does not fit repeat_unit"),
            unknown != "repeat_unit",
            "{said}"
        );
        assert!(!said.contains("is above"), "{said}");
    }
    let open = ScheduledTaskModel {
        end_time: Field::Unknown,
        ..recurring("0 9 * * *")
    };
    assert_eq!(created(open), "");
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_fits() {
    let mut refusals: Vec<String> = [
        vec![("scaling_group_id", "".into())],
        vec![("scaling_scheduled_task_name", "".into())],
        vec![("readjust_min_size", (-1).into())],
        vec![("readjust_min_size", 2.into()), ("readjust_max_size", 1.into())],
        vec![("readjust_min_size", 2.into())],
        vec![("readjust_max_size", 0.into())],
        vec![("readjust_min_size", 2.into()), ("readjust_max_size", 4.into())],
        vec![
            ("readjust_max_size", 4.into()),
            ("readjust_expect_size", 5.into()),
        ],
        vec![("start_time", "".into())],
        vec![("start_time", "tomorrow at nine".into())],
        vec![("start_time", "2024-02-30 09:00:00".into())],
        vec![("start_time", "2024-06-02T09:00:00".into())],
        vec![("end_time", "2024-06-02T09:00:00.5Z".into())],
        vec![("end_time", "2024-06-02 09:00:00".into())],
        vec![("end_time", "2024-06-02T00:00:00Z".into())],
        vec![("recurrence", "* 9 * * *".into())],
        vec![("recurrence", "0 9 * *".into())],
        vec![("recurrence", "0 9 * * MON".into())],
        vec![("repeat_unit", "Year".into())],
        vec![("repeat_cycle", "1".into())],
        vec![("repeat_unit", "Day".into()), ("repeat_cycle", "every".into())],
        vec![("repeat_unit", "Day".into()), ("repeat_cycle", "1,2".into())],
        vec![("repeat_unit", "Week".into()), ("repeat_cycle", "0".into())],
        vec![("repeat_unit", "Month".into()), ("repeat_cycle", "5,2".into())],
    ]
    .iter()
    .map(|attributes| validated(attributes))
    .collect();
    refusals.push(created(ScheduledTaskModel {
        end_time: Field::Null,
        ..recurring("0 9 * * *")
    }));
    assert!(
        refusals.iter().all(|refusal| refusal.starts_with("Error at ")),
        "{refusals:#?}"
    );
    insta::assert_snapshot!(refusals.join("\n\n"));
}

#[test]
fn every_warning_says_what_will_happen() {
    let past = || Field::from("2024-05-01 09:00:00");
    let warnings = [
        created(ScheduledTaskModel {
            start_time: past(),
            ..task()
        }),
        created(ScheduledTaskModel {
            start_time: past(),
            ..recurring("0 9 * * *")
        }),
        created(ScheduledTaskModel {
            start_time: past(),
            end_time: "2024-05-31 00:00:00".into(),
            ..recurring("0 9 * * *")
        }),
        created(recurring("0 9 30 2 *")),
        created(ScheduledTaskModel {
            end_time: "2024-06-02 09:00:01".into(),
            ..recurring("30 9 * * *")
        }),
        created(ScheduledTaskModel {
            start_time: past(),
            repeat_unit: "Week".into(),
            repeat_cycle: "1".into(),
            end_time: "2025-01-01 00:00:00".into(),
            ..task()
        }),
        created(ScheduledTaskModel {
            repeat_unit: "Day".into(),
            repeat_cycle: "1".into(),
            ..recurring("0 9 * * *")
        }),
        created(ScheduledTaskModel {
            repeat_unit: "Day".into(),
            end_time: "2025-01-01 00:00:00".into(),
            ..task()
        }),
        shown(&updated(&recurring("0 9 * * *"), task()).1),
    ];
    assert!(
        warnings.iter().all(|warning| warning.starts_with("Warning at ")),
        "{warnings:#?}"
    );
    insta::assert_snapshot!(warnings.join("\n\n"));
}

#[test]
fn the_start_itself_and_the_end_itself_are_times_at_which_a_task_fires() {
    let start = ScheduledTaskModel {
        end_time: "2024-06-02 09:00:01".into(),
        ..recurring("0 9 * * *")
    };
    assert_eq!(created(start), "");
    let end = ScheduledTaskModel {
        end_time: "2024-06-02 10:00:00".into(),
        ..recurring("0 10 * * *")
    };
    assert_eq!(created(end), "");
}

#[test]
fn the_time_of_day_is_no_matter_for_a_task_that_exists() {
    let old = ScheduledTaskModel {
        start_time: "2020-01-01 09:00:00".into(),
        ..task()
    };
    let (plan, diagnostics) = updated(&old, old.clone());
    assert_eq!((plan.planned, diagnostics), (old, Diagnostics::new()));
}

#[test]
fn a_task_that_exists_is_warned_about_when_its_times_change() {
    let started = |recurrence: &str, end: &str| ScheduledTaskModel {
        start_time: "2024-01-01 00:00:00".into(),
        end_time: end.into(),
        ..recurring(recurrence)
    };
    let daily = started("0 9 * * *", "2025-01-01 00:00:00");
    let told = |to: ScheduledTaskModel| shown(&updated(&daily, to).1);
    // That it has started is as it should be.
    assert_eq!(told(started("0 10 * * *", "2025-01-01 00:00:00")), "");
    assert!(told(started("0 9 30 2 *", "2025-01-01 00:00:00")).contains("The task never fires"));
    assert!(told(started("0 9 1 12 *", "2024-11-30 00:00:00")).contains("2024-12-01 09:00:00"));
    assert!(told(started("0 9 * * *", "2024-05-01 00:00:00")).contains("The task has ended already"));

    let sooner = ScheduledTaskModel {
        start_time: "2024-06-01 09:00:00".into(),
        ..task()
    };
    assert!(
        shown(&updated(&task(), sooner.clone()).1).contains("The task fires once, and its time has passed")
    );
    let renamed = ScheduledTaskModel {
        scaling_scheduled_task_name: "other".into(),
        ..sooner.clone()
    };
    assert_eq!(shown(&updated(&sooner, renamed).1), "");
}

#[test]
fn an_end_that_stays_must_still_be_after_a_new_start() {
    let later = ScheduledTaskModel {
        start_time: "2025-02-01 00:00:00".into(),
        end_time: Field::Null,
        ..recurring("0 9 * * *")
    };
    let (_, diagnostics) = updated(&recurring("0 9 * * *"), later);
    assert_eq!(
        diagnostics.iter().next().unwrap().summary,
        "end_time is not later than start_time"
    );
}

#[test]
fn what_the_api_cannot_unset_asks_for_a_new_task() {
    let empty = || Field::from("");
    let once = ScheduledTaskModel {
        recurrence: empty(),
        end_time: empty(),
        ..task()
    };
    let (plan, diagnostics) = updated(&recurring("0 9 * * *"), once);
    assert_eq!(replaced_for(&plan), ["end_time", "recurrence"]);
    assert!(diagnostics.is_empty());

    let weekly = ScheduledTaskModel {
        repeat_unit: "Week".into(),
        repeat_cycle: "1".into(),
        end_time: "2025-01-01 00:00:00".into(),
        ..task()
    };
    let once = ScheduledTaskModel {
        end_time: weekly.end_time.clone(),
        ..task()
    };
    let (plan, _) = updated(&weekly, once);
    assert_eq!(replaced_for(&plan), ["repeat_unit", "repeat_cycle"]);
}

#[test]
fn another_kind_of_repetition_asks_for_a_new_task() {
    let weekly = ScheduledTaskModel {
        repeat_unit: "Week".into(),
        repeat_cycle: "1".into(),
        recurrence: Field::Null,
        ..recurring("")
    };
    let (plan, diagnostics) = updated(&recurring("0 9 * * 1"), weekly.clone());
    assert_eq!(replaced_for(&plan), ["recurrence"]);
    assert_eq!(plan.planned.recurrence, Field::Null);
    assert!(diagnostics.is_empty());

    let (plan, _) = updated(&weekly, recurring("0 9 * * 1"));
    assert_eq!(replaced_for(&plan), ["repeat_unit", "repeat_cycle"]);
}

#[test]
fn a_repetition_that_may_take_the_place_of_another_is_planned_so() {
    let perhaps_weekly = ScheduledTaskModel {
        repeat_unit: Field::Unknown,
        repeat_cycle: "1".into(),
        recurrence: Field::Null,
        ..recurring("")
    };
    let (plan, _) = updated(&recurring("0 9 * * 1"), perhaps_weekly);
    assert_eq!(replaced_for(&plan), ["recurrence"]);
    assert_eq!(plan.planned.recurrence, Field::Unknown);
}

#[test]
fn only_what_was_set_and_may_be_taken_away_asks_for_a_new_task() {
    let (plan, _) = updated(&task(), recurring("0 9 * * *"));
    assert_eq!(replaced_for(&plan), [] as [&str; 0]);
    let unknown = ScheduledTaskModel {
        recurrence: Field::Unknown,
        end_time: Field::Unknown,
        ..task()
    };
    let (plan, diagnostics) = updated(&recurring("0 9 * * *"), unknown.clone());
    assert_eq!(replaced_for(&plan), ["end_time", "recurrence"]);
    assert!(diagnostics.is_empty());
    let (plan, _) = updated(&task(), unknown);
    assert_eq!(replaced_for(&plan), [] as [&str; 0]);
}
