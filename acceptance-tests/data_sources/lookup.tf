data "ksyun_scaling_configuration" "by_name" {
  scaling_configuration_name = "web"
  project_id                 = 0
}

data "ksyun_scaling_configuration" "by_id" {
  id = data.ksyun_scaling_configuration.by_name.id
}

data "ksyun_scaling_group" "by_name" {
  scaling_group_name = "web"
}

data "ksyun_scaling_group" "by_id" {
  id = data.ksyun_scaling_group.by_name.id
}

resource "ksyun_scaling_group" "copy" {
  scaling_group_name       = "${data.ksyun_scaling_group.by_id.scaling_group_name}-copy"
  scaling_configuration_id = data.ksyun_scaling_configuration.by_id.id
  min_size                 = data.ksyun_scaling_group.by_id.min_size
  max_size                 = data.ksyun_scaling_group.by_id.max_size
  subnet_id_set            = data.ksyun_scaling_group.by_id.subnet_id_set
  security_group_id        = data.ksyun_scaling_group.by_id.security_group_id

  dynamic "slb_config_set" {
    for_each = data.ksyun_scaling_group.by_id.slb_config_set

    content {
      slb_id            = slb_config_set.value.slb_id
      listener_id       = slb_config_set.value.listener_id
      server_port_set   = slb_config_set.value.server_port_set
      weight            = slb_config_set.value.weight
      health_check_type = slb_config_set.value.health_check_type
    }
  }
}
