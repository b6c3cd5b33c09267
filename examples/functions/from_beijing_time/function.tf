# A time of the API, for Terraform's own time functions.
output "an_hour_later" {
  value = timeadd(provider::ksyun::from_beijing_time("2030-01-01 09:00:00"), "1h")
}
