locals {
  regions = toset(["cn-beijing-6", "cn-shanghai-2"])
  in_use  = toset(["cn-beijing-6", "cn-shanghai-2"])
}

provider "ksyun" {
  alias    = "by_region"
  for_each = local.regions
  region   = each.key
}

resource "ksyun_scaling_configuration" "web" {
  for_each = local.in_use
  provider = ksyun.by_region[each.key]
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}
