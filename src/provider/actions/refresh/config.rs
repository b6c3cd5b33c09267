//! Arguments of the refresh, and what they mean for a group of a given size.

use std::time::Duration;

use jiff::Timestamp;

use crate::cty::Value;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::parse_duration;
use crate::framework::{Diagnostic, Diagnostics, Field, model};
use crate::provider::actions::arguments::{at, duration, scaling_group_id, timeout};
use crate::provider::time;

pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_hours(2);

const DESCRIPTION: &str = "Replaces the instances of a scaling group in batches, so that they are launched anew from the group's \
scaling configuration as it is now.\n\n\
The API can't terminate a chosen instance. For each batch the action raises the desired capacity, waits until the new instances \
are there and healthy, and lowers it again while the group removes its oldest instances first. If `max_size` leaves no room for \
that, the oldest instances of the batch go first and new ones follow, as far as `minimum_healthy` allows it (`min_size` is \
lowered meanwhile if need be); otherwise `max_size` is raised by at most one batch. Attached instances are protected meanwhile. \
At the end, whether it went well or not, `remove_policy`, `min_size`, `max_size`, the desired capacity and protection are put \
back.\n\n\
It ends at the first activity of the group that fails; a half-done batch is undone. When Terraform is asked to stop, it finishes \
the batch that it is in. Instances that were attached by hand are never replaced, since the group would not launch them again.";

model! {
    /// Arguments of the action.
    pub(in crate::provider) struct RefreshConfig {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// Instances of one batch.
        batch_size: i64,
        /// How many instances are replaced at once, as a share of the group.
        batch_percentage: i64,
        /// How long to wait between two batches.
        pause: String,
        /// How many instances have to stay healthy.
        minimum_healthy: String,
        /// What becomes of protected instances.
        protected_instances: String,
        /// Only instances that joined before this time are replaced.
        joined_before: String,
        /// How long all of it may take.
        timeout: String,
    }
}

pub(super) fn schema() -> Schema {
    let schema = Schema::new(DESCRIPTION).attribute(scaling_group_id());
    let schema = batches(schema);
    choice(schema).attribute(timeout(
        "How long the whole refresh may take, such as `4h`. Default: `2h`.",
    ))
}

/// The arguments that say how to replace instances, which do not need to say of which group, since when, and for how long.
pub(in crate::provider) fn shared_arguments() -> Vec<Attribute> {
    let mut arguments = choice(batches(Schema::default())).attributes;
    arguments.retain(|argument| argument.name != "joined_before");
    arguments
}

fn batches(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::number(
                "batch_size",
                "How many instances are replaced at a time. At most one of this and `batch_percentage`; without either, 1.",
            )
            .optional()
            .validate(Validator::AtLeast(1)),
        )
        .attribute(
            Attribute::number(
                "batch_percentage",
                "The same as a percentage of the group's desired capacity, rounded down, but 1 instance at least.",
            )
            .optional()
            .validate(Validator::Between(1, 100)),
        )
        .attribute(duration(
            "pause",
            "How long to wait after a batch before the next one begins, such as `5m`. Default: `0s`.",
        ))
        .attribute(
            Attribute::string(
                "minimum_healthy",
                "How many instances have to stay healthy all the time: a number such as `2`, or a share of the desired \
                 capacity such as `90%`, rounded up. With `100%`, the default, instances never go before their successors are \
                 healthy.",
            )
            .optional()
            .validate(Validator::Custom(
                "a number of instances such as \"2\", or a share from \"0%\" to \"100%\"",
                check_minimum,
            )),
        )
}

fn choice(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "protected_instances",
                "What becomes of instances that are protected from removal: `skip` leaves them, `include` lifts the protection \
                 and replaces them too (their successors are not protected). Default: `skip`.",
            )
            .optional()
            .validate(Validator::OneOf(&["skip", "include"])),
        )
        .attribute(
            Attribute::string(
                "joined_before",
                "Only instances that joined the group before this time are replaced: an RFC 3339 time, or `YYYY-MM-DD \
                 HH:MM:SS` in Beijing time as the API writes it. By default all that are there when the refresh begins. A \
                 refresh that ends early says which time to give here to go on: the API does not tell which scaling \
                 configuration an instance was launched from, only when it joined.",
            )
            .optional()
            .validate(Validator::Custom(
                "a time such as \"2026-01-31T08:30:00+08:00\" or \"2026-01-31 08:30:00\"",
                check_time,
            )),
        )
}

