data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

# What the scaling group did since New Year in Beijing.
data "ksyun_scaling_activities" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  start_time       = "2024-01-01T00:00:00+08:00"
}

output "failed_activities" {
  value = [
    for activity in data.ksyun_scaling_activities.web.scaling_activities :
    "${activity.start_time} ${activity.type_name}: ${activity.error_code}" if activity.status_name == "Failed"
  ]
}
