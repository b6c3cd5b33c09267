//! The toy data source.

use std::sync::Arc;

use async_trait::async_trait;

use super::super::schema::{Attribute, Block, Schema, Validator};
use super::super::{Context, DataSource, Diagnostics, Field, List, model};
use super::cloud::{Act, Cloud, failure, interrupted};

model! {
    /// The toy's data source.
    pub(crate) struct LookupModel { name: String, id: String, tag: List<TagModel> }
}

model! {
    /// A block of the data source.
    pub(crate) struct TagModel { key: String }
}

pub(super) struct Lookup;

#[async_trait]
impl DataSource<Arc<Cloud>> for Lookup {
    type Model = LookupModel;

    fn type_name(&self) -> &'static str {
        "toy_lookup"
    }

    fn schema(&self) -> Schema {
        Schema::new("Looks a toy up.")
            .attribute(
                Attribute::string("name", "Name.")
                    .required()
                    .validate(Validator::Length(1, 20)),
            )
            .attribute(Attribute::string("id", "Id.").computed())
            .block(Block::list("tag", "Tag.").attribute(Attribute::string("key", "Key.").required()))
    }

    fn validate(&self, config: &LookupModel, _diagnostics: &mut Diagnostics) {
        assert!(config.name.as_str() != Some("panics at validate"), "no such name");
    }

    async fn read(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        config: LookupModel,
    ) -> Result<LookupModel, Diagnostics> {
        match cx.data.act() {
            Act::Fail => Err(failure("Not found")),
            Act::Panic => panic!("the toy bites"),
            Act::Hang => Err(interrupted(cx).await),
            Act::LeaveUnknown => Ok(LookupModel {
                id: Field::Unknown,
                ..config
            }),
            _ => Ok(LookupModel {
                id: "toy-1".into(),
                tag: Field::Null,
                ..config
            }),
        }
    }
}
