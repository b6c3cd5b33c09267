/// What the answer of a `Describe` action is made of.
pub(crate) struct List {
    pub action: &'static str,
    /// The member that is the list.
    pub set: &'static str,
    /// The member that is its count.
    pub count: &'static str,
    /// The member of an item that names it.
    pub id: &'static str,
}

const fn list(action: &'static str, set: &'static str, count: &'static str, id: &'static str) -> List {
    List {
        action,
        set,
        count,
        id,
    }
}

/// All lists; those after the first two are of what belongs to a group.
pub(crate) static LISTS: [List; 7] = [
    list(
        "DescribeScalingGroup",
        "ScalingGroupSet",
        "ScalingGroupCount",
        "ScalingGroupId",
    ),
    list(
        "DescribeScalingConfiguration",
        "ScalingConfigurationSet",
        "ScalingConfigurationCount",
        "ScalingConfigurationId",
    ),
    list(
        "DescribeScalingInstance",
        "ScalingInstanceSet",
        "ScalingInstanceCount",
        "InstanceId",
    ),
    list(
        "DescribeScalingActivity",
        "ScalingActivitySet",
        "ScalingActivityCount",
        "ScalingActivityId",
    ),
    list(
        "DescribeScalingPolicy",
        "ScalingPolicySet",
        "ScalingPolicySize",
        "ScalingPolicyId",
    ),
    list(
        "DescribeScheduledTask",
        "ScalingScheduleTaskSet",
        "ScheduledTaskSize",
        "ScalingScheduledTaskId",
    ),
    list(
        "DescribeScalingNotification",
        "ScalingNotificationSet",
        "ScalingNotificationCount",
        "ScalingNotificationId",
    ),
];

/// The list that `action` answers with, if it is one of what belongs to a group.
pub(crate) fn members_of_group(action: &str) -> Option<&'static List> {
    LISTS[2..].iter().find(|list| list.action == action)
}
