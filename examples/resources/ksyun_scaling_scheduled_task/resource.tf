resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 1
  max_size                 = 10
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"

  # A task sets the bounds of its group; the next apply would put them back.
  lifecycle {
    ignore_changes = [min_size, max_size]
  }
}

# More instances for every working day, from 8:30 on. A crontab line is always Beijing time.
resource "ksyun_scaling_scheduled_task" "morning" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "web-morning"
  readjust_min_size           = 2
  readjust_expect_size        = 4
  readjust_max_size           = 10
  start_time                  = "2030-01-01 00:00:00"
  end_time                    = "2031-01-01 00:00:00"
  recurrence                  = "30 8 * * 1-5"
}

# Once, ahead of a sale. A time can name its zone.
resource "ksyun_scaling_scheduled_task" "sale" {
  scaling_group_id            = ksyun_scaling_group.web.id
  scaling_scheduled_task_name = "web-sale"
  readjust_min_size           = 8
  readjust_expect_size        = 10
  readjust_max_size           = 10
  start_time                  = "2030-11-10T23:00:00+08:00"
}
