import {
  to = ksyun_scaling_instance.primary
  id = "436995593677910016:4c5b8053-6245-4824-9a34-9f866b5f0593"
}
