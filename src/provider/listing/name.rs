//! Filters by name, and names that a person recognises.

use crate::framework::Field;
use crate::framework::schema::{Attribute, Validator};

/// Which names are wanted.
#[derive(Debug)]
pub(in crate::provider) struct NameFilter {
    exact: Option<String>,
    part: Option<String>,
}

impl NameFilter {
    /// A filter by the whole name (`exact`) and by what a name has in it (`part`); what is not set matches all.
    pub(in crate::provider) fn new(exact: &Field<String>, part: &Field<String>) -> Self {
        Self {
            exact: exact.value().cloned(),
            part: part.value().cloned(),
        }
    }

    /// The argument for names that have a text in them.
    pub(in crate::provider) fn part_argument() -> Attribute {
        Attribute::string(
            "name_contains",
            "Only objects whose name has this text in it; upper and lower case differ.",
        )
        .optional()
        .validate(Validator::Length(1, 128))
    }

    /// The name to ask the API for. It may answer with more: some of its lists look for the text inside the names.
    pub(in crate::provider) fn to_api(&self) -> Option<String> {
        self.exact.clone()
    }

    /// Whether an object of this name is wanted.
    pub(in crate::provider) fn matches(&self, name: Option<&str>) -> bool {
        let name = name.unwrap_or_default();
        self.exact.as_deref().is_none_or(|exact| exact == name)
            && self.part.as_deref().is_none_or(|part| name.contains(part))
    }
}

/// An object as a person recognises it: `web (436995593677910016)`, or its id alone if it has no name.
pub(in crate::provider) fn display_name(name: Option<&str>, id: &str) -> String {
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_pass_every_filter_that_is_set() {
        let filter = |exact, part| NameFilter::new(&exact, &part);
        assert!(filter(Field::Null, Field::Null).matches(None));
        assert!(filter("web".into(), Field::Null).matches(Some("web")));
        assert!(!filter("web".into(), Field::Null).matches(Some("web-2")));
        assert!(filter(Field::Null, "eb-".into()).matches(Some("web-2")));
        assert!(!filter(Field::Null, "eb-".into()).matches(Some("WEB-2")));
        assert!(!filter("web".into(), "db".into()).matches(Some("web")));
    }

    #[test]
    fn an_object_without_a_name_is_shown_by_its_id() {
        assert_eq!(display_name(Some("web"), "1"), "web (1)");
        assert_eq!(display_name(Some(""), "1"), "1");
        assert_eq!(display_name(None, "1"), "1");
    }
}
