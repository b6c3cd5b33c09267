# One instance more once the processors have been busier than 70 % for three minutes.
resource "ksyun_scaling_policy" "busy" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = "${var.name}-busy"
  dimension_name      = "cpu_usage"
  comparison_operator = "Greater"
  threshold           = 70
  function            = "avg"
  period              = 60
  repeat_times        = 3
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = 1
  cool_down           = 300
}

# One fewer once they have been almost idle for a quarter of an hour.
resource "ksyun_scaling_policy" "idle" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = "${var.name}-idle"
  dimension_name      = "cpu_usage"
  comparison_operator = "Less"
  threshold           = 10
  function            = "max"
  period              = 300
  repeat_times        = 3
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = -1
  cool_down           = 600
}

# All instances that there may be for the day of a sale. Bounds that a task sets would be put back by the next apply, so it
# sets them as the group has them.
resource "ksyun_scaling_scheduled_task" "sale" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "${var.name}-sale"
  readjust_min_size           = var.size.min
  readjust_expect_size        = var.size.max
  readjust_max_size           = var.size.max
  start_time                  = "${var.sale.day} ${var.sale.from}"
}

resource "ksyun_scaling_scheduled_task" "sale_is_over" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "${var.name}-sale-is-over"
  readjust_min_size           = var.size.min
  readjust_expect_size        = var.size.min
  readjust_max_size           = var.size.max
  start_time                  = "${var.sale.day} ${var.sale.to}"
}

# The contacts of the account are told when instances could not be launched (2) or released (4).
resource "ksyun_scaling_notification" "failures" {
  scaling_group_id           = ksyun_scaling_group.web.id
  scaling_notification_types = ["2", "4"]
}
