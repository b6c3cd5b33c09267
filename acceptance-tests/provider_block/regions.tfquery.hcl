list "ksyun_scaling_group" "shanghai" {
  provider = ksyun

  config {
    region = "cn-shanghai-2"
  }
}
