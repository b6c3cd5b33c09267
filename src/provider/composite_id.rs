//! The ids of objects in state and imports: an object that stands alone has the API's id; a member of a group has
//! `ITEM:GROUP` in state, and is imported by `GROUP:ITEM` (as the official provider does) or by the id in state.

use crate::cty::Value;
use crate::framework::{Diagnostic, Diagnostics, Field};
use crate::provider::expand::text;

/// Ids of groups, configurations and tasks have 18 digits or more; those of policies are short counters, those of
/// instances are no numbers.
const SNOWFLAKE_DIGITS: usize = 16;

/// An object of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MemberId {
    /// The API's id of the object.
    pub(super) item: String,
    /// The group.
    pub(super) group: String,
}

impl MemberId {
    /// The object that the API calls `item`, of the group that an attribute names.
    pub(super) fn of(item: &str, group: &Field<String>) -> Self {
        Self {
            item: item.to_owned(),
            group: text(group),
        }
    }

    /// The id in state.
    pub(super) fn to_state_id(&self) -> String {
        format!("{}:{}", self.item, self.group)
    }

    /// Reads an id in state.
    pub(super) fn from_state_id(id: &str) -> Option<Self> {
        let (item, group) = id.split_once(':')?;
        (is_id(item) && is_id(group)).then(|| Self {
            item: item.to_owned(),
            group: group.to_owned(),
        })
    }

    /// The object whose ids are the other way round: people write them in either order, and where the two have the same
    /// form, only the API can tell.
    pub(super) fn swapped(&self) -> Self {
        Self {
            item: self.group.clone(),
            group: self.item.clone(),
        }
    }

    /// The object with this `id` in state or, if it has none yet, with these ids of its own.
    pub(super) fn by(id: &Field<String>, item: &Field<String>, group: &Field<String>) -> Self {
        let in_state = id.as_str().and_then(Self::from_state_id);
        in_state.unwrap_or_else(|| Self {
            item: text(item),
            group: text(group),
        })
    }

    /// Which `object` a state is about, by its id.
    ///
    /// # Errors
    /// The id does not have the form that this provider writes.
    pub(super) fn in_state(id: &Field<String>, object: &str) -> Result<Self, Diagnostics> {
        let id = id.as_str().unwrap_or_default();
        Self::from_state_id(id).ok_or_else(|| {
            Diagnostic::error(
                format!("The state has no id of its {object}"),
                format!(
                    "The id in the state is {id:?}, not the id of a {object} and of its group with a colon between them. \
                     Take the object out of the state (terraform state rm) and import it again."
                ),
            )
            .into()
        })
    }

    /// Reads the id of an import, in either order where the two can be told apart by their form; where they can't, as
    /// `GROUP:ITEM`.
    ///
    /// # Errors
    /// It is not two ids with a colon between them.
    pub(super) fn from_import(id: &str, object: &str) -> Result<Self, Diagnostics> {
        let Some(Self {
            item: first,
            group: second,
        }) = Self::from_state_id(id)
        else {
            return Err(Diagnostic::error(
                format!("This is not the id of a {object}"),
                format!("A {object} is imported by the group's id and its own, GROUP:ITEM; got {id:?}."),
            )
            .into());
        };
        let in_state_order = !is_snowflake(&first) && is_snowflake(&second);
        Ok(if in_state_order {
            Self {
                item: first,
                group: second,
            }
        } else {
            Self {
                item: second,
                group: first,
            }
        })
    }
}

/// An id that stands alone: what the API calls the object.
///
/// # Errors
/// It does not look like an id.
pub(super) fn single<'a>(id: &'a str, object: &str) -> Result<&'a str, Diagnostics> {
    is_id(id).then_some(id).ok_or_else(|| {
        Diagnostic::error(
            format!("This is not the id of a {object}"),
            format!("A {object} is imported by its id alone, such as 436995593677910016; got {id:?}."),
        )
        .into()
    })
}

/// A check for attributes that hold the id of an object: a member's state id is made of two of them.
///
/// # Errors
/// It does not look like an id.
pub(super) fn check_id(value: &Value) -> Result<(), String> {
    let id = value.as_str().unwrap_or_default();
    is_id(id).then_some(()).ok_or_else(|| {
        format!("{id:?} is not an id; an id has letters, digits, hyphens and underscores only")
    })
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Whether it has the form of the ids that the API makes, which no name has by accident.
pub(super) fn is_snowflake(id: &str) -> bool {
    id.len() >= SNOWFLAKE_DIGITS && id.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: &str = "436995593677910016";

    fn member(item: &str, group: &str) -> MemberId {
        MemberId {
            item: item.to_owned(),
            group: group.to_owned(),
        }
    }

    #[test]
    fn an_id_in_state_has_the_object_before_the_group() {
        let id = member("10000433", GROUP);
        assert_eq!(id.to_state_id(), "10000433:436995593677910016");
        assert_eq!(MemberId::from_state_id(&id.to_state_id()), Some(id));
        assert_eq!(MemberId::from_state_id("10000433"), None);
        assert_eq!(MemberId::from_state_id("a:b:c"), None);
    }

    #[test]
    fn an_id_that_this_provider_did_not_write_is_refused_with_the_way_out() {
        let id = member("10000433", GROUP);
        assert_eq!(
            MemberId::in_state(&Field::Value(id.to_state_id()), "scaling policy"),
            Ok(id)
        );
        let errors = MemberId::in_state(&"10000433".into(), "scaling policy").unwrap_err();
        assert!(
            errors
                .iter()
                .next()
                .unwrap()
                .detail
                .contains("terraform state rm")
        );
    }

    #[test]
    fn an_import_takes_either_order_where_the_form_tells() {
        for item in ["10000433", "4c5b8053-6245-4824-9a34-9f866b5f0593"] {
            assert_eq!(
                MemberId::from_import(&format!("{GROUP}:{item}"), "policy"),
                Ok(member(item, GROUP))
            );
            assert_eq!(
                MemberId::from_import(&format!("{item}:{GROUP}"), "policy"),
                Ok(member(item, GROUP))
            );
        }
    }

    #[test]
    fn two_ids_of_the_same_form_are_read_as_the_official_provider_does() {
        let task = "537276906367950848";
        assert_eq!(
            MemberId::from_import(&format!("{GROUP}:{task}"), "task"),
            Ok(member(task, GROUP))
        );
    }

    #[test]
    fn only_what_can_be_a_part_of_a_state_id_is_an_id() {
        assert_eq!(check_id(&GROUP.into()), Ok(()));
        for wrong in ["", "1:2", "a b"] {
            assert!(check_id(&wrong.into()).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_form_that_is_wanted() {
        for wrong in ["", "1", ":1", "1:", "1:2:3", "a b:1"] {
            let errors = MemberId::from_import(wrong, "scaling policy").unwrap_err();
            assert!(
                errors.iter().next().unwrap().detail.contains("GROUP:ITEM"),
                "{wrong:?}"
            );
        }
        assert!(single("436:1", "scaling group").is_err());
        assert_eq!(single(GROUP, "scaling group"), Ok(GROUP));
    }
}
