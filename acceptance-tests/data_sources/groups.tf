data "ksyun_scaling_groups" "all" {
}

data "ksyun_scaling_groups" "by_name" {
  scaling_group_name = "web"
}

data "ksyun_scaling_groups" "by_regex" {
  name_regex = "^web-[0-9]$"
}

data "ksyun_scaling_groups" "by_ids" {
  ids = [for group in data.ksyun_scaling_groups.all.scaling_groups : group.id if group.scaling_group_name != "web-1"]
}

data "ksyun_scaling_groups" "by_vpc" {
  vpc_id = one([for group in data.ksyun_scaling_groups.all.scaling_groups : group.vpc_id if group.scaling_group_name == "api"])
}

data "ksyun_scaling_groups" "classic" {
  vpc_id = "0"
}

data "ksyun_scaling_configurations" "other" {
  scaling_configuration_name = "other"
}

data "ksyun_scaling_groups" "by_configuration" {
  scaling_configuration_id = one(data.ksyun_scaling_configurations.other.scaling_configurations).id
}

data "ksyun_scaling_groups" "combined" {
  ids                = data.ksyun_scaling_groups.all.scaling_groups[*].id
  name_regex         = "2$"
  scaling_group_name = "web"
  vpc_id             = data.ksyun_scaling_groups.by_regex.scaling_groups[0].vpc_id
}

data "ksyun_scaling_groups" "empty_filters" {
  ids                = []
  name_regex         = ""
  scaling_group_name = ""
}

output "names" {
  value = { for filter, groups in {
    all              = data.ksyun_scaling_groups.all
    by_name          = data.ksyun_scaling_groups.by_name
    by_regex         = data.ksyun_scaling_groups.by_regex
    by_ids           = data.ksyun_scaling_groups.by_ids
    by_vpc           = data.ksyun_scaling_groups.by_vpc
    classic          = data.ksyun_scaling_groups.classic
    by_configuration = data.ksyun_scaling_groups.by_configuration
    combined         = data.ksyun_scaling_groups.combined
    empty_filters    = data.ksyun_scaling_groups.empty_filters
  } : filter => groups.scaling_groups[*].scaling_group_name }
}

output "first" {
  value = data.ksyun_scaling_groups.all.scaling_groups[0]
}
