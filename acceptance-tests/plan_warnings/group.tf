resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 3
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}
