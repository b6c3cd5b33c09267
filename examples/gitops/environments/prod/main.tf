terraform {
  required_version = ">= 1.8"

  required_providers {
    ksyun = {
      source  = "ksyun/ksyun-autoscaling"
      version = "~> 0.1"
    }
  }
}

# Credentials come from KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY of the pipeline for this environment.
provider "ksyun" {
  region = "cn-beijing-6"
}

module "service" {
  source   = "../../modules/service"
  for_each = local.services

  environment = "prod"
  name        = each.key
  service     = each.value
  network     = local.network
}

output "scaling_group_ids" {
  description = "Id of each service's group."
  value       = { for name, service in module.service : name => service.scaling_group_id }
}
