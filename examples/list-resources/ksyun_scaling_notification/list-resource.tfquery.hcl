# The notifications of all groups in the region.
list "ksyun_scaling_notification" "all" {
  provider = ksyun-autoscaling
}
