resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = "424915383923019776"
  min_size                 = 0
  max_size                 = 3
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

moved {
  from = ksyun_scaling_configuration.web
  to   = ksyun_scaling_group.web
}
