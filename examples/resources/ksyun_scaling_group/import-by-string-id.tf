import {
  to = ksyun_scaling_group.web
  id = "436995593677910016"
}
