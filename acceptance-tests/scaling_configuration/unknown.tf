resource "terraform_data" "settings" {
  input = {
    name = "web"
    code = "Known-to-state-1"
    type = "S6.4A"
    size = 0
    disk = 10
    key  = "8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"
    tag  = "test"
    data = "aGVsbG8="
    flag = true
  }
}

locals {
  settings = terraform_data.settings.output
}

resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = local.settings.name
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = local.settings.type
  system_disk_size           = local.settings.size
  key_id                     = [local.settings.key]
  tags                       = { env = local.settings.tag }
  sync_tag                   = local.settings.flag
  user_data                  = local.settings.data
  keep_image_login           = local.settings.flag
  password                   = local.settings.code

  dynamic "data_disks" {
    for_each = [local.settings.disk]
    content {
      disk_type = "EHDD"
      disk_size = data_disks.value
    }
  }
}
