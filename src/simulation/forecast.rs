//! Runs the engine ahead and takes down every change of a group.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::account::{Account, Group, Member, Pairs};
use super::measurements::Measurement;
use crate::emulator::api_time::ApiTime;
use crate::emulator::clock::ClockMode;
use crate::emulator::ids::Id;
use crate::emulator::params::Params;
use crate::emulator::service::{Caller, Emulator, EmulatorConfig};

/// Where the groups are put; none is in more than one region.
const REGION: &str = "cn-beijing-6";
/// How long before the start the groups are made, so that they are at rest when it begins.
const SETTLING: Duration = Duration::from_hours(24);
/// More steps than this are no forecast but a mistake.
const MOST_STEPS: usize = 200_000;

/// What is asked.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) from: ApiTime,
    pub(crate) to: ApiTime,
    /// How long every activity takes.
    pub(crate) activity: Duration,
    /// Sorted by time.
    pub(crate) measurements: Vec<Measurement>,
}

/// What will be.
#[derive(Debug, Serialize)]
pub(crate) struct Forecast {
    pub(crate) from: ApiTime,
    pub(crate) to: ApiTime,
    pub(crate) groups: Vec<GroupForecast>,
    pub(crate) notes: Vec<String>,
}

/// What will be of one group.
#[derive(Debug, Serialize)]
pub(crate) struct GroupForecast {
    pub(crate) label: String,
    pub(crate) name: String,
    /// Each holds until the next one.
    pub(crate) changes: Vec<Change>,
    pub(crate) fewest: u32,
    pub(crate) most: u32,
    /// What there is to pay for.
    pub(crate) instance_hours: f64,
}

/// A group from a moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    pub(crate) at: ApiTime,
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) desired: u32,
    pub(crate) instances: u32,
    /// What led to it, in words.
    pub(crate) why: Vec<String>,
}

/// Looks ahead.
///
/// # Errors
/// A sentence about what the API would refuse.
pub(crate) fn forecast(account: Account, question: &Question) -> Result<Forecast, String> {
    let run = Run::begin(&account, question)?;
    run.through(account, question)
}

/// An emulator that runs ahead.
struct Run {
    emulator: Emulator,
    ids: Vec<Id>,
    changes: Vec<Vec<Change>>,
    /// The number of the last event that was taken down.
    event: u64,
}

impl Run {
    /// Makes everything, and lets the groups come to rest.
    fn begin(account: &Account, question: &Question) -> Result<Self, String> {
        let config = EmulatorConfig {
            clock: ClockMode::Manual,
            activity_seconds: question.activity.as_secs_f64(),
            ..EmulatorConfig::default()
        };
        let emulator = Emulator::new(config).map_err(|error| error.to_string())?;
        let made = ApiTime::from_unix_millis(question.from.unix_millis() - millis(SETTLING));
        if !emulator.clock().set(made) {
            return Err(format!(
                "{} is too early: the emulator's time begins in 2024",
                question.from
            ));
        }
        let mut run = Self {
            emulator,
            ids: Vec::new(),
            changes: Vec::new(),
            event: 0,
        };
        let configuration = run.configuration()?;
        for group in &account.groups {
            run.make_group(group, &configuration)?;
        }
        run.emulator.clock().set(question.from);
        // What fires at the very beginning is part of the answer.
        run.emulator.look(|_| ());
        run.event = run.emulator.journal().read(u64::MAX, 0).1;
        for (at, group) in account.groups.iter().enumerate() {
            let id = run.ids[at].to_string();
            for (action, members) in [
                ("CreateScalingPolicy", &group.policies),
                ("CreateScheduledTask", &group.tasks),
            ] {
                for member in members {
                    run.make_member(action, member, &id)?;
                }
            }
        }
        Ok(run)
    }

    /// Goes from event to event.
    fn through(mut self, account: Account, question: &Question) -> Result<Forecast, String> {
        self.look(question.from);
        let mut measurements = question
            .measurements
            .iter()
            .skip_while(|measurement| measurement.at < question.from)
            .peekable();
        for step in 0.. {
            if step == MOST_STEPS {
                return Err(format!(
                    "more than {MOST_STEPS} things would happen; look ahead for a shorter time"
                ));
            }
            let measured = measurements.peek().map(|measurement| measurement.at);
            let due = self.emulator.next_due();
            let Some(at) = measured
                .into_iter()
                .chain(due)
                .min()
                .filter(|at| *at <= question.to)
            else {
                break;
            };
            self.emulator.clock().set(at);
            while let Some(measurement) = measurements.next_if(|measurement| measurement.at == at) {
                self.measure(&account.groups, measurement)?;
            }
            self.look(at);
        }
        let groups = account.groups.iter().zip(self.changes);
        Ok(Forecast {
            from: question.from,
            to: question.to,
            groups: groups
                .map(|(group, changes)| GroupForecast::of(group, changes, question.to))
                .collect(),
            notes: account.notes,
        })
    }

