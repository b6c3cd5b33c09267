//! The elements of result lists.

use crate::cty::Type;
use crate::framework::Model;
use crate::framework::schema::{Attribute, object_type};

/// One element of a result list.
///
/// Beside what the official provider gives, each element has an `id`: that of the resource for the same object, so that the
/// object can be imported by it.
pub(in crate::provider) trait Item: Model {
    /// Type and meaning of each member.
    fn members() -> Vec<Attribute>;

    /// The id that the resource for the same object has.
    fn id(&self) -> &str;

    /// Type of a list of these.
    fn list_type() -> Type {
        Type::list(object_type(&Self::members(), &[]))
    }
}

/// The attribute `name` that holds the results; `description` says what they are.
pub(in crate::provider) fn results<T: Item>(name: &'static str, description: &'static str) -> Attribute {
    Attribute::new(name, T::list_type(), description)
        .computed()
        .with_members(T::members())
}

/// Checks that the members of the schema and of the model are the same ones, and that each is explained.
#[cfg(test)]
pub(in crate::provider) fn assert_covered<T: Item>() {
    use crate::framework::schema::Schema;

    let schema = Schema {
        attributes: T::members().into_iter().map(Attribute::computed).collect(),
        ..Schema::default()
    };
    assert_eq!(schema.problems(), Vec::<String>::new());
    let mut described: Vec<&str> = schema.attributes.iter().map(|member| member.name).collect();
    let mut modelled = T::MEMBERS.to_vec();
    described.sort_unstable();
    modelled.sort_unstable();
    assert_eq!(described, modelled);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::model;

    model! {
        struct Thing { id: String, size: i64 }
    }

    impl Item for Thing {
        fn members() -> Vec<Attribute> {
            vec![
                Attribute::string("id", "Id of the thing."),
                Attribute::number("size", "Its size in GB."),
            ]
        }

        fn id(&self) -> &str {
            self.id.as_str().unwrap_or_default()
        }
    }

    #[test]
    fn the_description_of_a_result_list_explains_each_member() {
        let things = results::<Thing>("things", "The things.");
        assert!(things.computed && !things.optional);
        assert_eq!(
            things.full_description(),
            "The things. Each has these members:\n\n- `id` Id of the thing.\n- `size` Its size in GB."
        );
        assert_eq!(
            things.ty,
            Type::list(Type::object([("id", Type::String), ("size", Type::Number)]))
        );
    }
}
