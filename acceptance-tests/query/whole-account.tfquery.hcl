list "ksyun_scaling_configuration" "configuration" {
  provider = ksyun-autoscaling
}

list "ksyun_scaling_group" "group" {
  provider = ksyun-autoscaling
}

list "ksyun_scaling_policy" "policy" {
  provider = ksyun-autoscaling
}

list "ksyun_scaling_scheduled_task" "task" {
  provider = ksyun-autoscaling
}

list "ksyun_scaling_notification" "notification" {
  provider = ksyun-autoscaling
}

list "ksyun_scaling_instance" "instance" {
  provider = ksyun-autoscaling
}
