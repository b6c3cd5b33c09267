# The next three times of a recurrence after New Year, in Beijing time.
output "next_firings" {
  value = provider::ksyun::recurrence_firings("0 9 * * 1-5", "2030-01-01T00:00:00+08:00", 3)
}
