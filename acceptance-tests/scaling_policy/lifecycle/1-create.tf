resource "ksyun_scaling_policy" "busy" {
  scaling_group_id = ksyun_scaling_group.web.id
}
