resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
  password                   = "Known-to-state-1"
  system_disk_size           = 60
  data_disks {
    disk_type            = "EHDD"
    disk_size            = 50
    delete_with_instance = true
  }
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
  min_size                 = 1
  max_size                 = 5
  status                   = "Active"
  slb_config_set {
    slb_id            = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id       = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    health_check_type = "kec"
    server_port_set   = [80]
  }
}

resource "ksyun_scaling_policy" "busy" {
  scaling_group_id    = ksyun_scaling_group.web.id
  scaling_policy_name = "cpu"
  threshold           = 20
}

resource "ksyun_scaling_scheduled_task" "morning" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "morning"
  start_time                  = "2031-05-01 12:00:00"
  readjust_max_size           = 5
  readjust_min_size           = 1
  readjust_expect_size        = 3
}

resource "ksyun_scaling_notification" "ops" {
  scaling_group_id           = ksyun_scaling_group.web.id
  scaling_notification_types = ["1", "3"]
}

resource "ksyun_scaling_instance" "db" {
  scaling_group_id      = ksyun_scaling_group.web.id
  scaling_instance_id   = "4c5b8053-6245-4824-9a34-9f866b5f0593"
  protected_from_detach = 1
}
