import {
  to = ksyun_scaling_policy.busy
  identity = {
    scaling_group_id  = "436995593677910016"
    scaling_policy_id = "10000433"
    region            = "cn-beijing-6" # the provider's region if it is left out
  }
}
