locals {
  network = {
    subnet_ids        = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591", "7c2d5f0a-91be-4d2c-8b6a-5e0f3c9a7d24"]
    security_group_id = "36e08d58-4b10-440c-9b0b-11da1f551c33"
  }

  services = {
    web = {
      release  = "2026-01"
      image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
      size     = { min = 2, max = 10 }
      load_balancer = {
        id          = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"
        listener_id = "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"
        server_port = 8080
      }
    }
    api = {
      release        = "2026-01"
      image_id       = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
      instance_types = ["S6.8B", "N3.8C"]
      size           = { min = 2, max = 6 }
    }
  }
}
