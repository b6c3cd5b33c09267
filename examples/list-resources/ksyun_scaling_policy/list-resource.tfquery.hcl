# The policies of one group.
list "ksyun_scaling_policy" "web" {
  provider = ksyun-autoscaling

  config {
    scaling_group_id = "436995593677910016"
  }
}
