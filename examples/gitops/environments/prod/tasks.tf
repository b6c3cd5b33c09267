# More of everything for the working day. The tasks end with the year and are renewed with it.
resource "ksyun_scaling_scheduled_task" "morning" {
  for_each = local.services

  scaling_group_id            = module.service[each.key].scaling_group_id
  scaling_scheduled_task_name = "prod-${each.key}-morning"
  readjust_min_size           = each.value.size.min
  readjust_expect_size        = each.value.size.min + 2
  readjust_max_size           = each.value.size.max
  start_time                  = "2030-01-01 00:00:00"
  end_time                    = "2031-01-01 00:00:00"
  recurrence                  = "30 8 * * 1-5"
}
