//! Which instances a refresh replaces, and why the others stay.

use std::fmt;

use super::config::Settings;
use crate::client::actions::ScalingInstance;
use crate::provider::actions::group::{is_attached, is_protected};
use crate::provider::time;

/// The instances of a group, sorted by what the refresh does with them.
#[derive(Debug)]
pub(super) struct Selection {
    /// To be replaced, those that joined first at the beginning.
    pub(super) replaced: Vec<ScalingInstance>,
    /// To be left, with the reason.
    pub(super) kept: Vec<(ScalingInstance, Reason)>,
}

/// Why an instance is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It was attached, and the group would not launch it again.
    Attached,
    /// It is protected, and the configuration says to skip those.
    Protected,
    /// It did not join before the time in the configuration.
    Newer,
    /// The configuration has such a time, and the API does not say when it joined.
    JoinedAtUnknownTime,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attached => "attached by hand",
            Self::Protected => "protected from removal",
            Self::Newer => "did not join before joined_before",
            Self::JoinedAtUnknownTime => "the API does not tell when it joined",
        })
    }
}

impl Selection {
    /// Chooses among `instances`.
    pub(super) fn of(instances: Vec<ScalingInstance>, settings: &Settings) -> Self {
        let (mut replaced, mut kept) = (Vec::new(), Vec::new());
        for instance in instances {
            match why_kept(&instance, settings) {
                Some(reason) => kept.push((instance, reason)),
                None => replaced.push(instance),
            }
        }
        // Times of this form sort as text. Without a time, it is not known that others are older.
        replaced.sort_by(|one, other| {
            (&one.add_time, &one.instance_id).cmp(&(&other.add_time, &other.instance_id))
        });
        Self { replaced, kept }
    }

    /// Instances that are to stay, although they may be among the oldest and nothing protects them.
    pub(super) fn exposed(&self) -> Vec<String> {
        let may_be_old = |reason| matches!(reason, Reason::Attached | Reason::JoinedAtUnknownTime);
        self.kept
            .iter()
            .filter(|(instance, reason)| !is_protected(instance) && may_be_old(*reason))
            .map(|(instance, _)| instance.instance_id.clone())
            .collect()
    }
}

fn why_kept(instance: &ScalingInstance, settings: &Settings) -> Option<Reason> {
    if is_attached(instance) {
        return Some(Reason::Attached);
    }
    if is_protected(instance) && !settings.includes_protected {
        return Some(Reason::Protected);
    }
    let limit = settings.joined_before?;
    match instance.add_time.as_deref().and_then(time::parse) {
        Some(joined) if joined < limit => None,
        Some(_) => Some(Reason::Newer),
        None => Some(Reason::JoinedAtUnknownTime),
    }
}
