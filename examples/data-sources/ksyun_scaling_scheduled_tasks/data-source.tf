data "ksyun_scaling_group" "web" {
  scaling_group_name = "web"
}

data "ksyun_scaling_scheduled_tasks" "web" {
  scaling_group_id = data.ksyun_scaling_group.web.id
}

output "start_times" {
  value = {
    for task in data.ksyun_scaling_scheduled_tasks.web.scaling_scheduled_tasks :
    task.scaling_scheduled_task_name => task.start_time
  }
}
