//! `build_id` and `parse_id`: the composite ids of policies, tasks, notifications and instances.

use super::text;
use crate::cty::{Type, Value};
use crate::framework::{Function, FunctionError, Parameter, Signature};
use crate::provider::composite_id::{MemberId, single};

/// `build_id(scaling_group_id, item_id)`
pub(super) struct BuildId;

impl Function for BuildId {
    fn name(&self) -> &'static str {
        "build_id"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Build the id of an object of a group",
            description: "Gives the `id` that a policy, task, notification or attached instance has in state: `ITEM:GROUP`.",
            parameters: vec![
                Parameter::new("scaling_group_id", Type::String, "Id of the scaling group."),
                Parameter::new("item_id", Type::String, "The API's id of the object."),
            ],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let part = |position: usize, blamed: i64| {
            let id = text(arguments, position);
            single(id, "scaling group").map(str::to_owned).map_err(|_| {
                FunctionError::argument(
                    blamed,
                    format!("{id:?} is not an id: letters, digits, - and _ only"),
                )
            })
        };
        let id = MemberId {
            group: part(0, 0)?,
            item: part(1, 1)?,
        };
        Ok(id.to_state_id().into())
    }
}

/// `parse_id(id)`
pub(super) struct ParseId;

impl Function for ParseId {
    fn name(&self) -> &'static str {
        "parse_id"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Take the id of an object of a group apart",
            description: "Gives `scaling_group_id` and `item_id` of the `id` that a policy, task, notification or attached \
                          instance has in state.",
            parameters: vec![Parameter::new(
                "id",
                Type::String,
                "An id in state: `ITEM:GROUP`.",
            )],
            result: Type::object([("item_id", Type::String), ("scaling_group_id", Type::String)]),
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let id = text(arguments, 0);
        let Some(MemberId { item, group }) = MemberId::from_state_id(id) else {
            return Err(FunctionError::argument(
                0,
                format!("{id:?} is not two ids with a colon between them, ITEM:GROUP"),
            ));
        };
        let members = [
            ("item_id".to_owned(), item.into()),
            ("scaling_group_id".to_owned(), group.into()),
        ];
        Ok(Value::Object(members.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_functions_undo_each_other() {
        let id = BuildId
            .call(&["436995593677910016".into(), "10000433".into()])
            .unwrap();
        assert_eq!(id, "10000433:436995593677910016".into());
        let parts = ParseId.call(&[id]).unwrap();
        assert_eq!(parts.get("item_id"), Some(&"10000433".into()));
        assert_eq!(parts.get("scaling_group_id"), Some(&"436995593677910016".into()));
    }

    #[test]
    fn the_argument_at_fault_is_blamed() {
        assert_eq!(
            BuildId.call(&["1".into(), "2:3".into()]).unwrap_err().argument,
            Some(1)
        );
        assert_eq!(
            BuildId.call(&["".into(), "2".into()]).unwrap_err().argument,
            Some(0)
        );
        assert_eq!(ParseId.call(&["10000433".into()]).unwrap_err().argument, Some(0));
    }
}
