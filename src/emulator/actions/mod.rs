//! The 27 actions, one file per family. A handler checks everything before it changes anything, so that a refusal leaves
//! the store as it was.

mod activities;
mod configuration_settings;
mod configurations;
mod group_list;
mod groups;
mod instances;
mod lists;
mod load_balancers;
mod notifications;
mod page;
mod policies;
mod tasks;
mod values;

use serde_json::{Map, Value};

use super::api_time::ApiTime;
use super::engine::{GroupEngine, Rules};
use super::error::ApiError;
use super::ids::{Id, IdSource};
use super::params::Params;
use super::store::{Group, Region};

pub(crate) use lists::{LISTS, List, members_of_group};
use page::Page;

/// What a handler works on: the caller's region, at the present moment.
pub(crate) struct Cx<'a> {
    pub now: ApiTime,
    pub ids: &'a mut IdSource,
    pub account: &'a str,
    pub region_name: &'a str,
    pub region: &'a mut Region,
    pub rules: &'a Rules<'a>,
    pub max_group_size: u32,
}

/// The members of an answer beside `RequestId`, or a refusal.
pub(crate) type Reply = Result<Map<String, Value>, ApiError>;

pub(crate) type Handler = fn(&mut Cx<'_>, &Params) -> Reply;

const TABLE: [(&str, Handler); 27] = [
    ("CreateScalingGroup", groups::create),
    ("EnableScalingGroup", groups::enable),
    ("DisableScalingGroup", groups::disable),
    ("DeleteScalingGroup", groups::delete),
    ("ModifyScalingGroup", groups::modify),
    ("DescribeScalingGroup", group_list::describe),
    ("ModifyScalingLoadBalancers", load_balancers::modify),
    ("DescribeScalingActivity", activities::describe),
    ("AttachInstance", instances::attach),
    ("DetachInstance", instances::detach),
    ("DescribeScalingInstance", instances::describe),
    ("SetKvmProtectedDetach", instances::protect),
    ("CreateScalingConfiguration", configurations::create),
    ("ModifyScalingConfiguration", configurations::modify),
    ("DescribeScalingConfiguration", configurations::describe),
    ("DeleteScalingConfiguration", configurations::delete),
    ("CreateScalingPolicy", policies::create),
    ("DescribeScalingPolicy", policies::describe),
    ("ModifyScalingPolicy", policies::modify),
    ("DeleteScalingPolicy", policies::delete),
    ("CreateScheduledTask", tasks::create),
    ("DescribeScheduledTask", tasks::describe),
    ("ModifyScheduledTask", tasks::modify),
    ("DeleteScheduledTask", tasks::delete),
    ("CreateScalingNotification", notifications::create),
    ("DescribeScalingNotification", notifications::describe),
    ("ModifyScalingNotification", notifications::modify),
];

/// The documented actions.
#[cfg(test)]
pub const ACTIONS: &[&str] = &{
    let mut names = [""; TABLE.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = TABLE[at].0;
        at += 1;
    }
    names
};

/// The handler of `action`, or of the action that newer clients call by another name.
pub(crate) fn handler(action: &str) -> Option<Handler> {
    let action = if action == "ModifyLoadBalancers" {
        "ModifyScalingLoadBalancers"
    } else {
        action
    };
    TABLE
        .iter()
        .find(|(name, _)| *name == action)
        .map(|(_, handler)| *handler)
}

impl Cx<'_> {
    /// The turn of the group that `ScalingGroupId` names.
    fn engine(&mut self, p: &Params) -> Result<GroupEngine<'_>, ApiError> {
        let id = p.required("ScalingGroupId")?;
        let missing = || ApiError::not_found("ScalingGroup", id);
        let group = Id::parse(id)
            .and_then(|id| self.region.groups.get_mut(&id))
            .ok_or_else(missing)?;
        Ok(GroupEngine {
            now: self.now,
            ids: self.ids,
            configurations: &self.region.configurations,
            group,
            rules: self.rules,
        })
    }

    /// The part of a list that is asked for.
    fn page(&self, p: &Params, default_results: usize) -> Result<Page, ApiError> {
        Page::read(self.rules.dialect, p, default_results)
    }

    /// The group that `ScalingGroupId` names, for a list of what belongs to it. An unknown one is no error there.
    fn listed_group(&self, p: &Params) -> Result<Option<&Group>, ApiError> {
        let id = p.required("ScalingGroupId")?;
        Ok(self.region.group(id).ok())
    }
}

/// An answer with these members.
fn answer<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_documented_action_has_a_handler() {
        assert_eq!(ACTIONS.iter().collect::<BTreeSet<_>>().len(), 27);
        assert!(ACTIONS.iter().all(|action| handler(action).is_some()));
    }

    #[test]
    fn an_action_is_spelt_exactly() {
        assert!(handler("createscalinggroup").is_none());
        assert!(handler("ExecuteScalingPolicy").is_none());
    }
}
