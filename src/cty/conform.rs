//! Which values belong to which types.

use super::traverse::Position;
use super::{ConformError, Step, Type, Value};

/// Checks that `value` is one of `ty`: what [`msgpack::encode`](super::msgpack::encode) can write. Null and unknown
/// values belong to every type.
///
/// # Errors
/// The first difference, in the order of the value.
pub fn conforms(value: &Value, ty: &Type) -> Result<(), ConformError> {
    conforms_at(&mut Position::default(), value, ty)
}

fn conforms_at(position: &mut Position, value: &Value, ty: &Type) -> Result<(), ConformError> {
    match (value, ty) {
        (Value::Null | Value::Unknown(_), _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Number(_), Type::Number)
        | (Value::String(_), Type::String) => Ok(()),
        (Value::List(elements), Type::List(ty)) => (0..).zip(elements).try_for_each(|(index, element)| {
            position.inside(Some(Step::Index(index)), |position| {
                conforms_at(position, element, ty)
            })
        }),
        (Value::Set(elements), Type::Set(ty)) => elements
            .iter()
            .try_for_each(|element| position.inside(None, |position| conforms_at(position, element, ty))),
        (Value::Tuple(elements), Type::Tuple(types)) => {
            position.check_length(types, elements.len())?;
            (0..)
                .zip(elements.iter().zip(types))
                .try_for_each(|(index, (element, ty))| {
                    position.inside(Some(Step::Index(index)), |position| {
                        conforms_at(position, element, ty)
                    })
                })
        }
        (Value::Map(elements), Type::Map(ty)) => elements.iter().try_for_each(|(key, element)| {
            position.inside(Some(Step::Key(key.clone())), |position| {
                conforms_at(position, element, ty)
            })
        }),
        (Value::Object(attributes), Type::Object(object)) => {
            let attributes = object
                .pair(attributes)
                .map_err(|mismatch| position.error(mismatch))?;
            attributes.into_iter().try_for_each(|(name, ty, attribute)| {
                let step = Some(Step::Attribute(name.to_owned()));
                position.inside(step, |position| conforms_at(position, attribute, ty))
            })
        }
        (Value::Dynamic(own, value), Type::Dynamic) if **own != Type::Dynamic => {
            conforms_at(position, value, own)
        }
        _ => Err(position.mismatch(ty.describe(), value.describe())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{object, typed_value, wrap};
    use super::super::{Mismatch, Path};
    use super::*;

    #[test]
    fn a_difference_is_found_where_it_is() {
        let group = Type::object([("slb", Type::list(Type::object([("weight", Type::Number)])))]);
        let slb = |weight| object([("slb", Value::List(vec![object([("weight", weight)])]))]);
        assert_eq!(conforms(&slb(Value::from(1_i64)), &group), Ok(()));

        let error = conforms(&slb(Value::from("1")), &group).expect_err("a string is no number");
        assert_eq!(error.path, Path::root().attr("slb").index(0).attr("weight"));
        assert_eq!(
            error.to_string(),
            "slb[0].weight: expected a number, found a string"
        );
    }

    #[test]
    fn an_object_must_have_exactly_its_attributes() {
        let ty = Type::object([("a", Type::Bool), ("b", Type::Bool)]);
        let missing = conforms(&object([("a", Value::Null)]), &ty).expect_err("b is missing");
        assert_eq!(
            missing.problem,
            Mismatch::MissingAttribute { name: "b".to_owned() }
        );

        let surplus = object([("a", Value::Null), ("b", Value::Null), ("c", Value::Null)]);
        let surplus = conforms(&surplus, &ty).expect_err("c is too many");
        assert_eq!(
            surplus.problem,
            Mismatch::UnsupportedAttribute { name: "c".to_owned() }
        );
    }

    #[test]
    fn a_tuple_must_have_its_length() {
        let error = conforms(&Value::Tuple(vec![]), &Type::Tuple(vec![Type::Bool])).expect_err("too short");
        assert_eq!(
            error.problem,
            Mismatch::TupleLength {
                expected: 1,
                found: 0
            }
        );
    }

    #[test]
    fn only_a_wrapped_value_is_dynamic() {
        assert!(conforms(&Value::from("a"), &Type::Dynamic).is_err());
        assert_eq!(
            conforms(&wrap(Type::String, Value::from("a")), &Type::Dynamic),
            Ok(())
        );
        assert!(conforms(&wrap(Type::Number, Value::from("a")), &Type::Dynamic).is_err());
        assert!(conforms(&wrap(Type::String, Value::from("a")), &Type::String).is_err());
        assert!(
            conforms(
                &wrap(Type::Dynamic, wrap(Type::String, Value::Null)),
                &Type::Dynamic
            )
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn generated_values_conform((ty, value) in typed_value(true)) {
            prop_assert_eq!(conforms(&value, &ty), Ok(()));
        }
    }
}
