//! Data sources that look up one object, by its id or its exact name.

use super::item::Item;
use crate::cty::Path;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Diagnostic, Diagnostics, Field};

/// Most objects that a message names.
const MOST_NAMED: usize = 10;

/// An object that can be looked up; it is the model of the data source too.
pub(in crate::provider) trait Lookup: Item {
    /// What a person calls such an object.
    const OBJECT: &'static str;
    /// The member that holds the name.
    const NAME: &'static str;

    /// The name of the object; its argument if this is the configuration.
    fn name(&self) -> &Field<String>;

    /// The id of the object; its argument if this is the configuration.
    fn id_argument(&self) -> &Field<String>;

    /// The schema: id and name can be set, and the members called `more`; everything is computed.
    fn lookup_schema(description: &str, more: &[&str]) -> Schema {
        let attributes = Self::members().into_iter().map(Attribute::computed);
        let attributes = attributes.map(|attribute| match attribute.name {
            name if name == "id" || name == Self::NAME => {
                attribute.optional().validate(Validator::Length(1, 128))
            }
            name if more.contains(&name) => attribute.optional(),
            _ => attribute,
        });
        Schema {
            attributes: attributes.collect(),
            ..Schema::new(description)
        }
    }

    /// Checks that either the id or the name is given.
    fn check_arguments(&self, diagnostics: &mut Diagnostics) {
        let (object, name) = (Self::OBJECT, Self::NAME);
        match (self.id_argument().is_unset(), self.name().is_unset()) {
            (true, true) => diagnostics.error(
                format!("No {object} is given"),
                format!("Set either id or {name}."),
            ),
            (false, false) => diagnostics.attribute_error(
                Path::root().attr(name),
                format!("Both id and {name} are set"),
                format!("Set only one of them: the name of a {object} can change, so that they could stand for two."),
            ),
            _ => {}
        }
    }

    /// Says that there is no object `id`. `hint` is [what is known](crate::provider::names::hint) of that text.
    fn not_found(id: &str, region: &str, hint: &str) -> Diagnostics {
        let object = Self::OBJECT;
        Diagnostic::error(
            format!("There is no {object} {id}"),
            format!(
                "The API knows no {object} with this id in region {region}. Check the id, the provider's region, and whose \
                 access key it uses.{hint}"
            ),
        )
        .at(Path::root().attr("id"))
        .into()
    }

    /// The one among the `candidates` that is called `name` exactly.
    ///
    /// # Errors
    /// None is, or more than one.
    fn with_name(candidates: Vec<Self>, name: &str, region: &str) -> Result<Self, Diagnostics> {
        let object = Self::OBJECT;
        let (mut exact, others): (Vec<Self>, Vec<Self>) = candidates
            .into_iter()
            .partition(|candidate| candidate.name().as_str() == Some(name));
        let refusal = match exact.len() {
            1 => return Ok(exact.remove(0)),
            0 if others.is_empty() => Diagnostic::error(
                format!("No {object} is called {name:?}"),
                format!(
                    "There is no {object} in region {region} whose name contains {name:?}. Check the name, the provider's \
                     region, and whose access key it uses."
                ),
            ),
            0 => Diagnostic::error(
                format!("No {object} is called {name:?}"),
                format!(
                    "The name must match as a whole. In region {region} these names contain it:\n\n{}\n\nSet {} to one of them, \
                     or id to the id behind it.",
                    named(&others),
                    Self::NAME
                ),
            ),
            number => Diagnostic::error(
                format!("{number} {object}s are called {name:?}"),
                format!(
                    "Which one is meant can't be told from the name:\n\n{}\n\nSet id to the id of one of them instead of {}.",
                    named(&exact),
                    Self::NAME
                ),
            ),
        };
        Err(refusal.at(Path::root().attr(Self::NAME)).into())
    }
}

