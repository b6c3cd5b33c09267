variable "instance_ids" {
  type = set(string)
}

# terraform apply -invoke=action.ksyun_scaling_instance_set_protection.keep -var='instance_ids=["…"]'
action "ksyun_scaling_instance_set_protection" "keep" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
    instance_ids     = var.instance_ids
    protected        = true
  }
}
