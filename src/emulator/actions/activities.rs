//! Activities: describe.

use serde_json::{Value, json};

use super::values::passes;
use super::{Cx, Reply, answer};
use crate::emulator::ids::Id;
use crate::emulator::params::Params;
use crate::emulator::store::Activity;

/// Lists a group's activities, the newest first, optionally those that began within a span of time.
pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let ids = p.list_or_one("ScalingActivityId");
    let (from, to) = (p.api_time("StartTime")?, p.api_time("EndTime")?);
    let page = cx.page(p, 10)?;
    let group = cx.listed_group(p)?;
    let matches: Vec<(Id, &Activity)> = group
        .into_iter()
        .flat_map(|group| group.activities.iter().rev().map(|activity| (group.id, activity)))
        .filter(|(_, activity)| passes(&ids, &activity.id.to_string()))
        .filter(|(_, activity)| from.is_none_or(|from| activity.start >= from))
        .filter(|(_, activity)| to.is_none_or(|to| activity.start <= to))
        .collect();
    let (count, set) = page.cut(&matches, |(group, activity)| view(*group, activity));
    Ok(answer([
        ("ScalingActivityCount", count),
        ("ScalingActivitySet", set),
    ]))
}

fn view(group: Id, activity: &Activity) -> Value {
    let mut view = json!({
        "ScalingActivityId": activity.id,
        "ScalingGroupId": group,
        "Status": activity.status as u8,
        "Type": activity.kind as u8,
        "Cause": activity.cause.words(),
        // Both spellings are documented.
        "Desciption": activity.configuration,
        "Description": activity.configuration,
        "StartTime": activity.start.to_string(),
        "SuccInsList": activity.succeeded,
        "FailInsList": activity.failed,
        "ErrorCode": activity.error_code,
    });
    if let Some(end) = activity.end {
        view["EndTime"] = json!(end.to_string());
    }
    view
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::error::ApiError;
    use crate::emulator::testing::{ACTIVITY, Lab, text};

    /// A group with two activities, at 16:30:00 and 16:30:10.
    fn two_activities(lab: &Lab) -> String {
        let group = lab.group_of(1);
        lab.ok(
            "ModifyScalingGroup",
            &[("ScalingGroupId", &group), ("DesiredCapacity", "0")],
        );
        group
    }

    #[test]
    fn the_newest_activity_comes_first_and_has_no_end_while_it_runs() {
        let lab = Lab::new();
        let group = two_activities(&lab);
        let activities = lab.activities(&group);
        assert_eq!(
            (&activities[0]["Type"], &activities[0]["Status"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(activities[0].get("EndTime"), None);
        assert_eq!(
            (&activities[1]["Type"], &activities[1]["Status"]),
            (&json!(0), &json!(2))
        );
        assert_eq!(activities[1]["ErrorCode"], 0);
    }

    #[test]
    fn the_description_has_both_spellings() {
        let lab = Lab::new();
        let group = two_activities(&lab);
        let activity = &lab.activities(&group)[0];
        assert_eq!(
            activity["Description"],
            lab.describe(&group)["ScalingConfigurationId"]
        );
        assert_eq!(activity["Desciption"], activity["Description"]);
    }

    #[test]
    fn activities_are_picked_by_id_and_by_the_time_at_which_they_began() {
        let lab = Lab::new();
        let group = two_activities(&lab);
        let first = text(&lab.activities(&group)[1]["ScalingActivityId"]);
        for (name, value, expected) in [
            ("ScalingActivityId.1", first.as_str(), 1),
            ("ScalingActivityId.1", "1", 0),
            ("StartTime", "2024-01-15 16:30:10", 1),
            ("StartTime", "2024-01-15 16:30:00", 2),
            ("EndTime", "2024-01-15 16:30:09", 1),
            ("EndTime", "2024-01-15 16:29:59", 0),
        ] {
            let answer = lab.ok(
                "DescribeScalingActivity",
                &[("ScalingGroupId", &group), (name, value)],
            );
            assert_eq!(answer["ScalingActivityCount"], expected, "{name} {value}");
        }
    }

    #[test]
    fn a_time_in_another_format_is_refused() {
        let lab = Lab::new();
        let error = lab.refused(
            "DescribeScalingActivity",
            &[("ScalingGroupId", "1"), ("StartTime", "2024-01-15T16:30:00Z")],
        );
        assert_eq!(error, ApiError::invalid_parameter("StartTime"));
    }

    #[test]
    fn the_group_must_be_named_but_need_not_exist() {
        let lab = Lab::new();
        assert_eq!(
            lab.refused("DescribeScalingActivity", &[]),
            ApiError::missing_parameter("ScalingGroupId")
        );
        lab.pass(ACTIVITY);
        let empty = json!({"ScalingActivityCount": 0, "ScalingActivitySet": []});
        assert_eq!(
            lab.ok("DescribeScalingActivity", &[("ScalingGroupId", "1")]),
            empty
        );
    }
}
