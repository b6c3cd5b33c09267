# By the ids of the group and of the instance.
terraform import ksyun_scaling_instance.primary 436995593677910016:4c5b8053-6245-4824-9a34-9f866b5f0593