/// Checks arguments against each other.
pub(super) fn validate(config: &RefreshConfig, diagnostics: &mut Diagnostics) {
    if config.batch_size.value().is_some() && config.batch_percentage.value().is_some() {
        diagnostics.attribute_error(
            at("batch_percentage"),
            "The size of a batch is set twice",
            "batch_size and batch_percentage are two ways to say the same. Remove one of them.",
        );
    }
}

/// How many instances have to stay healthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Minimum {
    Count(i64),
    Percentage(i64),
}

impl Minimum {
    fn parse(text: &str) -> Option<Self> {
        let (digits, minimum): (_, fn(i64) -> Self) = match text.strip_suffix('%') {
            Some(digits) => (digits, Self::Percentage),
            None => (text, Self::Count),
        };
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number)?;
        Some(minimum(number)).filter(|minimum| !matches!(minimum, Self::Percentage(101..)))
    }
}

fn check_minimum(value: &Value) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    Minimum::parse(text).map(|_| ()).ok_or_else(|| {
        format!("{text:?} is neither a number of instances such as \"2\" nor a share from \"0%\" to \"100%\"")
    })
}

fn check_time(value: &Value) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    parse_time(text).map(|_| ()).ok_or_else(|| {
        format!(
            "{text:?} is not a time; write RFC 3339 such as \"2026-01-31T08:30:00+08:00\", or Beijing time as \"2026-01-31 \
             08:30:00\""
        )
    })
}

fn parse_time(text: &str) -> Option<Timestamp> {
    time::parse(text).or_else(|| text.parse().ok())
}

/// The arguments, once all are known.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    batch: Batch,
    minimum: Minimum,
    /// Between two batches.
    pub(super) pause: Duration,
    /// Whether protected instances are replaced too.
    pub(super) includes_protected: bool,
    /// Only instances that joined before are replaced.
    pub(super) joined_before: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug)]
enum Batch {
    Count(i64),
    Percentage(i64),
}

impl Settings {
    /// Reads `config`; what is not set has its default.
    ///
    /// # Errors
    /// Something is set that can't be read, or is not known yet: that is not the same as not set.
    pub(super) fn of(config: &RefreshConfig) -> Result<Self, Diagnostic> {
        let batch = match (&config.batch_size, &config.batch_percentage) {
            (Field::Value(count), size) if size.is_unset() => Batch::Count(*count),
            (size, Field::Value(percentage)) if size.is_unset() => Batch::Percentage(*percentage),
            (size, percentage) if size.is_unset() && percentage.is_unset() => Batch::Count(1),
            _ => return Err(unreadable("batch_size")),
        };
        let protected = |text: &str| match text {
            "include" => Some(true),
            "skip" => Some(false),
            _ => None,
        };
        Ok(Self {
            batch,
            minimum: Minimum::of(config)?,
            pause: set(&config.pause, "pause", parse_duration)?.unwrap_or_default(),
            includes_protected: set(&config.protected_instances, "protected_instances", protected)?
                .unwrap_or_default(),
            joined_before: set(&config.joined_before, "joined_before", parse_time)?,
        })
    }

    /// Instances of one batch, for a group that wants `desired`.
    pub(super) fn batch_size(&self, desired: i64) -> usize {
        let size = match self.batch {
            Batch::Count(count) => count,
            Batch::Percentage(percentage) => desired * percentage / 100,
        };
        usize::try_from(size.max(1)).unwrap_or(usize::MAX)
    }

    /// How many instances have to stay healthy.
    pub(super) fn minimum(&self) -> Minimum {
        self.minimum
    }
}

/// What `field`, the argument `name`, says; `None` if it is not set.
fn set<T>(
    field: &Field<String>,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Diagnostic> {
    match field {
        Field::Absent | Field::Null => Ok(None),
        Field::Value(text) => read(text).map(Some).ok_or_else(|| unreadable(name)),
        Field::Unknown => Err(unreadable(name)),
    }
}

fn unreadable(name: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Invalid {name}"),
        format!("The value of {name} can't be read, so nothing has been done. Correct it, or leave it out."),
    )
    .at(at(name))
}