/// Name and id of each object, one a line.
fn named<T: Lookup>(objects: &[T]) -> String {
    let mut lines: Vec<String> = objects
        .iter()
        .take(MOST_NAMED)
        .map(|object| {
            format!(
                "  {:?} ({})",
                object.name().as_str().unwrap_or_default(),
                object.id()
            )
        })
        .collect();
    if objects.len() > MOST_NAMED {
        lines.push(format!("  and {} more", objects.len() - MOST_NAMED));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::model;

    model! {
        struct Thing { id: String, label: String, size: i64 }
    }

    impl Item for Thing {
        fn members() -> Vec<Attribute> {
            vec![
                Attribute::string("id", "Id."),
                Attribute::string("label", "Name."),
                Attribute::number("size", "Size."),
            ]
        }

        fn id(&self) -> &str {
            self.id.as_str().unwrap_or_default()
        }
    }

    impl Lookup for Thing {
        const OBJECT: &'static str = "thing";
        const NAME: &'static str = "label";

        fn name(&self) -> &Field<String> {
            &self.label
        }

        fn id_argument(&self) -> &Field<String> {
            &self.id
        }
    }

    fn thing(id: &str, name: &str) -> Thing {
        Thing {
            id: id.into(),
            label: name.into(),
            size: Field::Null,
        }
    }

    fn refusal(result: Result<Thing, Diagnostics>) -> String {
        let errors = result.unwrap_err();
        let error = errors.iter().next().unwrap();
        format!(
            "{}: {}\n{}",
            error.path.clone().unwrap(),
            error.summary,
            error.detail
        )
    }

    #[test]
    fn only_the_id_and_the_name_can_be_set() {
        let schema = Thing::lookup_schema("Looks up a thing.", &[]);
        assert_eq!(schema.problems(), Vec::<String>::new());
        let optional: Vec<&str> = schema
            .attributes
            .iter()
            .filter(|a| a.optional)
            .map(|a| a.name)
            .collect();
        assert_eq!(optional, ["id", "label"]);
        assert!(schema.attributes.iter().all(|attribute| attribute.computed));
    }

    #[test]
    fn the_id_or_the_name_is_given_but_not_both() {
        let problems = |thing: Thing| {
            let mut diagnostics = Diagnostics::new();
            thing.check_arguments(&mut diagnostics);
            diagnostics.iter().map(|d| d.summary.clone()).collect::<Vec<_>>()
        };
        assert_eq!(problems(Thing::default()), ["No thing is given"]);
        assert_eq!(problems(thing("1", "a")), ["Both id and label are set"]);
        for known in [
            Thing {
                id: Field::Unknown,
                ..Thing::default()
            },
            Thing {
                label: "a".into(),
                ..Thing::default()
            },
        ] {
            assert_eq!(problems(known), Vec::<String>::new());
        }
    }

    #[test]
    fn a_name_must_match_as_a_whole() {
        let things = || vec![thing("1", "web-1"), thing("2", "web")];
        assert_eq!(Thing::with_name(things(), "web", "r"), Ok(thing("2", "web")));
        insta::assert_snapshot!(refusal(Thing::with_name(things(), "we", "cn-beijing-6")), @r#"
        label: No thing is called "we"
        The name must match as a whole. In region cn-beijing-6 these names contain it:

          "web-1" (1)
          "web" (2)

        Set label to one of them, or id to the id behind it.
        "#);
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        insta::assert_snapshot!(refusal(Thing::with_name(vec![], "web", "cn-beijing-6")), @r#"
        label: No thing is called "web"
        There is no thing in region cn-beijing-6 whose name contains "web". Check the name, the provider's region, and whose access key it uses.
        "#);
        insta::assert_snapshot!(refusal(Thing::with_name(vec![thing("1", "web"), thing("2", "web")], "web", "r")), @r#"
        label: 2 things are called "web"
        Which one is meant can't be told from the name:

          "web" (1)
          "web" (2)

        Set id to the id of one of them instead of label.
        "#);
        insta::assert_snapshot!(refusal(Err(Thing::not_found("1", "cn-beijing-6", " \"1\" is a name; its id is 2."))), @"
        id: There is no thing 1
        The API knows no thing with this id in region cn-beijing-6. Check the id, the provider's region, and whose access key it uses. \"1\" is a name; its id is 2.
        ");
    }

    #[test]
    fn a_message_names_ten_objects_at_most() {
        let things: Vec<Thing> = (0..12).map(|id| thing(&id.to_string(), "web-x")).collect();
        let text = named(&things);
        assert_eq!(text.lines().count(), 11);
        assert!(text.ends_with("  and 2 more"));
    }
}
