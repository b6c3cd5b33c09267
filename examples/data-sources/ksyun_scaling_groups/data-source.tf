# All scaling groups whose name starts with "web".
data "ksyun_scaling_groups" "web" {
  name_regex  = "^web"
  output_file = "web-groups.json"
}

output "web_group_ids" {
  value = data.ksyun_scaling_groups.web.scaling_groups[*].id
}
