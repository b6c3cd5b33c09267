# Each type twice: with what is required, and with everything.

resource "ksyun_scaling_configuration" "least" {
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}

resource "ksyun_scaling_configuration" "full" {
  scaling_configuration_name = "full"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A,N3.2B"
  charge_type                = "Daily"
  project_id                 = 0

  system_disk_type        = "SSD3.0"
  system_disk_size        = 40
  system_disk_resize_type = "offline"
  data_disk_gb            = 10

  data_disks {
    disk_type            = "EHDD"
    disk_size            = 100
    delete_with_instance = true
  }
  data_disks {
    disk_type            = "SSD3.0"
    disk_size            = 20
    delete_with_instance = false
  }

  password         = "First-password-1"
  key_id           = ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"]
  keep_image_login = false
  user_data        = base64encode("#!/bin/sh\necho one\n")

  address_band_width  = 5
  band_width_share_id = "5f3b1d2c-1a2b-4c3d-8e4f-5a6b7c8d9e0f"
  line_id             = "6a7b8c9d-0e1f-4a2b-9c3d-4e5f6a7b8c9d"
  address_project_id  = 0

  instance_name             = "web"
  instance_name_suffix      = "1"
  instance_name_time_suffix = false

  need_monitor_agent  = 0
  need_security_agent = 0

  tags = {
    env  = "test"
    team = "edge"
  }
  sync_tag = true

  timeouts {
    delete = "10m"
  }
}

resource "ksyun_scaling_group" "least" {
  scaling_configuration_id = ksyun_scaling_configuration.least.id
  min_size                 = 0
  max_size                 = 2
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

resource "ksyun_scaling_group" "full" {
  scaling_group_name       = "full"
  scaling_configuration_id = ksyun_scaling_configuration.full.id
  min_size                 = 1
  max_size                 = 3
  desired_capacity         = 2
  remove_policy            = "RemoveNewestInstance"
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  subnet_strategy          = "choice-first"
  security_group_id_set    = ["36e08d58-4b10-440c-9b0b-11da1f551c33", "7f0a6a0c-5d55-4d5e-9d6e-5b6f0a7c8d11"]
  status                   = "Active"

  slb_config_set {
    slb_id            = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id       = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set   = [80, 8080]
    weight            = 10
    health_check_type = "kec"
  }
  slb_config_set {
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "1f39e30a-7c1b-4c6c-8e4f-5d206b7c8d13"
    server_port_set = [443]
  }

  wait_for_capacity_timeout = "10m"
  wait_for_healthy          = true
  force_delete              = true
  deletion_protection       = false

  timeouts {
    create = "20m"
    read   = "1m"
    update = "20m"
    delete = "1h"
  }
}

resource "ksyun_scaling_policy" "least" {
  scaling_group_id = ksyun_scaling_group.least.id
}

resource "ksyun_scaling_policy" "full" {
  scaling_group_id    = ksyun_scaling_group.full.id
  scaling_policy_name = "too-little-memory"
  dimension_name      = "mem_usage"
  comparison_operator = "EqualOrLess"
  threshold           = 0
  repeat_times        = 1
  period              = 300
  function            = "max"
  adjustment_type     = "PercentChangeInCapacity"
  adjustment_value    = -50
  cool_down           = 600

  timeouts {
    update = "2m"
  }
}

resource "ksyun_scaling_scheduled_task" "least" {
  scaling_group_id = ksyun_scaling_group.least.id
  start_time       = "2090-01-01 09:00:00"
}

resource "ksyun_scaling_scheduled_task" "full" {
  scaling_group_id            = ksyun_scaling_group.full.id
  scaling_scheduled_task_name = "every-morning"
  readjust_min_size           = 1
  readjust_expect_size        = 2
  readjust_max_size           = 3
  start_time                  = "2090-02-01T00:30:00Z"
  end_time                    = "2091-01-01T00:00:00+08:00"
  recurrence                  = "30 8 * * 1-5"

  timeouts {
    update = "2m"
  }
}

resource "ksyun_scaling_scheduled_task" "repeating" {
  scaling_group_id = ksyun_scaling_group.full.id
  start_time       = "2090-01-01 09:00:00"
  end_time         = "2091-01-01 00:00:00"
  repeat_unit      = "Day"
  repeat_cycle     = "2"
}

resource "ksyun_scaling_notification" "least" {
  scaling_group_id           = ksyun_scaling_group.least.id
  scaling_notification_types = ["1"]
}

resource "ksyun_scaling_notification" "full" {
  scaling_group_id           = ksyun_scaling_group.full.id
  scaling_notification_types = ["1", "3"]

  timeouts {
    create = "3m"
  }
}

resource "ksyun_scaling_instance" "least" {
  scaling_group_id      = ksyun_scaling_group.least.id
  scaling_instance_id   = "4c5b8053-6245-4824-9a34-9f866b5f0593"
  protected_from_detach = 0
}

resource "ksyun_scaling_instance" "full" {
  scaling_group_id      = ksyun_scaling_group.least.id
  scaling_instance_id   = "1f0a6a0c-5d55-4d5e-9d6e-5b6f0a7c8d9e"
  protected_from_detach = 1

  timeouts {
    create = "5m"
  }
}
