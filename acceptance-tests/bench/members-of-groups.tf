resource "ksyun_scaling_configuration" "all" {
  count                      = COUNT
  scaling_configuration_name = "web-${count.index}"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

resource "ksyun_scaling_group" "all" {
  count                    = COUNT
  scaling_group_name       = "web-${count.index}"
  scaling_configuration_id = ksyun_scaling_configuration.all[count.index].id
  min_size                 = 0
  max_size                 = 3
  desired_capacity         = 0
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

resource "ksyun_scaling_policy" "all" {
  count               = COUNT
  scaling_group_id    = ksyun_scaling_group.all[count.index].id
  scaling_policy_name = "busy"
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = 1
  cool_down           = 300
  dimension_name      = "cpu_usage"
  comparison_operator = "Greater"
  function            = "avg"
  period              = 60
  repeat_times        = 3
  threshold           = 80
}

resource "ksyun_scaling_scheduled_task" "all" {
  count                       = COUNT
  scaling_group_id            = ksyun_scaling_group.all[count.index].id
  scaling_scheduled_task_name = "morning"
  readjust_min_size           = 0
  readjust_expect_size        = 0
  readjust_max_size           = 3
  start_time                  = "2040-01-01 09:00:00"
}

resource "ksyun_scaling_notification" "all" {
  count                      = COUNT
  scaling_group_id           = ksyun_scaling_group.all[count.index].id
  scaling_notification_types = ["1"]
}
