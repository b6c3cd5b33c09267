# All configurations of the default project and of another one, up to 500.
list "ksyun_scaling_configuration" "all" {
  provider = ksyun-autoscaling
  limit    = 500

  config {
    project_ids = [0, 1024]
  }
}
