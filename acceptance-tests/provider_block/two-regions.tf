provider "ksyun" {
  region = "cn-beijing-6"
}

provider "ksyun" {
  alias  = "shanghai"
  region = "cn-shanghai-2"
}

resource "ksyun_scaling_configuration" "beijing" {
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}

resource "ksyun_scaling_configuration" "shanghai" {
  provider = ksyun.shanghai
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}
