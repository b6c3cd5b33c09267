resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

# Policies and scheduled tasks own the number of instances, since desired_capacity is not set.
resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 1
  max_size                 = 5
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"

  slb_config_set {
    slb_id          = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"
    listener_id     = "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"
    server_port_set = [8080]
  }
}

# Terraform owns the number, and waits until the instances are there and healthy.
resource "ksyun_scaling_group" "workers" {
  scaling_group_name       = "workers"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 5
  desired_capacity         = 2
  remove_policy            = "RemoveNewestInstance"

  subnet_id_set = [
    "1e3a9b8b-0833-4b29-9d3f-4a4188350591",
    "2f4bac9c-1944-4c3a-8e40-5b5299461602",
  ]
  subnet_strategy = "balanced-distribution"
  security_group_id_set = [
    "36e08d58-4b10-440c-9b0b-11da1f551c33",
    "47f19e69-5c21-451d-8c1c-22eb20662d44",
  ]

  wait_for_capacity_timeout = "10m"
  wait_for_healthy          = true
  force_delete              = true

  timeouts {
    delete = "1h"
  }
}
