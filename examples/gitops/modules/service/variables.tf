terraform {
  required_version = ">= 1.8"

  required_providers {
    ksyun = {
      source  = "ksyun/ksyun-autoscaling"
      version = "~> 0.1"
    }
  }
}

variable "environment" {
  description = "Environment, the first part of every name."
  type        = string
}

variable "name" {
  description = "Name of the service."
  type        = string
}

variable "service" {
  description = "What the service runs on."
  type = object({
    release        = string
    image_id       = string
    instance_types = optional(list(string), ["S6.4A", "N3.4B"])
    size           = object({ min = number, max = number })
    load_balancer  = optional(object({ id = string, listener_id = string, server_port = number }))
  })
}

variable "network" {
  description = "Where its instances are."
  type = object({
    subnet_ids        = set(string)
    security_group_id = string
  })
}

locals {
  name = "${var.environment}-${var.name}"
}

output "scaling_group_id" {
  description = "Id of the service's group."
  value       = ksyun_scaling_group.this.id
}
