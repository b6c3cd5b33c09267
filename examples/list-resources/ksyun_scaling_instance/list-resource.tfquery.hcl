# The instances that were attached to one group.
list "ksyun_scaling_instance" "attached" {
  provider = ksyun-autoscaling

  config {
    scaling_group_id = "436995593677910016"
  }
}
