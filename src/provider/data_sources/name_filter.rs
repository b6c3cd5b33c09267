//! `name_regex`: keeps the objects whose name matches.

use regex::Regex;

use super::re2;
use crate::cty::{Path, Value};
use crate::framework::schema::{Attribute, Validator};
use crate::framework::{Diagnostic, Field};

const ATTRIBUTE: &str = "name_regex";

/// The argument.
pub(in crate::provider) fn name_regex() -> Attribute {
    Attribute::string(
        ATTRIBUTE,
        "Only objects whose name matches this regular expression, in any place unless it has `^` or `$`. The syntax is that of \
         Terraform's `regex` function (RE2).",
    )
    .optional()
    .validate(Validator::Custom("a regular expression", |value| {
        check(value).map(drop)
    }))
}

fn check(pattern: &Value) -> Result<Option<Regex>, String> {
    pattern.as_str().map(compile).transpose()
}

fn compile(pattern: &str) -> Result<Regex, String> {
    re2::compile(pattern).map_err(|why| format!("{pattern:?} is not a regular expression: {why}"))
}

/// Which names are wanted.
#[derive(Debug)]
pub(in crate::provider) struct NameFilter(Option<Regex>);

impl NameFilter {
    /// The filter that the argument asks for; without it every name is wanted.
    ///
    /// # Errors
    /// It is no regular expression.
    pub(in crate::provider) fn new(pattern: &Field<String>) -> Result<Self, Diagnostic> {
        let regex = pattern.as_str().map(compile).transpose();
        regex
            .map(Self)
            .map_err(|why| Diagnostic::error("Invalid name_regex", why).at(Path::root().attr(ATTRIBUTE)))
    }

    /// Whether an object of this name is wanted; an object without a name has the empty one.
    pub(in crate::provider) fn accepts(&self, name: Option<&String>) -> bool {
        let name = name.map_or("", String::as_str);
        self.0.as_ref().is_none_or(|regex| regex.is_match(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(pattern: &Field<String>, name: &str) -> bool {
        NameFilter::new(pattern).unwrap().accepts(Some(&name.to_owned()))
    }

    #[test]
    fn without_a_pattern_every_name_is_wanted() {
        assert!(accepts(&Field::Null, "web"));
        assert!(accepts(&"".into(), "web"));
        assert!(NameFilter::new(&"^$".into()).unwrap().accepts(None));
    }

    #[test]
    fn a_pattern_chooses_names() {
        assert!(accepts(&"^web-".into(), "web-1"));
        assert!(!accepts(&"^web-".into(), "api-1"));
    }

    #[test]
    fn a_bad_pattern_is_refused_at_the_attribute() {
        let why = name_regex().validators[0].check(&"web(".into()).unwrap_err();
        assert_eq!(why, r#""web(" is not a regular expression: unclosed group"#);
        let refusal = NameFilter::new(&"web(".into()).unwrap_err();
        assert_eq!(refusal.path.unwrap().to_string(), "name_regex");
    }
}
