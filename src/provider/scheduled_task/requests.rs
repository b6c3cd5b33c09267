//! What a creation and an update send. The API documents the start as required with every change and the rest of the
//! schedule as required for a task that recurs, so that the schedule is sent whole with every change.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::attributes::{ScheduledTaskModel, filled};
use super::repeat;
use crate::client::Params;
use crate::client::actions::{CreateScheduledTask, ModifyScheduledTask, ScheduledTaskSettings};
use crate::framework::Field;
use crate::provider::composite_id::MemberId;
use crate::provider::expand::text;
use crate::provider::recurrence::Recurrence;
use crate::provider::time;

/// The request that creates what `plan` says.
pub(super) fn create_request(plan: &ScheduledTaskModel) -> CreateScheduledTask {
    CreateScheduledTask {
        scaling_group_id: text(&plan.scaling_group_id),
        settings: ScheduledTaskSettings {
            start_time: Some(api_time(&plan.start_time).unwrap_or_default()),
            ..schedule(plan, plan.expand_plain(&ScheduledTaskModel::default()))
        },
    }
}

/// The request that brings a task from `prior` to `plan` at the time `now`; `None` if it has nothing to change. The start is
/// sent along as long as it can still be met: a first execution in the past is nothing to ask for.
pub(super) fn modify_request(
    member: &MemberId,
    prior: &ScheduledTaskModel,
    plan: &ScheduledTaskModel,
    now: Timestamp,
) -> Option<ModifyScheduledTask> {
    let settings = differences(prior, plan);
    if Params::of(&settings).is_empty() {
        return None;
    }
    let is_ahead =
        filled(&plan.start_time).is_some_and(|start| time::read(start).is_ok_and(|start| start > now));
    let start_time = settings
        .start_time
        .clone()
        .or_else(|| api_time(&plan.start_time).filter(|_| is_ahead));
    Some(ModifyScheduledTask {
        scaling_scheduled_task_id: member.item.clone(),
        scaling_group_id: Some(member.group.clone()),
        settings: ScheduledTaskSettings {
            start_time,
            ..schedule(plan, settings)
        },
    })
}

/// The settings in which `plan` differs from what the API shows.
pub(super) fn diff(shown: &ScheduledTaskModel, plan: &ScheduledTaskModel) -> Params {
    Params::of(&differences(shown, plan))
}

/// What differs, and nothing else. An empty text takes away what is not set any more.
fn differences(prior: &ScheduledTaskModel, plan: &ScheduledTaskModel) -> ScheduledTaskSettings {
    let (before, after) = (Schedule::of(prior), Schedule::of(plan));
    let wanted = schedule(plan, ScheduledTaskSettings::default());
    let sent = |value: Option<String>, differs: bool| differs.then(|| value.unwrap_or_default());
    ScheduledTaskSettings {
        start_time: sent(api_time(&plan.start_time), before.start != after.start),
        end_time: sent(wanted.end_time, before.end != after.end),
        recurrence: sent(wanted.recurrence, before.recurrence != after.recurrence),
        repeat_unit: sent(wanted.repeat_unit, before.repeat_unit != after.repeat_unit),
        repeat_cycle: sent(wanted.repeat_cycle, before.repeat_cycle != after.repeat_cycle),
        ..plan.expand_plain(prior)
    }
}

/// `settings` with the whole schedule of `plan`, but for its start.
fn schedule(plan: &ScheduledTaskModel, settings: ScheduledTaskSettings) -> ScheduledTaskSettings {
    let sent = |field: &Field<String>| filled(field).map(str::to_owned);
    ScheduledTaskSettings {
        end_time: api_time(&plan.end_time),
        recurrence: filled(&plan.recurrence).map(single_blanks),
        repeat_unit: sent(&plan.repeat_unit),
        repeat_cycle: sent(&plan.repeat_cycle),
        ..settings
    }
}

/// A crontab line as the API documents it, with one blank between its fields.
fn single_blanks(line: &str) -> String {
    line.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// When a task fires, without regard to spelling.
#[derive(PartialEq)]
struct Schedule<'a> {
    start: Option<String>,
    end: Option<String>,
    recurrence: Option<String>,
    repeat_unit: Option<&'a str>,
    repeat_cycle: Option<BTreeSet<u16>>,
}

