//! What the lists of all types have in common.

mod groups;
mod members;
mod name;

pub(super) use groups::{Groups, ListedGroup};
pub(super) use name::{NameFilter, display_name};
