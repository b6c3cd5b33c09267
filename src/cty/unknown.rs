//! What is known about a value that is not known yet.

use super::{Number, Type};

/// What Terraform already knows about an unknown value.
///
/// A provider that returns refinements is held to them: the value after apply must agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refinements {
    /// The value will certainly not be null.
    pub not_null: bool,
    /// The string will start with this text.
    pub prefix: Option<String>,
    /// The number's lower bound, and whether the number may equal it.
    pub lower: Option<(Number, bool)>,
    /// The number's upper bound, and whether the number may equal it.
    pub upper: Option<(Number, bool)>,
    /// The list, set or map will have at least this many elements.
    pub min_length: Option<u64>,
    /// The list, set or map will have at most this many elements.
    pub max_length: Option<u64>,
}

impl Refinements {
    /// Keeps what can be said of a value of type `ty`: a prefix of strings, bounds of numbers, lengths of
    /// collections. Nothing can be said of a value whose type is not known, and Terraform refuses what does not fit.
    pub fn fitting(self, ty: &Type) -> Self {
        let not_null = Self {
            not_null: self.not_null,
            ..Self::default()
        };
        match ty {
            Type::Dynamic => Self::default(),
            Type::String => Self {
                prefix: self.prefix,
                ..not_null
            },
            Type::Number => Self {
                lower: self.lower,
                upper: self.upper,
                ..not_null
            },
            Type::List(_) | Type::Set(_) | Type::Map(_) => Self {
                min_length: self.min_length,
                max_length: self.max_length,
                ..not_null
            },
            Type::Bool | Type::Tuple(_) | Type::Object(_) => not_null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Refinements {
        Refinements {
            not_null: true,
            prefix: Some("pre-".to_owned()),
            lower: Some((Number::from(1), true)),
            upper: Some((Number::from(9), false)),
            min_length: Some(1),
            max_length: Some(9),
        }
    }

    #[test]
    fn each_type_keeps_what_can_be_said_of_it() {
        let not_null = Refinements {
            not_null: true,
            ..Refinements::default()
        };
        let all = everything();
        let of_string = Refinements {
            prefix: all.prefix.clone(),
            ..not_null.clone()
        };
        let of_number = Refinements {
            lower: all.lower.clone(),
            upper: all.upper.clone(),
            ..not_null.clone()
        };
        let of_list = Refinements {
            min_length: Some(1),
            max_length: Some(9),
            ..not_null.clone()
        };

        assert_eq!(everything().fitting(&Type::String), of_string);
        assert_eq!(everything().fitting(&Type::Number), of_number);
        assert_eq!(everything().fitting(&Type::list(Type::String)), of_list);
        assert_eq!(everything().fitting(&Type::Bool), not_null);
        assert_eq!(everything().fitting(&Type::Dynamic), Refinements::default());
    }
}
