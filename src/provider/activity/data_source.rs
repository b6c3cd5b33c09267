//! `ksyun_scaling_activities`: lists what a group did.

use async_trait::async_trait;

use super::item::ActivityItem;
use crate::client::Client;
use crate::client::actions::DescribeScalingActivity;
use crate::cty::{Path, Value};
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{DataSource, Diagnostics, Field, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    ResultList, id, ids, list, of_group, output_file, results, text, total_count,
};
use crate::provider::errors::Attributes;
use crate::provider::expand::sorted;
use crate::provider::time;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[("ScalingActivityId", "ids")];

model! {
    /// Arguments and results of `ksyun_scaling_activities`.
    pub struct ScalingActivitiesModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingActivityId.N`
        ids: Set<String>,
        /// `StartTime`
        start_time: String,
        /// `EndTime`
        end_time: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingActivitySet`
        scaling_activities: List<ActivityItem>,
    }
}

/// The data source `ksyun_scaling_activities`.
#[derive(Debug)]
pub struct ScalingActivitiesDataSource;

#[async_trait]
impl DataSource<Client> for ScalingActivitiesDataSource {
    type Model = ScalingActivitiesModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_activities"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the activities of a scaling group: what it did, why, and how it went. An empty list is no error.")
            .attribute(id())
            .attribute(of_group())
            .attribute(ids("ids", "activities"))
            .attribute(instant("start_time", "Only activities since then."))
            .attribute(instant("end_time", "Only activities until then."))
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<ActivityItem>("scaling_activities", "The activities."))
    }

    fn validate(&self, config: &ScalingActivitiesModel, diagnostics: &mut Diagnostics) {
        let instant = |argument: &Field<String>| time::read(argument.as_str()?).ok();
        if let (Some(start), Some(end)) = (instant(&config.start_time), instant(&config.end_time))
            && end < start
        {
            diagnostics.attribute_error(
                Path::root().attr("end_time"),
                "The end is before the start",
                "No activity lies between start_time and end_time. Exchange the two, or correct one of them.",
            );
        }
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ScalingActivitiesModel,
    ) -> Result<ScalingActivitiesModel, Diagnostics> {
        let group = config.scaling_group_id.as_str().unwrap_or_default();
        let request = DescribeScalingActivity {
            scaling_group_id: group.to_owned(),
            scaling_activity_ids: sorted(&config.ids),
            start_time: for_api(&config.start_time),
            end_time: for_api(&config.end_time),
            ..DescribeScalingActivity::default()
        };
        let what = format!("list the activities of scaling group {group}");
        let activities = list(cx, &what, &request, ATTRIBUTES).await?;
        let items = activities
            .into_iter()
            .map(|activity| ActivityItem::new(group, activity));
        let listed = ResultList::new(items, &config.output_file)?;
        Ok(ScalingActivitiesModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_activities: listed.items,
            ..config
        })
    }
}

fn instant(name: &'static str, description: &'static str) -> Attribute {
    Attribute::string(name, description)
        .optional()
        .validate(Validator::Custom(
            "Beijing time, `YYYY-MM-DD HH:MM:SS`, or a time with its zone (RFC 3339)",
            check,
        ))
}

fn check(value: &Value) -> Result<(), String> {
    match value.as_str() {
        Some("") => Ok(()),
        _ => time::check(value),
    }
}

/// The time as the API wants it, whatever zone it was written in.
fn for_api(argument: &Field<String>) -> Option<String> {
    let written = text(argument)?;
    Some(time::read(&written).map_or(written, time::to_api))
}
