# User data of a scaling configuration, checked for its length.
output "user_data" {
  value = provider::ksyun::user_data("#!/bin/sh\necho ready\n")
}
