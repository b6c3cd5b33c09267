//! What the data sources have in common: filters, result lists, the file that results can be written to, and look-ups of
//! one object.

mod arguments;
mod filter;
mod item;
mod lookup;
mod name_filter;
#[cfg(test)]
mod official;
mod output_file;
mod re2;
mod result_list;
#[cfg(test)]
mod tests;

pub(super) use arguments::{id, member_id, of_group, total_count};
pub(super) use filter::{id_set, ids, ids_of_members, list, member_ids, text};
#[cfg(test)]
pub(super) use item::assert_covered;
pub(super) use item::{Item, results};
pub(super) use lookup::Lookup;
pub(super) use name_filter::{NameFilter, name_regex};
pub(super) use output_file::output_file;
pub(super) use result_list::ResultList;