impl Minimum {
    /// What `config` says, or that none may be missing.
    pub(super) fn of(config: &RefreshConfig) -> Result<Self, Diagnostic> {
        let minimum = set(&config.minimum_healthy, "minimum_healthy", Self::parse)?;
        Ok(minimum.unwrap_or(Self::Percentage(100)))
    }

    /// That many, of a group that wants `desired`.
    pub(super) fn healthy(self, desired: i64) -> i64 {
        match self {
            Self::Count(count) => count,
            Self::Percentage(percentage) => (desired * percentage + 99) / 100,
        }
    }

    /// Refuses a minimum that a group that wants `desired` instances can't keep.
    pub(super) fn check(self, desired: i64) -> Result<(), Diagnostic> {
        let minimum = self.healthy(desired);
        if minimum <= desired {
            return Ok(());
        }
        Err(Diagnostic::error(
            "minimum_healthy is more than the group has",
            format!(
                "The group wants {desired} instances, so {minimum} can't stay healthy. Lower minimum_healthy, or write it as a \
                 share such as \"100%\"."
            ),
        )
        .at(at("minimum_healthy")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut RefreshConfig)) -> Settings {
        let mut config = RefreshConfig::default();
        change(&mut config);
        Settings::of(&config).expect("readable arguments")
    }

    #[test]
    fn without_arguments_one_instance_at_a_time_is_replaced_and_none_is_missing_meanwhile() {
        let settings = settings(|_| {});
        assert_eq!((settings.batch_size(7), settings.minimum().healthy(7)), (1, 7));
        assert!(!settings.includes_protected);
        assert_eq!(settings.pause, Duration::ZERO);
    }

    #[test]
    fn a_share_of_a_batch_is_rounded_down_to_one_at_least() {
        let settings = settings(|config| config.batch_percentage = Field::Value(25));
        let sizes = [1, 4, 7, 8].map(|desired| settings.batch_size(desired));
        assert_eq!(sizes, [1, 1, 1, 2]);
    }

    #[test]
    fn a_share_that_stays_healthy_is_rounded_up() {
        let settings = settings(|config| config.minimum_healthy = "90%".into());
        let minima = [0, 1, 5, 10, 11].map(|desired| settings.minimum().healthy(desired));
        assert_eq!(minima, [0, 1, 5, 9, 10]);
    }

    #[test]
    fn a_minimum_is_a_count_or_a_share() {
        assert_eq!(Minimum::parse("2"), Some(Minimum::Count(2)));
        assert_eq!(Minimum::parse("0%"), Some(Minimum::Percentage(0)));
        for wrong in ["", "%", "-1", "+1", "101%", "1.5", "half", "5 %"] {
            assert_eq!(Minimum::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_refused_and_never_taken_for_what_is_not_set() {
        let refused = |change: fn(&mut RefreshConfig)| {
            let mut config = RefreshConfig::default();
            change(&mut config);
            Settings::of(&config).expect_err("an error").path
        };
        assert_eq!(
            refused(|c| c.joined_before = "yesterday".into()),
            Some(at("joined_before"))
        );
        assert_eq!(
            refused(|c| c.minimum_healthy = "ninety".into()),
            Some(at("minimum_healthy"))
        );
        assert_eq!(
            refused(|c| c.minimum_healthy = Field::Unknown),
            Some(at("minimum_healthy"))
        );
        assert_eq!(refused(|c| c.pause = "abc".into()), Some(at("pause")));
        assert_eq!(
            refused(|c| c.protected_instances = "all".into()),
            Some(at("protected_instances"))
        );
        assert_eq!(
            refused(|c| c.batch_percentage = Field::Unknown),
            Some(at("batch_size"))
        );
        let both = |c: &mut RefreshConfig| {
            c.batch_size = Field::Value(1);
            c.batch_percentage = Field::Value(10);
        };
        assert_eq!(refused(both), Some(at("batch_size")));
    }

    #[test]
    fn a_time_is_written_as_the_api_does_or_with_a_zone() {
        let beijing = parse_time("2026-01-31 08:30:00");
        assert_eq!(beijing, parse_time("2026-01-31T00:30:00Z"));
        assert!(beijing.is_some());
        assert_eq!(parse_time("31.1.2026"), None);
    }
}
