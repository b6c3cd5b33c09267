use serde_json::{Value, json};

use crate::emulator::error::ApiError;
use crate::emulator::params::Params;

/// Which part of a list is asked for: `MaxResults` items after the first `Marker`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    marker: usize,
    max_results: usize,
}

impl Page {
    /// Reads `Marker` (an offset, from 0) and `MaxResults` (5 to 1000).
    pub(super) fn read(p: &Params, default_results: usize) -> Result<Self, ApiError> {
        let marker = p.integer("Marker", 0..=usize::MAX)?.unwrap_or(0);
        let max_results = p.integer("MaxResults", 5..=1000)?.unwrap_or(default_results);
        Ok(Self { marker, max_results })
    }

    /// The number of all matches, and the view of those on the page.
    pub(super) fn cut<T>(self, matches: &[T], view: impl Fn(&T) -> Value) -> (Value, Value) {
        let page = matches
            .iter()
            .skip(self.marker)
            .take(self.max_results)
            .map(view)
            .collect();
        (json!(matches.len()), Value::Array(page))
    }
}
