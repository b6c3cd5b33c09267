//! How the API speaks and behaves where its documentation leaves it open: one typed set of switches, applied in few
//! places (answers, pages, requests, rules of the engine). `docs/guides/dialects.md` says what is open about each.

mod json;
mod responses;
mod samples;
#[cfg(not(feature = "shipped"))]
mod sets;
mod switches;

use std::fmt;
use std::time::Duration;

pub use switches::DialectError;

/// One way of speaking and behaving. The default is what the sources make likely.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch that is on or off by itself"
)]
pub struct Dialect {
    /// As on the command line.
    names: Vec<String>,
    pub(crate) answers: Answers,
    pub(crate) request_id_in_capitals: bool,
    pub(crate) notification_types_required: bool,
    /// How long after a write a list shows which objects there are.
    pub(crate) lag: Duration,
    /// How long after a write a list shows an object's new values.
    pub(crate) staleness: Duration,
    /// Items on a page, whatever is asked for.
    pub(crate) page_cap: Option<usize>,
    /// A count is that of the page instead of all matches.
    pub(crate) count_of_page: bool,
    pub(crate) not_found: NotFound,
    pub(crate) gone_group: GoneGroup,
    pub(crate) numbers: Numbers,
    pub(crate) booleans: Booleans,
    pub(crate) empty: Empty,
    /// Times end in `.0`.
    pub(crate) times_with_fraction: bool,
    /// UUIDs are written in capitals.
    pub(crate) ids_in_capitals: bool,
    /// Lists come in the opposite order.
    pub(crate) reversed: bool,
    pub(crate) return_set_in_lower_case: bool,
    /// An attached instance is listed when its activity ends, instead of at once.
    pub(crate) attached_after_activity: bool,
    pub(crate) attach_capacity: AttachCapacity,
    /// A protected instance cannot be detached.
    pub(crate) protected_is_kept: bool,
}

/// Which members answers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answers {
    /// Those of every source.
    #[default]
    All,
    /// Those of the document's samples.
    Sample,
    /// As [`Answers::All`], but configurations have those of the document's table.
    Table,
    /// As [`Answers::All`], but the ids of new policies and tasks are bare numbers.
    BareIds,
}

/// How a refusal says that an object does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "they are named as the codes end")]
pub(crate) enum NotFound {
    /// 404 `ScalingGroupNotFound`.
    #[default]
    NotFound,
    /// 400 `ScalingGroupNotExist`.
    NotExist,
    /// 400 `ScalingGroupNotExists`.
    NotExists,
    /// 404 `NoSuchScalingGroup`.
    NoSuch,
    /// 400 `InvalidScalingGroup.NotFound`.
    Dotted,
    /// 404 `InvalidScalingGroup`.
    Invalid,
}

/// The list in an answer about a group that does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GoneGroup {
    #[default]
    Empty,
    Missing,
    Null,
}

/// How JSON shows whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// `1`
    #[default]
    Whole,
    /// `"1"`
    Text,
    /// `1.0`
    Float,
}

/// How JSON shows truth values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Booleans {
    /// `true`
    #[default]
    Plain,
    /// `"True"`
    Title,
    /// `"true"`
    Text,
    /// `1`
    Number,
    /// `"1"`
    Digit,
}

/// What becomes of an item's members that are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Empty {
    #[default]
    Shown,
    LeftOut,
    Null,
}

/// Whether attaching an instance raises the group's desired capacity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AttachCapacity {
    /// If the group is enabled.
    #[default]
    WhileEnabled,
    Always,
    Never,
}

impl Dialect {
    /// The switches that are on, as the command line names them.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How far back a list looks at most.
    pub(crate) fn horizon(&self) -> Duration {
        self.lag.max(self.staleness)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.join(","))
    }
}
