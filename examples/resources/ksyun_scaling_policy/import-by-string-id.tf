import {
  to = ksyun_scaling_policy.busy
  id = "436995593677910016:10000433"
}
