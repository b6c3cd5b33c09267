data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

data "ksyun_scaling_notifications" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

# 2: instances could not be added.
output "tells_of_failed_scale_out" {
  value = anytrue([
    for notification in data.ksyun_scaling_notifications.web.scaling_notifications :
    contains(notification.scaling_notification_types, "2")
  ])
}
