# The group of a policy that is known by its id in state.
output "group_of_the_policy" {
  value = provider::ksyun::parse_id("10000433:436995593677910016").scaling_group_id
}
