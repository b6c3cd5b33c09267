# One scaling group by its exact name; data sources that list its members take its id.
data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

output "web_capacity" {
  value = "${data.ksyun_scaling_group.web.instance_num} of ${data.ksyun_scaling_group.web.desired_capacity} instances"
}
