# By the ids of the group and of the listener.
terraform import ksyun_scaling_load_balancer_attachment.http 436995593677910016:0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02
