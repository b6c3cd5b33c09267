resource "ksyun_scaling_configuration" "web" {
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}

resource "ksyun_scaling_group" "web" {
  scaling_group_name       = "web"
  scaling_configuration_id = ksyun_scaling_configuration.web.id
  min_size                 = 2
  max_size                 = 5
  subnet_id_set            = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
  security_group_id        = "36e08d58-4b10-440c-9b0b-11da1f551c33"
}

# The apply fails if the group does not get as many instances as it wants, and the group stays as it is.
resource "ksyun_scaling_group_capacity" "web" {
  scaling_group_id = ksyun_scaling_group.web.id
}

# At least one healthy instance, also after each change of the configuration.
resource "ksyun_scaling_group_capacity" "healthy" {
  scaling_group_id = ksyun_scaling_group.web.id
  minimum          = 1
  healthy          = true

  triggers = {
    configuration = ksyun_scaling_configuration.web.id
  }
}

# Whatever needs the instances depends on the wait.
resource "terraform_data" "announcement" {
  input = ksyun_scaling_group_capacity.web.instance_ids
}
