# The id of a policy, as its import block needs it.
output "policy_id" {
  value = provider::ksyun::build_id("436995593677910016", "10000433")
}