impl<'a> Schedule<'a> {
    fn of(task: &'a ScheduledTaskModel) -> Self {
        let normalised =
            |line: &str| Recurrence::parse(line).map_or_else(|_| line.to_owned(), |line| line.normalised());
        Self {
            start: api_time(&task.start_time),
            end: api_time(&task.end_time),
            recurrence: filled(&task.recurrence).map(normalised),
            repeat_unit: filled(&task.repeat_unit),
            repeat_cycle: filled(&task.repeat_cycle).and_then(repeat::meaning),
        }
    }
}

/// The time as the API writes it, whatever way it is spelled.
fn api_time(field: &Field<String>) -> Option<String> {
    filled(field).map(|text| time::read(text).map_or_else(|_| text.to_owned(), time::to_api))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member() -> MemberId {
        MemberId {
            item: "537276906367950848".to_owned(),
            group: "436995593677910016".to_owned(),
        }
    }

    fn recurring() -> ScheduledTaskModel {
        ScheduledTaskModel {
            scaling_scheduled_task_name: "morning".into(),
            readjust_max_size: Field::Value(3),
            start_time: "2030-01-01T01:00:00Z".into(),
            end_time: "2031-01-01 00:00:00".into(),
            recurrence: "0 9  * * 1-5".into(),
            ..ScheduledTaskModel::default()
        }
    }

    /// What is sent to make `plan` of the recurring task, in 2024.
    fn change(plan: &ScheduledTaskModel) -> Option<ModifyScheduledTask> {
        let now = time::parse("2024-06-01 12:00:00").unwrap();
        modify_request(&member(), &recurring(), plan, now)
    }

    #[test]
    fn a_start_that_lies_in_the_past_is_sent_only_if_it_changes() {
        let now = time::parse("2030-06-01 12:00:00").unwrap();
        let plan = ScheduledTaskModel {
            readjust_max_size: Field::Value(0),
            ..recurring()
        };
        let request = modify_request(&member(), &recurring(), &plan, now)
            .unwrap()
            .settings;
        assert_eq!((request.readjust_max_size, request.start_time), (Some(0), None));
        let plan = ScheduledTaskModel {
            start_time: "2030-01-02 09:00:00".into(),
            ..plan
        };
        let request = modify_request(&member(), &recurring(), &plan, now)
            .unwrap()
            .settings;
        assert_eq!(request.start_time.as_deref(), Some("2030-01-02 09:00:00"));
    }

    #[test]
    fn a_change_of_one_setting_sends_it_and_the_schedule() {
        let plan = ScheduledTaskModel {
            readjust_max_size: Field::Value(0),
            ..recurring()
        };
        let request = change(&plan).unwrap().settings;
        assert_eq!(request.readjust_max_size, Some(0));
        assert_eq!(request.scaling_scheduled_task_name, None);
        assert_eq!(request.start_time.as_deref(), Some("2030-01-01 09:00:00"));
        assert_eq!(request.end_time.as_deref(), Some("2031-01-01 00:00:00"));
        assert_eq!(request.recurrence.as_deref(), Some("0 9 * * 1-5"));
        assert_eq!(request.repeat_cycle, None);
    }

    #[test]
    fn another_spelling_of_the_same_schedule_is_nothing_to_send() {
        let spelled = ScheduledTaskModel {
            start_time: "2030-01-01 09:00:00".into(),
            end_time: "2031-01-01T00:00:00+08:00".into(),
            recurrence: "0 9 * * 1,2,3,4,5".into(),
            repeat_cycle: "".into(),
            ..recurring()
        };
        assert!(change(&spelled).is_none());
    }

    #[test]
    fn any_part_of_the_schedule_can_change_alone() {
        for plan in [
            ScheduledTaskModel {
                start_time: "2030-01-01 10:00:00".into(),
                ..recurring()
            },
            ScheduledTaskModel {
                end_time: "2032-01-01 00:00:00".into(),
                ..recurring()
            },
            ScheduledTaskModel {
                recurrence: "0 10 * * 1-5".into(),
                ..recurring()
            },
            ScheduledTaskModel {
                repeat_unit: "Day".into(),
                ..recurring()
            },
            ScheduledTaskModel {
                repeat_cycle: "2".into(),
                ..recurring()
            },
        ] {
            assert!(change(&plan).is_some(), "{plan:?}");
        }
    }

    #[test]
    fn a_creation_sends_only_what_is_set() {
        let once = ScheduledTaskModel {
            end_time: Field::Unknown,
            recurrence: "".into(),
            ..recurring()
        };
        let request = create_request(&once).settings;
        assert_eq!(request.start_time.as_deref(), Some("2030-01-01 09:00:00"));
        assert_eq!(
            (request.end_time, request.recurrence, request.repeat_unit),
            (None, None, None)
        );
    }
}
