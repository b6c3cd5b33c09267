resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
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
    delete = "10s"
  }
}
