# terraform apply -invoke=action.ksyun_scaling_group_enable.web
action "ksyun_scaling_group_enable" "web" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
  }
}
