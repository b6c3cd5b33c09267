resource "ksyun_scaling_policy" "busy" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = "too-little-memory"
  dimension_name      = "mem_usage"
  comparison_operator = "EqualOrLess"
  threshold           = 0
  repeat_times        = 1
  period              = 300
  function            = "max"
  adjustment_type     = "PercentChangeInCapacity"
  adjustment_value    = -50
  cool_down           = 600

  timeouts {
    update = "2m"
  }
}
