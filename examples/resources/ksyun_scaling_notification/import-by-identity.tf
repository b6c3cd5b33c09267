import {
  to = ksyun_scaling_notification.failures
  identity = {
    scaling_group_id        = "436995593677910016"
    scaling_notification_id = "452836290418409472"
    region                  = "cn-beijing-6" # the provider's region if it is left out
  }
}
