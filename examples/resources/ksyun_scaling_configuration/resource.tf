resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A,N3.4B"
  system_disk_type           = "SSD3.0"
  system_disk_size           = 50
  key_id                     = ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"]

  data_disks {
    disk_type            = "EHDD"
    disk_size            = 200
    delete_with_instance = true
  }

  user_data = base64encode(<<-EOT
    #!/bin/sh
    systemctl enable --now web
  EOT
  )
}
