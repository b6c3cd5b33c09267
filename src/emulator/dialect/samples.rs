//! Which members the samples of the API's document show. Objects without a sample keep all of theirs.

/// The members of the items of a list, by the name of the list.
const ITEMS: [(&str, &[&str]); 6] = [
    (
        "ScalingGroupSet",
        &[
            "ScalingGroupId",
            "ScalingGroupName",
            "ScalingConfigurationId",
            "ScalingConfigurationName",
            "MinSize",
            "MaxSize",
            "InstanceNum",
            "CreateTime",
            "RemovePolicy",
            "VpcId",
            "SlbId",
            "SecurityGroupId",
            "ListenerId",
            "Status",
            "ProductLine",
            "DesiredCapacity",
            "ServerPorts",
            "SubnetIdSet",
            "SubnetStrategy",
            "SlbConfigSet",
        ],
    ),
    (
        "SlbConfigSet",
        &["SlbId", "ListenerId", "ServerPortSet", "Weight"],
    ),
    (
        // The sample repeats InstanceTypeSet with bare words, which is no JSON; InstanceType says the same.
        "ScalingConfigurationSet",
        &[
            "ScalingConfigurationId",
            "ScalingConfigurationName",
            "ScalingGroupIdSet",
            "Cpu",
            "Mem",
            "StorageType",
            "StorageSize",
            "RootSize",
            "Gpu",
            "ImageId",
            "NeedMonitorAgent",
            "NeedSecurityAgent",
            "ChargeType",
            "InstanceType",
            "Available",
            "CreateTime",
            "ProductLine",
            "InstanceName",
            "InstanceNameSuffix",
            "ProjectId",
            "KeepImageLogin",
            "DataDiskEbsDetail",
            "SystemDiskType",
            "SystemDiskSize",
            "Project",
            "InstanceNameTimeSuffix",
            "SupportAvailabilityZones",
        ],
    ),
    (
        "ScalingInstanceSet",
        &[
            "InstanceId",
            "InstanceName",
            "HealthStatus",
            "CreationType",
            "AddTime",
            "ProtectedFromScaleIn",
        ],
    ),
    (
        "ScalingActivitySet",
        &[
            "ScalingGroupId",
            "Status",
            "Cause",
            "Desciption",
            "StartTime",
            "ScalingActivityId",
            "EndTime",
            "Type",
            "SuccInsList",
            "ErrorCode",
        ],
    ),
    (
        "ScalingPolicySet",
        &[
            "ScalingGroupId",
            "ScalingPolicyId",
            "ScalingPolicyName",
            "AdjustmentType",
            "AdjustmentValue",
            "Metric",
            "CreateTime",
            "CoolDown",
            "AvailabilityZone",
        ],
    ),
];

/// The members of whole answers beside the request id, where the sample, or the text for want of one, has fewer than
/// the other sources.
const ANSWERS: [(&str, &[&str]); 7] = [
    (
        "SetKvmProtectedDetach",
        &["ScalingInstanceCount", "ScalingInstanceSet", "DesiredCapacity"],
    ),
    ("CreateScalingPolicy", &["ScalingPolicyId"]),
    ("DeleteScalingPolicy", &[]),
    ("ModifyScheduledTask", &[]),
    ("DeleteScheduledTask", &[]),
    ("CreateScalingNotification", &[]),
    ("ModifyScalingNotification", &["Return"]),
];

/// The one sample that spells the request id otherwise.
pub(super) const WITH_CAPITAL_REQUEST_ID: &str = "ModifyScalingNotification";

/// What the sample of an item of `list` shows, if there is one.
pub(super) fn of_item(list: &str) -> Option<&'static [&'static str]> {
    find(&ITEMS, list)
}

/// What the sample of an answer to `action` shows, if it is not all.
pub(super) fn of_answer(action: &str) -> Option<&'static [&'static str]> {
    find(&ANSWERS, action)
}

fn find(table: &[(&str, &'static [&'static str])], name: &str) -> Option<&'static [&'static str]> {
    table
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, members)| *members)
}
