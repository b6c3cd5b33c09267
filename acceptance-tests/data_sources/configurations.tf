data "ksyun_scaling_configurations" "all" {
}

data "ksyun_scaling_configurations" "by_ids" {
  ids = data.ksyun_scaling_configurations.all.scaling_configurations[*].scaling_configuration_id
}

data "ksyun_scaling_configurations" "combined" {
  ids                        = [for item in data.ksyun_scaling_configurations.all.scaling_configurations : item.id]
  project_ids                = ["0"]
  name_regex                 = "2$"
  scaling_configuration_name = "web-1"
}

data "ksyun_scaling_configurations" "other_project" {
  project_ids = ["7"]
}

output "counts" {
  value = {
    all           = data.ksyun_scaling_configurations.all.total_count
    by_ids        = data.ksyun_scaling_configurations.by_ids.total_count
    other_project = data.ksyun_scaling_configurations.other_project.total_count
  }
}

output "in_order" {
  value = data.ksyun_scaling_configurations.by_ids.scaling_configurations == data.ksyun_scaling_configurations.all.scaling_configurations
}

output "combined" {
  value = data.ksyun_scaling_configurations.combined.scaling_configurations
}
