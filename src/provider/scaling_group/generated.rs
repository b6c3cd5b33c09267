//! What the generated configuration of a group leaves open.

use super::attributes::ScalingGroupModel;
use crate::framework::Field;

/// Leaves the number of instances to whatever moves it today, and says once which security groups there are.
pub(super) fn tidy(config: ScalingGroupModel) -> ScalingGroupModel {
    let several = config
        .security_group_id_set
        .value()
        .is_some_and(|groups| groups.0.len() > 1 || config.security_group_id.is_unset());
    let (security_group_id, security_group_id_set) = if several {
        (Field::Null, config.security_group_id_set)
    } else {
        (config.security_group_id, Field::Null)
    };
    ScalingGroupModel {
        desired_capacity: Field::Null,
        security_group_id,
        security_group_id_set,
        ..config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(one: Field<String>, all: &[&str]) -> ScalingGroupModel {
        tidy(ScalingGroupModel {
            desired_capacity: Field::Value(3),
            security_group_id: one,
            security_group_id_set: Field::Value(all.iter().map(|id| (*id).to_owned()).collect()),
            ..ScalingGroupModel::default()
        })
    }

    #[test]
    fn the_number_of_instances_is_left_to_the_autoscaler() {
        assert_eq!(tidied("a".into(), &["a"]).desired_capacity, Field::Null);
    }

    #[test]
    fn a_single_security_group_is_written_alone_and_several_as_a_set() {
        let one = tidied("a".into(), &["a"]);
        assert_eq!(one.security_group_id, "a".into());
        assert_eq!(one.security_group_id_set, Field::Null);

        let two = tidied("a".into(), &["a", "b"]);
        assert_eq!(two.security_group_id, Field::Null);
        assert_eq!(two.security_group_id_set.value().map(|set| set.0.len()), Some(2));

        let unnamed = tidied(Field::Null, &["a"]);
        assert_eq!(
            unnamed.security_group_id_set.value().map(|set| set.0.len()),
            Some(1)
        );
    }
}
