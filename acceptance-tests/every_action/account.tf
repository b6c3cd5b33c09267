locals {
  changed = false
}

resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = local.changed ? "web-2" : "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = local.changed ? "web-2" : "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 5
  status                   = local.changed ? "UnActive" : "Active"
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"

  slb_config_set {
    slb_id          = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"
    listener_id     = "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"
    server_port_set = [local.changed ? 8081 : 8080]
  }
}

resource "ksyun_scaling_policy" "web" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = local.changed ? "busy-2" : "busy"
  dimension_name      = "cpu_usage"
  comparison_operator = "Greater"
  threshold           = 70
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = 1
}

resource "ksyun_scaling_scheduled_task" "web" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = local.changed ? "sale-2" : "sale"
  readjust_min_size           = 1
  readjust_expect_size        = 2
  readjust_max_size           = 5
  start_time                  = "2099-11-11 00:00:00"
}

resource "ksyun_scaling_notification" "web" {
  scaling_group_id           = ksyun_scaling_group.web.id
  scaling_notification_types = local.changed ? ["2"] : ["2", "4"]
}

resource "ksyun_scaling_instance" "web" {
  scaling_group_id      = ksyun_scaling_group.web.id
  scaling_instance_id   = "4c5b8053-6245-4824-9a34-9f866b5f0593"
  protected_from_detach = local.changed ? 1 : 0
}

data "ksyun_scaling_activities" "web" {
  scaling_group_id = ksyun_scaling_group.web.id
}
