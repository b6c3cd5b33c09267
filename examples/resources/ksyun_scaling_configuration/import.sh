# By the configuration's id, as the console and DescribeScalingConfiguration show it.
terraform import ksyun_scaling_configuration.web 424915383923019776
