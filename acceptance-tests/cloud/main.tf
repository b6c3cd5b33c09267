# What `make test-cloud` makes in a real account, and takes away again. Every name begins with `tf-cloud-test-`.

terraform {
  required_providers {
    ksyun = {
      source = "ksyun/ksyun-autoscaling"
    }
  }
}

variable "name" {
  type = string
}

variable "image_id" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "security_group_id" {
  type = string
}

# The second step changes what can be changed in place.
variable "step" {
  type    = number
  default = 1
}

resource "ksyun_scaling_configuration" "test" {
  scaling_configuration_name = var.name
  image_id                   = var.image_id
  instance_type              = var.instance_type
}

resource "ksyun_scaling_group" "test" {
  scaling_group_name       = var.name
  scaling_configuration_id = ksyun_scaling_configuration.test.id
  min_size                 = 0
  max_size                 = var.step + 1
  desired_capacity         = 0
  subnet_id_set            = [var.subnet_id]
  security_group_id        = var.security_group_id
}

resource "ksyun_scaling_policy" "test" {
  scaling_group_id     = ksyun_scaling_group.test.id
  scaling_policy_name  = var.name
  dimension_name       = "cpu_usage"
  comparison_operator  = "Greater"
  threshold            = 80 + var.step
  adjustment_type      = "QuantityChangeInCapacity"
  adjustment_value     = 1
}

resource "ksyun_scaling_scheduled_task" "test" {
  scaling_group_id            = ksyun_scaling_group.test.id
  scaling_scheduled_task_name = var.name
  start_time                  = "2039-01-01 00:00:00"
  readjust_min_size           = 0
  readjust_max_size           = 2
  readjust_expect_size        = var.step - 1
}

resource "ksyun_scaling_notification" "test" {
  scaling_group_id               = ksyun_scaling_group.test.id
  scaling_notification_types     = ["1", "2"]
}
