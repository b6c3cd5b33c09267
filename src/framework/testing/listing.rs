//! The toy's list resource.

use std::sync::Arc;

use async_trait::async_trait;

use super::super::schema::{Attribute, Schema, Validator};
use super::super::{Context, Diagnostic, Diagnostics, Field, Found, ListResource, model};
use super::cloud::{Act, Cloud, failure, interrupted};
use super::toy::ToyModel;

model! {
    /// Which toys are wanted.
    pub(crate) struct ToyFilter { prefix: String, number: i64 }
}

/// Finds as many toys as its filter says, then does what the cloud was told to do.
pub(super) struct ToyList;

#[async_trait]
impl ListResource<Arc<Cloud>> for ToyList {
    type Filter = ToyFilter;
    type Model = ToyModel;

    fn type_name(&self) -> &'static str {
        "toy_thing"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists toys.")
            .attribute(
                Attribute::string("prefix", "How the ids begin.")
                    .optional()
                    .validate(Validator::Length(1, 20)),
            )
            .attribute(Attribute::number("number", "How many there are.").optional())
    }

    fn validate(&self, filter: &ToyFilter, diagnostics: &mut Diagnostics) {
        assert!(filter.prefix.as_str() != Some("panics"), "no such prefix");
        if filter.prefix.is_unset() && filter.number.is_unset() {
            diagnostics.error("Too many toys", "Set prefix or number.");
        }
    }

    async fn list(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        filter: ToyFilter,
        found: &Found<ToyModel>,
    ) -> Result<(), Diagnostics> {
        let act = cx.data.act();
        cx.warn(Diagnostic::warning("Looked", "Into the box."));
        for index in 1..=filter.number.get().unwrap_or_default() {
            let id = match act {
                Act::LeaveUnknown => Field::Unknown,
                _ => Field::Value(format!("{}{index}", filter.prefix.as_str().unwrap_or("toy-"))),
            };
            let toy = ToyModel {
                id,
                name: "a".into(),
                ..ToyModel::default()
            };
            found.object(format!("toy {index}"), toy).await;
            *super::lock(&cx.data.listed) += 1;
        }
        match act {
            Act::Fail => Err(failure("The box is broken")),
            Act::Panic => panic!("the toy bites"),
            Act::Hang => Err(interrupted(cx).await),
            _ => Ok(()),
        }
    }
}
