variable "groups" {
  type = number
}

resource "ksyun_scaling_configuration" "all" {
  count                      = var.groups
  scaling_configuration_name = "config-${count.index}"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A,N3.4B"
  password                   = "Secret-4711"
  need_monitor_agent         = 0
  tags                       = { team = "web" }
  user_data                  = base64encode("#!/bin/sh\n")

  data_disks {
    disk_type            = "SSD3.0"
    disk_size            = 20
    delete_with_instance = true
  }
}

# Every second group has two security groups.
resource "ksyun_scaling_group" "all" {
  count                    = var.groups
  scaling_group_name       = "web-${count.index}"
  scaling_configuration_id = ksyun_scaling_configuration.all[count.index].id
  min_size                 = 0
  max_size                 = 3
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = count.index % 2 == 0 ? "36e08d58-4b10-440c-9b0b-11da1f551c33" : null
  security_group_id_set = count.index % 2 == 0 ? null : [
    "36e08d58-4b10-440c-9b0b-11da1f551c33",
    "5b1d0c4f-7c38-4a0e-8f63-2c9d1e7a4b56",
  ]

  slb_config_set {
    slb_id          = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"
    listener_id     = "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"
    server_port_set = [8080]
    weight          = 0
  }
}

resource "ksyun_scaling_policy" "all" {
  count               = var.groups
  scaling_group_id    = ksyun_scaling_group.all[count.index].id
  scaling_policy_name = "cpu-high"
  dimension_name      = "cpu_usage"
  comparison_operator = "Greater"
  threshold           = 80
  adjustment_type     = "QuantityChangeInCapacity"
  adjustment_value    = -1
}

resource "ksyun_scaling_scheduled_task" "all" {
  count                       = var.groups
  scaling_group_id            = ksyun_scaling_group.all[count.index].id
  scaling_scheduled_task_name = "morning"
  start_time                  = "2040-01-15 08:30:00"
  end_time                    = "2041-01-15 08:30:00"
  recurrence                  = "30 8 * * 1-5"
  readjust_min_size           = 0
  readjust_max_size           = 3
  readjust_expect_size        = 2
}

resource "ksyun_scaling_notification" "all" {
  count                      = var.groups
  scaling_group_id           = ksyun_scaling_group.all[count.index].id
  scaling_notification_types = ["2", "4"]
}

# In the first group only.
resource "ksyun_scaling_instance" "all" {
  count                 = min(var.groups, 1)
  scaling_group_id      = ksyun_scaling_group.all[0].id
  scaling_instance_id   = "4c5b8053-6245-4824-9a34-9f866b5f0593"
  protected_from_detach = 1
}
