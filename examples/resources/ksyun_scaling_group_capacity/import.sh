# By the group's id, as the console and DescribeScalingGroup show it. There is rarely a reason to: nothing is lost by a new wait.
terraform import ksyun_scaling_group_capacity.web 436995593677910016
