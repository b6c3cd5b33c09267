resource "ksyun_scaling_configuration" "this" {
  scaling_configuration_name = "${local.name}-${var.service.release}"
  image_id                   = var.service.image_id
  instance_type              = join(",", var.service.instance_types)
  instance_name              = local.name
  user_data                  = base64encode("#!/bin/sh\nsystemctl enable --now ${var.name}\n")

  # A release is a configuration of its own: the group changes over before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}

# The number of instances belongs to policies and tasks: the bounds are what is configured here.
resource "ksyun_scaling_group" "this" {
  scaling_group_name       = local.name
  scaling_configuration_id = ksyun_scaling_configuration.this.id
  min_size                 = var.service.size.min
  max_size                 = var.service.size.max
  subnet_id_set            = var.network.subnet_ids
  subnet_strategy          = "balanced-distribution"
  security_group_id        = var.network.security_group_id

  dynamic "slb_config_set" {
    for_each = var.service.load_balancer == null ? [] : [var.service.load_balancer]

    content {
      slb_id          = slb_config_set.value.id
      listener_id     = slb_config_set.value.listener_id
      server_port_set = [slb_config_set.value.server_port]
    }
  }
}

resource "ksyun_scaling_policy" "this" {
  for_each = {
    busy = { operator = "Greater", threshold = 70, change = 1 }
    idle = { operator = "Less", threshold = 10, change = -1 }
  }

  scaling_group_id    = ksyun_scaling_group.this.id
  scaling_policy_name = "${local.name}-${each.key}"
  dimension_name      = "cpu_usage"
  comparison_operator = each.value.operator
  threshold           = each.value.threshold
  function            = "avg"
  period              = 60
  repeat_times        = 3
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = each.value.change
  cool_down           = 300
}
