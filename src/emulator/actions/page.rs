use serde_json::{Value, json};

use crate::emulator::dialect::Dialect;
use crate::emulator::error::ApiError;
use crate::emulator::params::Params;

/// Which part of a list is asked for: `MaxResults` items after the first `Marker`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    marker: usize,
    max_results: usize,
    reversed: bool,
    counts_itself: bool,
}

impl Page {
    /// Reads `Marker` (an offset, from 0) and `MaxResults` (5 to 1000).
    pub(super) fn read(dialect: &Dialect, p: &Params, default_results: usize) -> Result<Self, ApiError> {
        let marker = p.integer("Marker", 0..=usize::MAX)?.unwrap_or(0);
        let max_results = p.integer("MaxResults", 5..=1000)?.unwrap_or(default_results);
        Ok(Self {
            marker,
            max_results: dialect.page_cap.map_or(max_results, |cap| cap.min(max_results)),
            reversed: dialect.reversed,
            counts_itself: dialect.count_of_page,
        })
    }

    /// The number of all matches, or of those on the page, and the view of the latter.
    pub(super) fn cut<T>(self, matches: &[T], view: impl Fn(&T) -> Value) -> (Value, Value) {
        let place = |at: usize| if self.reversed { matches.len() - 1 - at } else { at };
        let page: Vec<Value> = (0..matches.len())
            .skip(self.marker)
            .take(self.max_results)
            .map(|at| view(&matches[place(at)]))
            .collect();
        let count = if self.counts_itself {
            page.len()
        } else {
            matches.len()
        };
        (json!(count), Value::Array(page))
    }
}
