//! The parameters of one request: looked up by wire name, checked on the way out, and remembered once read, so that
//! whatever no handler asked for can be reported.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::Serialize;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::api_time::ApiTime;
use super::error::ApiError;

/// All parameters of a request, however they were sent (query, form, JSON body).
#[derive(Debug, Default)]
pub struct Params {
    values: BTreeMap<String, String>,
    read: RefCell<BTreeSet<String>>,
}

/// One element of an array parameter, with the name under which it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'p> {
    /// For example `SubnetId.2` or `SubnetId[1]`.
    pub name: &'p str,
    /// The text.
    pub value: &'p str,
}

impl Params {
    /// Collects `pairs`; a later pair replaces an earlier one of the same name.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            values: pairs.into_iter().collect(),
            read: RefCell::default(),
        }
    }

    /// Names that were sent and that nobody has asked for.
    pub fn unread(&self) -> Vec<String> {
        let read = self.read.borrow();
        self.values
            .keys()
            .filter(|name| !read.contains(*name))
            .cloned()
            .collect()
    }
}

/// Texts.
impl Params {
    /// The text of `name`, if it was sent.
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.read.borrow_mut().insert(name.to_owned());
        self.values.get(name).map(String::as_str)
    }

    /// The text of `name`.
    ///
    /// # Errors
    /// `MissingParameter` if it is absent or empty.
    pub fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.optional(name)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| ApiError::missing_parameter(name))
    }

    /// The text of `name`, which may be left out but not be empty.
    ///
    /// # Errors
    /// `InvalidParameterValue` if it is empty.
    pub fn filled(&self, name: &str) -> Result<Option<&str>, ApiError> {
        self.optional(name)
            .map(|text| {
                if text.is_empty() {
                    Err(ApiError::invalid_parameter(name))
                } else {
                    Ok(text)
                }
            })
            .transpose()
    }
}

/// Numbers, truth values, enumerations, times.
impl Params {
    /// A whole number within `range`.
    ///
    /// # Errors
    /// `InvalidParameterValue` if it is no number or outside of `range`.
    pub fn integer<T: FromStr + PartialOrd>(
        &self,
        name: &str,
        range: RangeInclusive<T>,
    ) -> Result<Option<T>, ApiError> {
        self.parsed(name, |text| {
            text.parse().ok().filter(|number| range.contains(number))
        })
    }

    /// As [`Params::integer`], for a number that must be sent.
    ///
    /// # Errors
    /// Also `MissingParameter`.
    pub fn required_integer<T: FromStr + PartialOrd>(
        &self,
        name: &str,
        range: RangeInclusive<T>,
    ) -> Result<T, ApiError> {
        self.required(name)?;
        self.integer(name, range)?
            .ok_or_else(|| ApiError::missing_parameter(name))
    }

    /// `true` or `false`, in any mixture of upper and lower case: some clients write `True`.
    ///
    /// # Errors
    /// `InvalidParameterValue` for any other text.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        self.parsed(name, |text| text.to_ascii_lowercase().parse().ok())
    }

    /// One of the texts of an enumeration, spelt exactly.
    ///
    /// # Errors
    /// `InvalidParameterValue` for any other text.
    pub fn choice<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ApiError> {
        self.parsed(name, |text| {
            let text: StrDeserializer<'_, ValueError> = text.into_deserializer();
            T::deserialize(text).ok()
        })
    }

    /// As [`Params::choice`], for a text that must be sent.
    ///
    /// # Errors
    /// Also `MissingParameter`.
    pub fn required_choice<T: DeserializeOwned>(&self, name: &str) -> Result<T, ApiError> {
        self.required(name)?;
        self.choice(name)?
            .ok_or_else(|| ApiError::missing_parameter(name))
    }

    /// One of `all`, in any mixture of upper and lower case: the rule for filters.
    ///
    /// # Errors
    /// `InvalidParameterValue` for any other text.
    pub fn choice_of<T: Serialize + Copy>(&self, name: &str, all: &[T]) -> Result<Option<T>, ApiError> {
        self.parsed(name, |text| {
            let spelling = |choice: &T| {
                serde_json::to_value(choice)
                    .ok()
                    .and_then(|v| v.as_str().map(str::to_owned))
            };
            all.iter()
                .find(|choice| spelling(choice).is_some_and(|s| s.eq_ignore_ascii_case(text)))
                .copied()
        })
    }

    /// A time, `YYYY-MM-DD HH:MM:SS`, Beijing time.
    ///
    /// # Errors
    /// `InvalidParameterValue` for any other form.
    pub fn api_time(&self, name: &str) -> Result<Option<ApiTime>, ApiError> {
        self.parsed(name, ApiTime::parse)
    }

    fn parsed<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, ApiError> {
        self.optional(name)
            .map(|text| parse(text).ok_or_else(|| ApiError::invalid_parameter(name)))
            .transpose()
    }
}

/// Arrays: `Name.1`, `Name.2` … from any base, with or without gaps, or `Name[0]`, `Name[1]` …
impl Params {
    /// The elements of the array `name`, by number. Empty ones are left out.
    pub fn list(&self, name: &str) -> Vec<Item<'_>> {
        let mut items: Vec<(u64, Item<'_>)> = Vec::new();
        for (key, value) in &self.values {
            if let Some((index, "")) = key.strip_prefix(name).and_then(split_index) {
                self.read.borrow_mut().insert(key.clone());
                items.push((index, Item { name: key, value }));
            }
        }
        items.sort_by_key(|(index, _)| *index);
        items
            .into_iter()
            .map(|(_, item)| item)
            .filter(|item| !item.value.is_empty())
            .collect()
    }

    /// The elements of the array `name`; the plain parameter `name` if there are none.
    pub fn list_or_one(&self, name: &str) -> Vec<Item<'_>> {
        let single = self
            .values
            .get_key_value(name)
            .filter(|(_, value)| !value.is_empty());
        self.optional(name);
        let items = self.list(name);
        if items.is_empty() {
            single
                .map(|(name, value)| Item { name, value })
                .into_iter()
                .collect()
        } else {
            items
        }
    }

    /// As [`Params::list_or_one`], where something must be sent.
    ///
    /// # Errors
    /// `MissingParameter` if there is nothing.
    pub fn required_list(&self, name: &str) -> Result<Vec<Item<'_>>, ApiError> {
        let items = self.list_or_one(name);
        if items.is_empty() {
            Err(ApiError::missing_parameter(name))
        } else {
            Ok(items)
        }
    }

    /// The elements of an array of structures: `Slb.1`, `Slb.2` … for `Slb.1.Id`, `Slb.1.Weight`, `Slb.2.Id` …
    pub fn structures(&self, name: &str) -> Vec<String> {
        let mut found = BTreeMap::new();
        for key in self.values.keys() {
            if let Some((index, member)) = key.strip_prefix(name).and_then(split_index)
                && member.starts_with('.')
            {
                found.insert(index, key[..key.len() - member.len()].to_owned());
            }
        }
        found.into_values().collect()
    }
}

/// Splits `.7.Id` or `[7].Id` into 7 and `.Id`.
fn split_index(rest: &str) -> Option<(u64, &str)> {
    let (digits, rest) = if let Some(rest) = rest.strip_prefix('[') {
        rest.split_once(']')?
    } else {
        let rest = rest.strip_prefix('.')?;
        rest.split_at(rest.find('.').unwrap_or(rest.len()))
    };
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests;
