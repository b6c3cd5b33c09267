# Groups of one VPC whose name has "web" in it.
list "ksyun_scaling_group" "web" {
  provider = ksyun-autoscaling

  config {
    name_contains = "web"
    vpc_id        = "6e2b7e5d-9f1c-4d3a-8a53-0f6f2f8d1c7b"
  }
}
