# All tasks in the region whose name has "night" in it, up to 1000.
list "ksyun_scaling_scheduled_task" "night" {
  provider = ksyun-autoscaling
  limit    = 1000

  config {
    name_contains = "night"
  }
}
