variable "region" {
  description = "Region of all resources."
  type        = string
  default     = "cn-beijing-6"
}

variable "name" {
  description = "Name of the service; every resource carries it."
  type        = string
  default     = "web-frontend"
}

variable "image_id" {
  description = "Image with the service installed."
  type        = string
  default     = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}

variable "instance_types" {
  description = "Instance types in order of preference; the next one is tried when one is sold out."
  type        = list(string)
  default     = ["S6.4A", "N3.4B"]
}

variable "key_ids" {
  description = "SSH keys for the operators."
  type        = set(string)
  default     = ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"]
}

variable "subnet_ids" {
  description = "Subnets of one VPC, best in different availability zones."
  type        = set(string)
  default     = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591", "7c2d5f0a-91be-4d2c-8b6a-5e0f3c9a7d24"]
}

variable "security_group_id" {
  description = "Security group of the instances."
  type        = string
  default     = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

variable "load_balancer" {
  description = "Load balancer that sends traffic to the group, and the port on which the service listens."
  type = object({
    id          = string
    listener_id = string
    server_port = number
  })
  default = {
    id          = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"
    listener_id = "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"
    server_port = 8080
  }
}

variable "size" {
  description = "Bounds within which the group scales."
  type = object({
    min = number
    max = number
  })
  default = {
    min = 2
    max = 6
  }
}

variable "jobs" {
  description = "Number of instances for jobs."
  type        = number
  default     = 1
}

variable "jobs_load_balancer" {
  description = "Load balancer of the jobs."
  type = object({
    id          = string
    listener_id = string
    server_port = number
  })
  default = {
    id          = "0b9cf1f0-51c3-4f3b-a9d2-7e8f9a0b1c2d"
    listener_id = "b3d5f7a9-1c2e-4a6b-8d0f-2e4a6c8e0a1b"
    server_port = 9090
  }
}

variable "sale" {
  description = "Day and hours of the next sale, in Beijing time."
  type = object({
    day  = string
    from = string
    to   = string
  })
  default = {
    day  = "2030-11-11"
    from = "00:00:00"
    to   = "23:59:00"
  }
}
