terraform {
  required_version = ">= 1.8"

  required_providers {
    # The local name `ksyun` is what Terraform derives from the resource types `ksyun_scaling_*`.
    ksyun = {
      source  = "ksyun/ksyun-autoscaling"
      version = "~> 0.1"
    }
  }
}

# Credentials come from KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY.
provider "ksyun" {
  region = var.region
}
