# What a new instance looks like.
resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = var.name
  image_id                   = var.image_id
  instance_type              = join(",", var.instance_types)
  instance_name              = var.name
  instance_name_time_suffix  = true
  key_id                     = var.key_ids

  system_disk_type = "SSD3.0"
  system_disk_size = 50

  data_disks {
    disk_type            = "SSD3.0"
    disk_size            = 200
    delete_with_instance = true
  }

  data_disks {
    disk_type            = "EHDD"
    disk_size            = 500
    delete_with_instance = true
  }

  user_data = base64encode(<<-EOT
    #!/bin/sh
    mkdir -p /etc/${var.name}
    echo 'port=${var.load_balancer.server_port}' > /etc/${var.name}/service.conf
    systemctl enable --now ${var.name}
  EOT
  )
}

# How many instances there are, and where. `desired_capacity` is left to policies and scheduled tasks.
resource "ksyun_scaling_group" "web" {
  scaling_group_name       = var.name
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = var.size.min
  max_size                 = var.size.max
  remove_policy            = "RemoveOldestInstance"

  subnet_id_set     = var.subnet_ids
  subnet_strategy   = "balanced-distribution"
  security_group_id = var.security_group_id

  slb_config_set {
    slb_id            = var.load_balancer.id
    listener_id       = var.load_balancer.listener_id
    server_port_set   = [var.load_balancer.server_port]
    weight            = 20
    health_check_type = "slb"
  }
}

# A second group of the same service: jobs behind a load balancer of their own. Terraform owns its number.
resource "ksyun_scaling_group" "jobs" {
  scaling_group_name       = "${var.name}-jobs"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 0
  max_size                 = 4
  desired_capacity         = var.jobs

  subnet_id_set     = var.subnet_ids
  subnet_strategy   = "balanced-distribution"
  security_group_id = var.security_group_id

  slb_config_set {
    slb_id          = var.jobs_load_balancer.id
    listener_id     = var.jobs_load_balancer.listener_id
    server_port_set = [var.jobs_load_balancer.server_port]
  }

  wait_for_capacity_timeout = "10m"
}
