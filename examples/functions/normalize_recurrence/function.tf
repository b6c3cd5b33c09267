# Checks a recurrence before anything is planned, and shows what it comes to.
variable "recurrence" {
  type    = string
  default = "0 9 * * 1-5"

  validation {
    condition     = can(provider::ksyun::normalize_recurrence(var.recurrence))
    error_message = "This is not a recurrence that the API takes."
  }
}

output "recurrence" {
  value = provider::ksyun::normalize_recurrence(var.recurrence)
}
