//! Which level the user asks for.

use tracing_subscriber::filter::LevelFilter;

/// The variable for the level of this provider alone. `binary` is the name of the provider's binary.
pub(super) fn provider_variable(binary: &str) -> String {
    let name = binary.strip_prefix("terraform-provider-").unwrap_or(binary);
    format!("TF_LOG_PROVIDER_{}", name.replace('-', "_").to_uppercase())
}

/// The level by the first variable that is set and not empty, from the narrowest to the widest.
pub(super) fn from_lookup(provider_variable: &str, lookup: impl Fn(&str) -> Option<String>) -> LevelFilter {
    [provider_variable, "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .filter_map(lookup)
        .find(|value| !value.is_empty())
        .map_or(LevelFilter::OFF, |value| parse(&value))
}

/// Reads a level as Terraform does: `JSON` means everything, and so does a word that it does not know.
fn parse(value: &str) -> LevelFilter {
    match value.to_ascii_uppercase().as_str() {
        "OFF" => LevelFilter::OFF,
        "ERROR" => LevelFilter::ERROR,
        "WARN" => LevelFilter::WARN,
        "INFO" => LevelFilter::INFO,
        "DEBUG" => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(variables: &[(&str, &str)]) -> LevelFilter {
        from_lookup("TF_LOG_PROVIDER_DEMO", |name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_set_means_no_log() {
        assert_eq!(level(&[]), LevelFilter::OFF);
        assert_eq!(level(&[("TF_LOG", "")]), LevelFilter::OFF);
        assert_eq!(level(&[("TF_LOG_CORE", "trace")]), LevelFilter::OFF);
    }

    #[test]
    fn the_narrower_variable_wins() {
        let all = [
            ("TF_LOG", "ERROR"),
            ("TF_LOG_PROVIDER", "INFO"),
            ("TF_LOG_PROVIDER_DEMO", "OFF"),
        ];
        assert_eq!(level(&all), LevelFilter::OFF);
        assert_eq!(level(&all[..2]), LevelFilter::INFO);
        assert_eq!(level(&all[..1]), LevelFilter::ERROR);
        assert_eq!(
            level(&[("TF_LOG", "WARN"), ("TF_LOG_PROVIDER", "")]),
            LevelFilter::WARN
        );
    }

    #[test]
    fn words_are_read_in_any_case_and_unknown_ones_mean_trace() {
        for (word, expected) in [
            ("debug", LevelFilter::DEBUG),
            ("Trace", LevelFilter::TRACE),
            ("JSON", LevelFilter::TRACE),
            ("verbose", LevelFilter::TRACE),
        ] {
            assert_eq!(level(&[("TF_LOG", word)]), expected, "{word}");
        }
    }

    #[test]
    fn the_providers_own_variable_carries_its_name() {
        assert_eq!(
            provider_variable("terraform-provider-two-words"),
            "TF_LOG_PROVIDER_TWO_WORDS"
        );
    }
}
