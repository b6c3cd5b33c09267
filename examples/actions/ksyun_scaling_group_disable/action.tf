# terraform apply -invoke=action.ksyun_scaling_group_disable.web
action "ksyun_scaling_group_disable" "web" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
  }
}
