output "scaling_group_id" {
  description = "Id of the group, for alarms and for deployments that roll its instances."
  value       = ksyun_scaling_group.web.id
}

output "jobs_scaling_group_id" {
  description = "Id of the group for jobs."
  value       = ksyun_scaling_group.jobs.id
}

output "scaling_configuration_id" {
  description = "Id of the launch configuration."
  value       = ksyun_scaling_configuration.web.id
}

output "vpc_id" {
  description = "VPC of the group, derived from its subnets."
  value       = ksyun_scaling_group.web.vpc_id
}
