import {
  to = ksyun_scaling_group_capacity.web
  identity = {
    scaling_group_id = "436995593677910016"
    region           = "cn-beijing-6" # the provider's region if it is left out
  }
}
