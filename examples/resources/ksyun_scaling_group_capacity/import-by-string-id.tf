import {
  to = ksyun_scaling_group_capacity.web
  id = "436995593677910016"
}
