import {
  to = ksyun_scaling_scheduled_task.morning
  identity = {
    scaling_group_id          = "436995593677910016"
    scaling_scheduled_task_id = "537276906367950848"
    region                    = "cn-beijing-6" # the provider's region if it is left out
  }
}
