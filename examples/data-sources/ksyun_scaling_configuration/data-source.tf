# One scaling configuration by its exact name, for a group that is managed here.
data "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web-2"
  scaling_configuration_id = data.ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 5
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}
