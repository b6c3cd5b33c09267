resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

# The group mentions no slb_config_set: its load balancers are left to others.
resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 5
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

resource "ksyun_scaling_load_balancer_attachment" "http" {
  scaling_group_id = ksyun_scaling_group.web.id
  slb_id           = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
  listener_id      = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
  server_port_set  = [8080]
}
