import {
  to = ksyun_scaling_configuration.web
  id = "424915383923019776"
}
