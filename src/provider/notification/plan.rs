//! Checks on a notification that the schema's rules can't make.

use super::attributes::ScalingNotificationModel;
use crate::cty::Path;
use crate::framework::{Diagnostics, Field};

/// Refuses elements that are null: no rule for elements looks at them.
pub(super) fn validate(config: &ScalingNotificationModel, diagnostics: &mut Diagnostics) {
    let types = config.scaling_notification_types.value();
    if types.is_some_and(|types| types.0.iter().any(Field::is_unset)) {
        diagnostics.attribute_error(
            Path::root().attr("scaling_notification_types"),
            "Invalid scaling_notification_types",
            "An element is null. Remove it, or set it to one of \"1\" to \"6\".",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Set;

    fn problems(types: Vec<Field<String>>) -> Vec<String> {
        let config = ScalingNotificationModel {
            scaling_notification_types: Field::Value(Set(types)),
            ..ScalingNotificationModel::default()
        };
        let mut diagnostics = Diagnostics::new();
        validate(&config, &mut diagnostics);
        let paths = diagnostics
            .into_iter()
            .map(|found| found.path.unwrap_or_default().to_string());
        paths.collect()
    }

    #[test]
    fn a_null_type_is_refused_and_an_unknown_one_is_not_judged() {
        assert_eq!(problems(vec!["1".into(), Field::Unknown]), Vec::<String>::new());
        assert_eq!(
            problems(vec!["1".into(), Field::Null]),
            ["scaling_notification_types"]
        );
    }
}
