# Replaces all instances whenever the release changes, a quarter of them at a time.
resource "terraform_data" "release" {
  input = "2026-01"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.ksyun_scaling_group_refresh.web]
    }
  }
}

# terraform apply -invoke=action.ksyun_scaling_group_refresh.web
action "ksyun_scaling_group_refresh" "web" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
    batch_percentage = 25
    minimum_healthy  = "90%"
    pause            = "1s"
  }
}
