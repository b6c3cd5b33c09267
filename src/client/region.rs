//! Regions and their availability zones.
use std::fmt;

use super::config_error::ConfigError;

/// A region that the API documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownRegion {
    /// For example `cn-beijing-6`.
    pub code: &'static str,
    /// For example `North China 1 (Beijing)`.
    pub name: &'static str,
    /// Its availability zones.
    pub zones: &'static [&'static str],
}

/// All regions that the API documents.
pub const KNOWN_REGIONS: &[KnownRegion] = &[
    KnownRegion {
        code: "cn-beijing-6",
        name: "North China 1 (Beijing)",
        zones: &["cn-beijing-6a", "cn-beijing-6b", "cn-beijing-6c", "cn-beijing-6d"],
    },
    KnownRegion {
        code: "cn-shanghai-2",
        name: "East China 1 (Shanghai)",
        zones: &["cn-shanghai-2a", "cn-shanghai-2b"],
    },
    KnownRegion {
        code: "cn-guangzhou-1",
        name: "South China 1 (Guangzhou)",
        zones: &["cn-guangzhou-1a"],
    },
    KnownRegion {
        code: "cn-hongkong-2",
        name: "Hong Kong",
        zones: &["cn-hongkong-2a"],
    },
    KnownRegion {
        code: "ap-singapore-1",
        name: "Singapore",
        zones: &["ap-singapore-1a", "ap-singapore-1b"],
    },
    KnownRegion {
        code: "cn-beijing-fin",
        name: "North China Finance 1 (Beijing)",
        zones: &["cn-beijing-fin-a"],
    },
    KnownRegion {
        code: "cn-shanghai-fin",
        name: "East China Finance 1 (Shanghai)",
        zones: &["cn-shanghai-fin-a"],
    },
    KnownRegion {
        code: "cn-north-1-gov",
        name: "North China Government 1 (Beijing)",
        zones: &["cn-north-1-gov-a"],
    },
];

/// The code of a region: part of every signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region(String);

impl Region {
    /// Any region: there are private clouds, emulators, and regions that are newer than this program.
    ///
    /// # Errors
    /// The code cannot be part of a signature: it is empty, or has other characters than `a-z`, `0-9` and `-`.
    pub fn new(code: &str) -> Result<Self, ConfigError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if code.is_empty() || !code.bytes().all(allowed) {
            return Err(ConfigError::new(
                "region",
                format!("{code:?} must consist of a-z, 0-9 and '-'"),
            ));
        }
        Ok(Self(code.to_owned()))
    }

    /// What may be meant instead, in words, if the documentation of the API does not know this region.
    pub fn suggestion(&self) -> Option<String> {
        if KNOWN_REGIONS.iter().any(|region| region.code == self.0) {
            return None;
        }
        Some(nearest(&self.0).map_or_else(
            || {
                let known: Vec<&str> = KNOWN_REGIONS.iter().map(|region| region.code).collect();
                format!("It knows {}.", known.join(", "))
            },
            |near| format!("Did you mean {near:?}?"),
        ))
    }

    /// The code, for example `cn-beijing-6`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The known region that a slip of the pen, or a zone instead of its region, probably meant.
fn nearest(code: &str) -> Option<&'static str> {
    const MOST_EDITS: usize = 3;
    let zone_of = KNOWN_REGIONS.iter().find(|region| region.zones.contains(&code));
    let by_distance = || {
        let distances = KNOWN_REGIONS
            .iter()
            .map(|region| (edit_distance(code, region.code), region));
        distances
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, _)| *distance <= MOST_EDITS)
    };
    zone_of
        .or_else(|| by_distance().map(|(_, region)| region))
        .map(|region| region.code)
}

/// Levenshtein's distance.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(code: &str) -> Option<String> {
        Region::new(code).unwrap().suggestion()
    }

    #[test]
    fn documented_regions_are_known_even_if_they_look_odd() {
        for region in KNOWN_REGIONS {
            assert_eq!(suggestion(region.code), None);
            assert!(
                region.zones.iter().all(|zone| zone.starts_with(region.code)),
                "{}",
                region.code
            );
        }
    }

    #[test]
    fn an_unknown_region_gets_a_suggestion() {
        for (wrong, meant) in [
            ("cn-beijing-7", "cn-beijing-6"),
            ("cn-shangai-2", "cn-shanghai-2"),
            ("cn-beijing-6a", "cn-beijing-6"),
        ] {
            assert_eq!(suggestion(wrong), Some(format!("Did you mean {meant:?}?")));
        }
        let known = suggestion("us-east-1").unwrap();
        assert!(
            known.starts_with("It knows cn-beijing-6, cn-shanghai-2,"),
            "{known}"
        );
    }

    #[test]
    fn a_region_only_has_to_fit_into_a_signature() {
        assert_eq!(Region::new("private-1").unwrap().to_string(), "private-1");
        for wrong in ["", "a/b", "CN", "a b"] {
            assert!(Region::new(wrong).is_err(), "{wrong:?}");
        }
    }
}
