# Scaling configurations of the default project that no scaling group uses.
data "ksyun_scaling_configurations" "web" {
  project_ids = ["0"]
}

output "unused_configuration_names" {
  value = [
    for configuration in data.ksyun_scaling_configurations.web.scaling_configurations :
    configuration.scaling_configuration_name if length(configuration.scaling_group_ids) == 0
  ]
}
