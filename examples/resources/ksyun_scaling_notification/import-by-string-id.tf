import {
  to = ksyun_scaling_notification.failures
  id = "436995593677910016:452836290418409472"
}
