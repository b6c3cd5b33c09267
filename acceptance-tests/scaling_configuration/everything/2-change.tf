resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web-frontend"
  image_id                   = "IMG-7d1c0a52-93cb-4a53-8f0e-2f1b6a5c4d3e"
  instance_type              = "S6.8A"
  charge_type                = "HourlyInstantSettlement"
  project_id                 = 7

  system_disk_type        = "EHDD"
  system_disk_size        = 0
  system_disk_resize_type = "online"
  data_disk_gb            = 0

  data_disks {
    disk_type            = "EHDD"
    disk_size            = 200
    delete_with_instance = false
  }

  password         = "Second-password-2"
  key_id           = ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"]
  keep_image_login = true
  user_data        = base64encode("#!/bin/sh\necho two\n")

  address_band_width  = 10
  band_width_share_id = "7f3b1d2c-1a2b-4c3d-8e4f-5a6b7c8d9e0f"
  line_id             = "7a7b8c9d-0e1f-4a2b-9c3d-4e5f6a7b8c9d"
  address_project_id  = 7

  instance_name             = ""
  instance_name_suffix      = "100"
  instance_name_time_suffix = true

  need_monitor_agent  = 1
  need_security_agent = 1

  tags = {
    env = "live"
  }
  sync_tag = false

  timeouts {
    delete = "10s"
  }
}
