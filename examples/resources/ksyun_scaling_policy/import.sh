# By the ids of the group and of the policy, as DescribeScalingPolicy shows them. The id in the state, POLICY:GROUP, is
# accepted as well.
terraform import ksyun_scaling_policy.busy 436995593677910016:10000433
