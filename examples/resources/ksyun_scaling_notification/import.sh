# By the ids of the group and of its notification, as DescribeScalingNotification shows them. The group's id alone does as
# well: a group has at most one notification.
terraform import ksyun_scaling_notification.failures 436995593677910016:452836290418409472
