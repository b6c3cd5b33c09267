data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

# The healthy instances that the scaling group created by itself.
data "ksyun_scaling_instances" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  creation_type    = "Auto"
  health_status    = "Healthy"
}

output "instance_ids" {
  value = data.ksyun_scaling_instances.web.scaling_instances[*].scaling_instance_id
}
