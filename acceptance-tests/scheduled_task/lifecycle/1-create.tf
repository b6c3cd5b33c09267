resource "ksyun_scaling_scheduled_task" "morning" {
  scaling_group_id = ksyun_scaling_group.web.id
  start_time       = "2030-01-01 09:00:00"
}
