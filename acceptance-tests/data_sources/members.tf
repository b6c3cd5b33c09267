data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

data "ksyun_scaling_policies" "all" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

data "ksyun_scaling_policies" "some" {
  scaling_group_id      = data.ksyun_scaling_group.web.id
  ids                   = data.ksyun_scaling_policies.all.scaling_policies[*].scaling_policy_id
  name_regex            = "shrink$"
  scaling_policies_name = "cpu"
}

data "ksyun_scaling_policies" "by_name" {
  scaling_group_id      = data.ksyun_scaling_group.web.id
  scaling_policies_name = "cpu-grow"
}

data "ksyun_scaling_scheduled_tasks" "all" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

data "ksyun_scaling_scheduled_tasks" "some" {
  scaling_group_id            = data.ksyun_scaling_group.web.id
  ids                         = data.ksyun_scaling_scheduled_tasks.all.scaling_scheduled_tasks[*].scaling_scheduled_task_id
  name_regex                  = "^n"
  scaling_scheduled_task_name = "night"
}

data "ksyun_scaling_scheduled_tasks" "by_name" {
  scaling_group_id            = data.ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "morning"
}

data "ksyun_scaling_notifications" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

data "ksyun_scaling_instances" "all" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

data "ksyun_scaling_instances" "attached" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  creation_type    = "Manual"
}

data "ksyun_scaling_instances" "some" {
  scaling_group_id     = data.ksyun_scaling_group.web.id
  scaling_instance_ids = data.ksyun_scaling_instances.all.scaling_instances[*].scaling_instance_id
  creation_type        = "Auto"
  health_status        = "Healthy"
}

data "ksyun_scaling_instances" "unhealthy" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  health_status    = "UnHealthy"
}

data "ksyun_scaling_activities" "all" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

data "ksyun_scaling_activities" "one" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  ids              = [data.ksyun_scaling_activities.all.scaling_activities[1].scaling_activity_id]
  start_time       = data.ksyun_scaling_activities.all.scaling_activities[1].start_time
  end_time         = "2099-01-01T00:00:00+08:00"
}

data "ksyun_scaling_activities" "long_ago" {
  scaling_group_id = data.ksyun_scaling_group.web.id
  end_time         = "2020-01-01T00:00:00Z"
}

data "ksyun_scaling_policies" "of_no_group" {
  scaling_group_id = "1"
}

data "ksyun_scaling_scheduled_tasks" "of_no_group" {
  scaling_group_id = "1"
}

data "ksyun_scaling_notifications" "of_no_group" {
  scaling_group_id = "1"
}

data "ksyun_scaling_instances" "of_no_group" {
  scaling_group_id = "1"
}

data "ksyun_scaling_activities" "of_no_group" {
  scaling_group_id = "1"
}

output "names" {
  value = {
    all_policies       = data.ksyun_scaling_policies.all.scaling_policies[*].scaling_policy_name
    policies_by_name   = data.ksyun_scaling_policies.by_name.scaling_policies[*].scaling_policy_name
    all_tasks          = data.ksyun_scaling_scheduled_tasks.all.scaling_scheduled_tasks[*].scaling_scheduled_task_name
    tasks_by_name      = data.ksyun_scaling_scheduled_tasks.by_name.scaling_scheduled_tasks[*].scaling_scheduled_task_name
    all_instances      = data.ksyun_scaling_instances.all.scaling_instances[*].creation_type
    attached_instances = data.ksyun_scaling_instances.attached.scaling_instances[*].creation_type
    activities         = data.ksyun_scaling_activities.all.scaling_activities[*].type_name
  }
}

output "policies" {
  value = data.ksyun_scaling_policies.some.scaling_policies
}

output "tasks" {
  value = data.ksyun_scaling_scheduled_tasks.some.scaling_scheduled_tasks
}

output "notifications" {
  value = data.ksyun_scaling_notifications.web.scaling_notifications
}

output "instances" {
  value = data.ksyun_scaling_instances.some.scaling_instances
}

output "activities" {
  value = data.ksyun_scaling_activities.one.scaling_activities
}

output "nothing" {
  value = {
    unhealthy     = data.ksyun_scaling_instances.unhealthy.total_count
    long_ago      = data.ksyun_scaling_activities.long_ago.total_count
    policies      = data.ksyun_scaling_policies.of_no_group.total_count
    tasks         = data.ksyun_scaling_scheduled_tasks.of_no_group.total_count
    notifications = data.ksyun_scaling_notifications.of_no_group.total_count
    instances     = data.ksyun_scaling_instances.of_no_group.total_count
    activities    = data.ksyun_scaling_activities.of_no_group.total_count
  }
}