    fn call(&self, action: &str, pairs: &[&Pairs], label: &str) -> Result<Map<String, Value>, String> {
        let pairs = pairs.iter().flat_map(|pairs| pairs.iter().cloned());
        let caller = Caller { region: REGION };
        let answer = self.emulator.call(&caller, action, &Params::new(pairs));
        answer.map_err(|error| format!("{label} would be refused: {}: {}", error.code, error.message))
    }

    /// One configuration for all: what instances look like changes no number.
    fn configuration(&self) -> Result<String, String> {
        let parameters = pairs(&[
            ("ScalingConfigurationName", "forecast"),
            ("ImageId", "IMG-00000000-0000-4000-a000-000000000000"),
            ("InstanceType.1", "S6.1A"),
        ]);
        let answer = self.call("CreateScalingConfiguration", &[&parameters], "the configuration")?;
        Ok(text(&answer["ScalingConfigurationId"]))
    }

    fn make_group(&mut self, group: &Group, configuration: &str) -> Result<(), String> {
        let network = "00000000-0000-4000-a000-000000000000";
        let common = pairs(&[
            ("ScalingConfigurationId", configuration),
            ("SubnetId.1", network),
            ("SecurityGroupId", network),
        ]);
        let answer = self.call("CreateScalingGroup", &[&group.parameters, &common], &group.label)?;
        let id = text(&answer["ReturnSet"]["ScalingGroupId"]);
        if !group.active {
            let named = pairs(&[("ScalingGroupId", &id)]);
            self.call("DisableScalingGroup", &[&named], &group.label)?;
        }
        self.ids.extend(Id::parse(&id));
        self.changes.push(Vec::new());
        Ok(())
    }

    fn make_member(&self, action: &str, member: &Member, group: &str) -> Result<(), String> {
        let named = pairs(&[("ScalingGroupId", group)]);
        self.call(action, &[&member.parameters, &named], &member.label)
            .map(drop)
    }

    fn measure(&self, groups: &[Group], measurement: &Measurement) -> Result<(), String> {
        let wanted = |group: &Group| {
            measurement
                .group
                .as_deref()
                .is_none_or(|name| [group.label.as_str(), group.name()].contains(&name))
        };
        for (group, id) in groups.iter().zip(&self.ids).filter(|(group, _)| wanted(group)) {
            self.emulator
                .push_metric(&id.to_string(), &measurement.dimension, measurement.value)
                .map_err(|error| {
                    format!("{} of {}: {}", measurement.dimension, group.label, error.message)
                })?;
        }
        Ok(())
    }

    /// Takes down what is different now.
    fn look(&mut self, at: ApiTime) {
        let seen: Vec<Change> = self.emulator.look(|store| {
            let groups = &store
                .regions
                .get(REGION)
                .into_iter()
                .flat_map(|region| self.ids.iter().filter_map(|id| region.groups.get(id)))
                .collect::<Vec<_>>();
            groups
                .iter()
                .map(|group| Change {
                    at,
                    min: group.min_size,
                    max: group.max_size,
                    desired: group.desired_capacity,
                    instances: group.size(),
                    why: Vec::new(),
                })
                .collect()
        });
        let (events, latest) = self.emulator.journal().read(self.event, usize::MAX);
        self.event = latest;
        for ((id, changes), mut now) in self.ids.iter().zip(&mut self.changes).zip(seen) {
            let own = events.iter().filter(|event| event.group == Some(*id));
            now.why = own
                .filter(|event| event.kind.is_trigger())
                .map(|event| event.text.clone())
                .collect();
            let same = changes.last().is_some_and(|last| {
                (last.min, last.max, last.desired, last.instances)
                    == (now.min, now.max, now.desired, now.instances)
            });
            if !same {
                changes.push(now);
            }
        }
    }
}

