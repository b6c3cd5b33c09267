terraform {
  required_providers {
    ksyun = {
      source  = "ksyun/ksyun-autoscaling"
      version = "~> 0.1"
    }
  }
}

# Credentials come from KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY.
provider "ksyun" {
  region = "cn-beijing-6"
}
