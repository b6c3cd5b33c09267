import {
  to = ksyun_scaling_load_balancer_attachment.http
  identity = {
    scaling_group_id = "436995593677910016"
    listener_id      = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    region           = "cn-beijing-6" # the provider's region if it is left out
  }
}
