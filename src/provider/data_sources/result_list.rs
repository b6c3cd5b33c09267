//! What a data source found: the list, its length, and an id made of the ids in it.

use super::item::Item;
use super::output_file;
use crate::cty::Value;
use crate::framework::{Diagnostics, Field, List};

/// The results of a data source, ready for its model.
#[derive(Debug)]
pub(in crate::provider) struct ResultList<T> {
    /// See [`checksum`].
    pub(in crate::provider) id: Field<String>,
    /// How many there are.
    pub(in crate::provider) total_count: Field<i64>,
    /// The objects, in the API's order.
    pub(in crate::provider) items: Field<List<T>>,
}

impl<T: Item> ResultList<T> {
    /// Takes what was found and, if `file` names one, writes it to a file.
    ///
    /// # Errors
    /// The file can't be written.
    pub(in crate::provider) fn new(
        items: impl IntoIterator<Item = T>,
        file: &Field<String>,
    ) -> Result<Self, Diagnostics> {
        let items: Vec<T> = items.into_iter().collect();
        let values = items.iter().cloned().map(T::into_cty).collect();
        output_file::write(file, &Value::List(values), &T::list_type())?;
        Ok(Self {
            id: Field::Value(checksum(items.iter().map(T::id))),
            total_count: Field::Value(i64::try_from(items.len()).unwrap_or(i64::MAX)),
            items: Field::Value(items.into_iter().collect()),
        })
    }
}

/// The id of a list, which is that of the official provider: the decimal CRC-32 (IEEE) of all ids, each followed by a
/// hyphen.
fn checksum<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = crc32fast::Hasher::new();
    for id in ids {
        hasher.update(id.as_bytes());
        hasher.update(b"-");
    }
    hasher.finalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_list_is_the_checksum_of_its_ids() {
        assert_eq!(checksum(["436995593677910016"].into_iter()), "1888892849");
        assert_eq!(checksum([].into_iter()), "0");
    }

    #[test]
    fn the_order_of_a_list_matters_to_its_id() {
        assert_ne!(checksum(["1", "2"].into_iter()), checksum(["2", "1"].into_iter()));
    }
}
