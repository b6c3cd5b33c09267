# By the group's id, as the console and DescribeScalingGroup show it.
terraform import ksyun_scaling_group.web 436995593677910016
