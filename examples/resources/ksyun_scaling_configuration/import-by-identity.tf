import {
  to = ksyun_scaling_configuration.web
  identity = {
    scaling_configuration_id = "424915383923019776"
    region                   = "cn-beijing-6" # the provider's region if it is left out
  }
}
