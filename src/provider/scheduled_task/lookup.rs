//! Finds a task whose creation was not answered, and one that was imported by its ids in either order.

use super::changes::modify_request;
use super::model::ScheduledTaskModel;
use crate::client::ApiCallError;
use crate::client::actions::{CreateScheduledTask, DescribeScheduledTask, ScheduledTask};
use crate::provider::api::{Operation, limits};
use crate::provider::changed::text;
use crate::provider::claims::is_new;
use crate::provider::composite_id::MemberId;

/// The task `member`.
pub(super) async fn find(
    cx: &Operation<'_>,
    member: &MemberId,
) -> Result<Option<ScheduledTask>, ApiCallError> {
    cx.data
        .read_scheduled_task(&limits(cx), &member.group, &member.item)
        .await
}

/// The task `member`, or the one that `member` names if group and task are the other way round: both have ids of the same
/// form, and people write them in either order.
pub(super) async fn find_imported(
    cx: &Operation<'_>,
    member: MemberId,
) -> Result<Option<(MemberId, ScheduledTask)>, ApiCallError> {
    let swapped = member.swapped();
    for member in [member, swapped] {
        if let Some(task) = find(cx, &member).await? {
            return Ok(Some((member, task)));
        }
    }
    Ok(None)
}

/// The list in which the task of `request` stands once it was created.
pub(super) fn list_of(request: &CreateScheduledTask) -> DescribeScheduledTask {
    DescribeScheduledTask {
        scaling_group_id: request.scaling_group_id.clone(),
        scaling_scheduled_task_name: Some(request.scaling_scheduled_task_name.clone()),
        ..Default::default()
    }
}

/// Whether the task was created lately, exactly as `plan` says.
pub(super) fn is_the_one(task: &ScheduledTask, plan: &ScheduledTaskModel) -> bool {
    let found = ScheduledTaskModel::default().with_answer(task.clone());
    let member = MemberId {
        item: task.scaling_scheduled_task_id.clone(),
        group: text(&plan.scaling_group_id),
    };
    modify_request(&member, &found, plan).is_none() && is_new(task.create_time.as_deref())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::framework::Field;
    use crate::provider::time::to_api;

    fn plan() -> ScheduledTaskModel {
        ScheduledTaskModel {
            scaling_group_id: "436995593677910016".into(),
            scaling_scheduled_task_name: "morning".into(),
            readjust_min_size: Field::Value(0),
            readjust_max_size: Field::Value(3),
            readjust_expect_size: Field::Value(1),
            start_time: "2030-01-01T01:00:00Z".into(),
            end_time: Field::Unknown,
            recurrence: Field::Unknown,
            ..ScheduledTaskModel::default()
        }
    }

    fn task() -> ScheduledTask {
        ScheduledTask {
            scaling_scheduled_task_id: "537276906367950848".to_owned(),
            scaling_scheduled_task_name: Some("morning".to_owned()),
            scaling_group_id: Some("436995593677910016".to_owned()),
            readjust_max_size: Some(3),
            readjust_min_size: Some(0),
            readjust_expect_size: Some(1),
            start_time: Some("2030-01-01 09:00:00".to_owned()),
            end_time: Some(String::new()),
            create_time: Some(to_api(Timestamp::now())),
            recurrence: Some(String::new()),
            repeat_unit: None,
            repeat_cycle: None,
            description: None,
        }
    }

    #[test]
    fn a_task_like_the_plan_that_was_just_created_is_the_one_however_its_times_are_spelled() {
        assert!(is_the_one(&task(), &plan()));
    }

    #[test]
    fn another_content_or_an_earlier_time_means_another_task() {
        let others = [
            ScheduledTask {
                scaling_scheduled_task_name: Some("evening".to_owned()),
                ..task()
            },
            ScheduledTask {
                readjust_max_size: Some(4),
                ..task()
            },
            ScheduledTask {
                start_time: Some("2030-01-01 10:00:00".to_owned()),
                ..task()
            },
            ScheduledTask {
                recurrence: Some("0 9 * * *".to_owned()),
                ..task()
            },
            ScheduledTask {
                repeat_unit: Some("Day".to_owned()),
                ..task()
            },
            ScheduledTask {
                create_time: Some("2020-02-17 17:39:34".to_owned()),
                ..task()
            },
            ScheduledTask {
                create_time: None,
                ..task()
            },
        ];
        for other in others {
            assert!(!is_the_one(&other, &plan()), "{other:?}");
        }
    }
}
