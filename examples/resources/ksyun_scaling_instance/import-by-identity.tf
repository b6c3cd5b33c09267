import {
  to = ksyun_scaling_instance.primary
  identity = {
    scaling_group_id    = "436995593677910016"
    scaling_instance_id = "4c5b8053-6245-4824-9a34-9f866b5f0593"
    region              = "cn-beijing-6" # the provider's region if it is left out
  }
}
