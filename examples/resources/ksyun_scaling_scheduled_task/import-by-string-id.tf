import {
  to = ksyun_scaling_scheduled_task.morning
  id = "436995593677910016:537276906367950848"
}
