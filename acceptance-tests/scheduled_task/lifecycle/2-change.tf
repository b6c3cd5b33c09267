resource "ksyun_scaling_scheduled_task" "morning" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "every-morning"
  readjust_min_size           = 0
  readjust_expect_size        = 2
  readjust_max_size           = 4
  start_time                  = "2030-02-01T00:30:00Z"
  end_time                    = "2031-01-01T00:00:00+08:00"
  recurrence                  = "30 8 * * 1-5"

  timeouts {
    update = "2m"
  }
}
