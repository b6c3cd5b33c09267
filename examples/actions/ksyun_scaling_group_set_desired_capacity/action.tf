# terraform apply -invoke=action.ksyun_scaling_group_set_desired_capacity.sale
action "ksyun_scaling_group_set_desired_capacity" "sale" {
  config {
    scaling_group_id  = ksyun_scaling_group.web.id
    desired_capacity  = 4
    wait_for_capacity = true
    timeout           = "20m"
  }
}
