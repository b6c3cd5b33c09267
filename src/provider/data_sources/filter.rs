//! Filters that the API applies, and the call that applies them. An empty text or set is no filter, as it is for the
//! official provider, whose documentation writes `ids = []` for "all".

use std::borrow::Cow;

use crate::client::ListAction;
use crate::cty::{Path, Type, Value};
use crate::framework::schema::{Attribute, Validator};
use crate::framework::{Diagnostic, Diagnostics, Field, Set};
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::{Attributes, failed};
use crate::provider::expand::sorted;

/// The set `name` of ids, to choose from the `objects`.
pub(in crate::provider) fn ids(name: &'static str, objects: &str) -> Attribute {
    id_set(
        name,
        format!(
            "Only the {objects} with these ids; an empty set is no filter. Ids that don't exist are ignored."
        ),
    )
}

/// The argument by which a data source finds members of a group by their ids.
pub(in crate::provider) fn ids_of_members(name: &'static str, objects: &str) -> Attribute {
    id_set(
        name,
        format!(
            "Only the {objects} with these ids, as the API or as Terraform writes them (`ID:GROUP`); an empty set is no filter. \
             Ids that don't exist are ignored."
        ),
    )
}

/// Any set of ids to filter by.
pub(in crate::provider) fn id_set(
    name: &'static str,
    description: impl Into<Cow<'static, str>>,
) -> Attribute {
    Attribute::new(name, Type::set(Type::String), description)
        .optional()
        .validate(Validator::Custom(
            "ids that are neither null nor empty",
            check_ids,
        ))
}

/// A null or empty id would not be sent, and a set of only these would be no filter.
fn check_ids(ids: &Value) -> Result<(), String> {
    let is_blank = |id: &Value| id.is_null() || id.as_str() == Some("");
    if ids.as_elements().unwrap_or_default().iter().any(is_blank) {
        return Err("one of the ids is null or empty; leave it out, for example by compact(…)".to_owned());
    }
    Ok(())
}

/// The API's ids of members of `group`, which may be given as Terraform writes them: `MEMBER:GROUP`.
///
/// # Errors
/// One is the id of a member of another group, which this list can't have.
pub(in crate::provider) fn member_ids(
    name: &'static str,
    ids: &Field<Set<String>>,
    group: &str,
) -> Result<Vec<String>, Diagnostics> {
    let own = |id: String| {
        let Some(member) = MemberId::from_state_id(&id) else {
            return Ok(id);
        };
        if member.group == group {
            return Ok(member.item);
        }
        if member.item == group {
            return Ok(member.group);
        }
        let problem = format!(
            "{id:?} is in scaling group {}, and this data source lists what is in {group}. Remove the id, or list the other \
             group.",
            member.group
        );
        let error = Diagnostic::error("The id is of another group", problem);
        Err(Diagnostics::from(error.at(Path::root().attr(name))))
    };
    sorted(ids).into_iter().map(own).collect()
}

/// The text to filter by, if there is one.
pub(in crate::provider) fn text(argument: &Field<String>) -> Option<String> {
    argument.value().filter(|text| !text.is_empty()).cloned()
}

/// All objects that `request` asks for; `what` ("list scaling groups") and `attributes` are for the message of a refusal.
///
/// # Errors
/// The API refused, or was not reached in time.
pub(in crate::provider) async fn list<A: ListAction>(
    cx: &ApiContext<'_>,
    what: &str,
    request: &A,
    attributes: Attributes,
) -> Result<Vec<A::Item>, Diagnostics> {
    let listed = cx.data.list_all(&limits(cx), request).await;
    listed.map_err(|error| failed(what, &error, attributes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_would_not_be_sent_is_refused() {
        let check = |ids: Vec<Value>| ids_attribute().validators[0].check(&Value::Set(ids));
        for blank in [Value::Null, "".into()] {
            assert!(
                check(vec!["1".into(), blank])
                    .unwrap_err()
                    .contains("null or empty")
            );
        }
        assert_eq!(check(vec!["1".into(), Value::unknown()]), Ok(()));
        assert_eq!(check(vec![]), Ok(()));
    }

    #[test]
    fn members_can_be_named_as_terraform_names_them() {
        let ids = |ids: &[&str]| Field::Value(ids.iter().map(|id| (*id).to_owned()).collect());
        assert_eq!(
            member_ids("ids", &ids(&["2:7", "1", "7:3"]), "7"),
            Ok(vec!["1".to_owned(), "2".to_owned(), "3".to_owned()])
        );
        let errors = member_ids("ids", &ids(&["2:8"]), "7").unwrap_err();
        assert!(
            errors
                .iter()
                .next()
                .unwrap()
                .detail
                .contains("in scaling group 8")
        );
    }

    #[test]
    fn an_empty_text_is_no_filter() {
        assert_eq!(text(&"web".into()), Some("web".to_owned()));
        for none in ["".into(), Field::Null] {
            assert_eq!(text(&none), None);
        }
    }

    fn ids_attribute() -> Attribute {
        ids("ids", "groups")
    }
}
