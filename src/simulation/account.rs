//! What is to be looked at: groups with their tasks and policies, in the words of the API.

/// Parameters of a call, by name.
pub(crate) type Pairs = Vec<(String, String)>;

/// Groups, and what was left out of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) groups: Vec<Group>,
    /// What is not looked at, and why: one sentence each.
    pub(crate) notes: Vec<String>,
}

/// A group with what moves it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// What its owner calls it, as a resource's address.
    pub(crate) label: String,
    /// Of `CreateScalingGroup`, without the configuration and the network.
    pub(crate) parameters: Pairs,
    /// Whether it scales.
    pub(crate) active: bool,
    /// Of `CreateScalingPolicy`, without the group.
    pub(crate) policies: Vec<Member>,
    /// Of `CreateScheduledTask`, without the group.
    pub(crate) tasks: Vec<Member>,
}

/// A policy or a task.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) label: String,
    pub(crate) parameters: Pairs,
}

impl Group {
    /// The name that the API has for it.
    pub(crate) fn name(&self) -> &str {
        let name = self
            .parameters
            .iter()
            .find(|(name, _)| name == "ScalingGroupName");
        name.map_or("", |(_, value)| value)
    }
}
