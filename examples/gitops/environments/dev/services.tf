locals {
  network = {
    subnet_ids        = ["1e3a9b8b-0833-4b29-9d3f-4a4188350591"]
    security_group_id = "36e08d58-4b10-440c-9b0b-11da1f551c33"
  }

  services = {
    web = {
      release  = "2026-02"
      image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
      size     = { min = 1, max = 2 }
    }
    api = {
      release  = "2026-02"
      image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
      size     = { min = 1, max = 2 }
    }
  }
}
