# By the ids of the group and of the task, as DescribeScheduledTask shows them. The id in the state, TASK:GROUP, is
# accepted as well.
terraform import ksyun_scaling_scheduled_task.morning 436995593677910016:537276906367950848
