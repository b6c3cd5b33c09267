//! Messages to values.

use super::proto;
use crate::cty::{Type, Value, json, msgpack};
use crate::framework::Diagnostic;

/// Decodes an object whose type is that of a schema. Without one there is nothing to read it by: the framework then says
/// that there is no such resource, and does not look at the value.
///
/// # Errors
/// As for [`value`].
pub(super) fn object(
    dynamic: Option<&proto::DynamicValue>,
    ty: Option<&Type>,
    what: &str,
) -> Result<Value, Diagnostic> {
    ty.map_or(Ok(Value::Null), |ty| value(dynamic, ty, what))
}

/// Decodes a value of type `ty`. `what` says in words which value it is.
///
/// # Errors
/// The bytes are not a value of that type: Terraform and the provider disagree about the schema.
pub(super) fn value(
    dynamic: Option<&proto::DynamicValue>,
    ty: &Type,
    what: &str,
) -> Result<Value, Diagnostic> {
    let decoded = match dynamic {
        Some(dynamic) if !dynamic.msgpack.is_empty() => msgpack::decode(&dynamic.msgpack, ty),
        Some(dynamic) if !dynamic.json.is_empty() => json::decode_json(&dynamic.json, ty),
        _ => Ok(Value::Null),
    };
    decoded.map_err(|error| {
        Diagnostic::error(
            format!("Terraform sent {what} that the provider can't read"),
            format!("{error}. Terraform and the provider disagree about the schema; please report this to the provider's developers."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cty::testing;

    fn ty() -> Type {
        Type::object([("name", Type::String), ("size", Type::Number)])
    }

    fn toy() -> Value {
        testing::object([("name", "a".into()), ("size", 0.into())])
    }

    fn dynamic(msgpack: Vec<u8>, json: &[u8]) -> proto::DynamicValue {
        proto::DynamicValue {
            msgpack,
            json: json.to_vec(),
        }
    }

    #[test]
    fn values_come_in_either_format_and_message_pack_wins() {
        let packed = msgpack::encode(&toy(), &ty()).expect("a toy");
        for message in [
            dynamic(packed.clone(), b""),
            dynamic(Vec::new(), br#"{"name":"a","size":0}"#),
            dynamic(packed, br#"{"name":"b","size":1}"#),
        ] {
            assert_eq!(value(Some(&message), &ty(), "a toy"), Ok(toy()));
        }
    }

    #[test]
    fn a_missing_and_an_empty_message_are_null() {
        assert_eq!(value(None, &ty(), "a toy"), Ok(Value::Null));
        let empty = proto::DynamicValue::default();
        assert_eq!(value(Some(&empty), &ty(), "a toy"), Ok(Value::Null));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_that_says_what_it_was() {
        for message in [
            dynamic(vec![0xc1], b""),
            dynamic(vec![0x80], b""),
            dynamic(Vec::new(), b"{"),
            dynamic(Vec::new(), br#"{"name":"a"}"#),
        ] {
            let error = value(Some(&message), &ty(), "a toy").expect_err("no toy");
            assert_eq!(error.summary, "Terraform sent a toy that the provider can't read");
        }
    }

    #[test]
    fn without_a_schema_nothing_is_read() {
        let unreadable = dynamic(vec![0xc1], b"");
        assert_eq!(object(Some(&unreadable), None, "a toy"), Ok(Value::Null));
    }
}