impl GroupForecast {
    fn of(group: &Group, changes: Vec<Change>, to: ApiTime) -> Self {
        let ends = changes.iter().skip(1).map(|change| change.at).chain([to]);
        let hours = changes
            .iter()
            .zip(ends)
            .map(|(change, end)| f64::from(change.instances) * hours(change.at, end));
        Self {
            label: group.label.clone(),
            name: group.name().to_owned(),
            fewest: changes
                .iter()
                .map(|change| change.instances)
                .min()
                .unwrap_or_default(),
            most: changes
                .iter()
                .map(|change| change.instances)
                .max()
                .unwrap_or_default(),
            instance_hours: (hours.sum::<f64>() * 10.0).round() / 10.0,
            changes,
        }
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Pairs {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a forecast is shorter than millions of years"
)]
fn hours(from: ApiTime, to: ApiTime) -> f64 {
    to.millis_since(from) as f64 / 3_600_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> ApiTime {
        ApiTime::parse(text).expect("a time")
    }

    fn question(measurements: Vec<Measurement>) -> Question {
        Question {
            from: at("2030-06-03 00:00:00"),
            to: at("2030-06-05 00:00:00"),
            activity: Duration::from_mins(1),
            measurements,
        }
    }

    fn group(policies: Vec<Member>, tasks: Vec<Member>) -> Account {
        let parameters = pairs(&[
            ("ScalingGroupName", "web"),
            ("MinSize", "2"),
            ("MaxSize", "10"),
            ("DesiredCapacity", "2"),
            ("RemovePolicy", "RemoveOldestInstance"),
        ]);
        let group = Group {
            label: "ksyun_scaling_group.web".into(),
            parameters,
            active: true,
            policies,
            tasks,
        };
        Account {
            groups: vec![group],
            notes: Vec::new(),
        }
    }

    fn morning() -> Member {
        let parameters = pairs(&[
            ("ScalingScheduledTaskName", "morning"),
            ("ReadjustMinSize", "4"),
            ("ReadjustMaxSize", "10"),
            ("ReadjustExpectSize", "6"),
            ("StartTime", "2030-01-01 00:00:00"),
            ("EndTime", "2031-01-01 00:00:00"),
            ("Recurrence", "0 9 * * *"),
        ]);
        Member {
            label: "ksyun_scaling_scheduled_task.morning".into(),
            parameters,
        }
    }

    fn cpu() -> Member {
        let metric = r#"{"dimensionName":"cpu_usage","comparisonOperator":"Greater","threshold":80,"repeatTimes":1,"period":60,"function":"avg"}"#;
        let parameters = pairs(&[
            ("ScalingPolicyName", "cpu"),
            ("Metric", metric),
            ("AdjustmentType", "QuantityChangeInCapacity"),
            ("AdjustmentValue", "3"),
            ("CoolDown", "60"),
        ]);
        Member {
            label: "ksyun_scaling_policy.cpu".into(),
            parameters,
        }
    }

    #[test]
    fn a_task_moves_the_group_at_its_time_and_the_instances_follow() {
        let forecast =
            forecast(group(Vec::new(), vec![morning()]), &question(Vec::new())).expect("a forecast");
        let web = &forecast.groups[0];
        let seen: Vec<(String, u32, u32, u32)> = web
            .changes
            .iter()
            .map(|change| {
                (
                    change.at.to_string(),
                    change.min,
                    change.desired,
                    change.instances,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("2030-06-03 00:00:00".to_owned(), 2, 2, 2),
                ("2030-06-03 09:00:00".to_owned(), 4, 6, 2),
                ("2030-06-03 09:01:00".to_owned(), 4, 6, 6),
            ]
        );
        assert!(
            web.changes[1].why[0].starts_with("task \"morning\""),
            "{:?}",
            web.changes
        );
        assert_eq!((web.fewest, web.most), (2, 6));
        // Two instances until 09:01, six from then on.
        assert!(
            (web.instance_hours - 251.9).abs() < 0.05,
            "{}",
            web.instance_hours
        );
    }

    #[test]
    fn a_task_that_fires_at_the_very_beginning_is_named() {
        let from = at("2030-06-03 09:00:00");
        let question = Question {
            from,
            ..question(Vec::new())
        };
        let forecast = forecast(group(Vec::new(), vec![morning()]), &question).expect("a forecast");
        let first = &forecast.groups[0].changes[0];
        assert_eq!((first.at, first.desired, first.instances), (from, 6, 2));
        assert!(first.why[0].starts_with("task \"morning\""), "{first:?}");
    }

    #[test]
    fn measurements_to_come_move_the_group_by_its_policies() {
        let measured = Measurement {
            at: at("2030-06-04 12:00:30"),
            dimension: "cpu_usage".into(),
            value: 95.0,
            group: Some("web".into()),
        };
        let elsewhere = Measurement {
            group: Some("other".into()),
            at: at("2030-06-03 12:00:30"),
            ..measured.clone()
        };
        let forecast = forecast(
            group(vec![cpu()], Vec::new()),
            &question(vec![elsewhere, measured]),
        )
        .expect("a forecast");
        let last = forecast.groups[0].changes.last().expect("changes");
        assert_eq!(
            (last.at.to_string().as_str(), last.instances),
            ("2030-06-04 12:02:00", 5)
        );
    }

    #[test]
    fn the_same_question_has_the_same_answer() {
        let ask = || {
            let forecast = forecast(group(vec![cpu()], vec![morning()]), &question(Vec::new()));
            serde_json::to_string(&forecast.expect("a forecast")).expect("JSON")
        };
        assert_eq!(ask(), ask());
    }

    #[test]
    fn what_the_api_would_refuse_is_said_by_its_address() {
        let mut wrong = morning();
        wrong.parameters.retain(|(name, _)| name != "EndTime");
        let error = forecast(group(Vec::new(), vec![wrong]), &question(Vec::new())).expect_err("refused");
        assert!(
            error.starts_with("ksyun_scaling_scheduled_task.morning would be refused: ")
                && error.contains("EndTime"),
            "{error}"
        );
    }
}
