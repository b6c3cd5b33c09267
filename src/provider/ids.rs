//! Attributes that hold ids of the API. Another spelling of the same id is no difference.

use crate::client::ids;
use crate::cty::Value;
use crate::framework::schema::{Attribute, Validator};

/// An attribute that holds an id.
pub(super) fn id(name: &'static str, description: &'static str) -> Attribute {
    Attribute::string(name, description).id()
}

/// Attributes that hold ids, in a declaration.
pub(super) trait IdAttribute {
    /// Holds the id of something.
    fn id(self) -> Self;

    /// Holds a set of ids.
    fn id_set(self) -> Self;
}

impl IdAttribute for Attribute {
    fn id(self) -> Self {
        self.validate(Validator::NotBlank).equal_by(are_same)
    }

    fn id_set(self) -> Self {
        self.equal_by(are_same_sets)
    }
}

fn are_same(one: &Value, other: &Value) -> bool {
    matches!((one.as_str(), other.as_str()), (Some(one), Some(other)) if ids::is_same(one, other))
}

fn are_same_sets(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (one.as_elements(), other.as_elements()) else {
        return false;
    };
    let is_in = |id: &Value, set: &[Value]| set.iter().any(|other| are_same(id, other));
    one.len() == other.len() && one.iter().all(|id| is_in(id, other)) && other.iter().all(|id| is_in(id, one))
}
