data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

# The policies of a scaling group that look at its CPUs.
data "ksyun_scaling_policies" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  name_regex       = "^cpu-"
}

output "thresholds" {
  value = {
    for policy in data.ksyun_scaling_policies.web.scaling_policies :
    policy.scaling_policy_name => "${policy.dimension_name} ${policy.comparison_operator} ${policy.threshold}"
  }
}
