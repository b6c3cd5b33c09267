# An instant as the API writes it.
output "start_time" {
  value = provider::ksyun::to_beijing_time("2030-01-01T01:00:00Z")
}
