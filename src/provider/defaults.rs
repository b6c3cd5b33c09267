//! What the provider block says of objects: tags that they have in common, tags that are none of its business, and the
//! project of new ones.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::scaling_configuration::check_tags;
use crate::cty::Type;
use crate::framework::schema::{Attribute, Block, Schema, Validator};
use crate::framework::{Field, Map, Set, model};

model! {
    /// The block `default_tags`.
    pub struct DefaultTagsModel {
        tags: Map,
    }
}

model! {
    /// The block `ignore_tags`.
    pub struct IgnoreTagsModel {
        keys: Set<String>,
        key_prefixes: Set<String>,
    }
}

/// The arguments of the provider block for all this.
pub(super) fn arguments(schema: Schema) -> Schema {
    let texts = |name, description| {
        Attribute::string_set(name, description)
            .optional()
            .validate(Validator::each(Validator::NotBlank))
    };
    schema
        .attribute(
            Attribute::number(
                "project_id",
                "Id of the project of new scaling configurations that name none. Environment: `KSYUN_PROJECT_ID`.",
            )
            .optional()
            .validate(Validator::AtLeast(0)),
        )
        .block(
            Block::single("default_tags", "Tags of all scaling configurations, beside their own.").attribute(
                Attribute::new(
                    "tags",
                    Type::map(Type::String),
                    "The tags by key. A tag of the same key in `tags` of a scaling configuration has the last word. If these are \
                     the last ones that are taken away, they stay where they are, with a warning: the API has no way to take \
                     all tags away.",
                )
                .optional()
                .validate(Validator::Custom(
                    "up to 10 tags with keys of 1 to 128 and values of up to 256 characters",
                    check_tags,
                )),
            ),
        )
        .block(
            Block::single(
                "ignore_tags",
                "Tags that something else looks after: they are neither taken away nor shown as a difference, unless a scaling \
                 configuration sets them itself.",
            )
            .attribute(texts("keys", "Keys of such tags."))
            .attribute(texts("key_prefixes", "What the keys of such tags begin with.")),
        )
}

/// What the provider block says of objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Defaults {
    /// Tags of all objects; unknown before an apply that makes what they come from.
    pub(super) tags: Field<Map>,
    ignored_keys: Vec<String>,
    ignored_prefixes: Vec<String>,
    /// The project of new objects.
    pub(super) project_id: Field<i64>,
}

impl Defaults {
    /// What these parts of the provider block and `KSYUN_PROJECT_ID` come to.
    pub(super) fn new(
        default_tags: &Field<DefaultTagsModel>,
        ignore_tags: &Field<IgnoreTagsModel>,
        project_id: Field<i64>,
    ) -> Self {
        let tags = match default_tags {
            Field::Value(block) => block.tags.clone(),
            Field::Unknown => Field::Unknown,
            Field::Null | Field::Absent => Field::Null,
        };
        let texts = |set: fn(&IgnoreTagsModel) -> &Field<Set<String>>| {
            let set = ignore_tags.value().and_then(|block| set(block).value());
            set.into_iter().flat_map(Set::known).cloned().collect()
        };
        Self {
            tags,
            ignored_keys: texts(|block| &block.keys),
            ignored_prefixes: texts(|block| &block.key_prefixes),
            project_id,
        }
    }

    /// Whether something else looks after the tag `key`.
    pub(super) fn ignores(&self, key: &str) -> bool {
        self.ignored_keys.iter().any(|ignored| ignored == key)
            || self
                .ignored_prefixes
                .iter()
                .any(|prefix| key.starts_with(prefix.as_str()))
    }

    /// The value of the default tag `key`.
    pub(super) fn tag(&self, key: &str) -> Option<&Field<String>> {
        self.tags.value()?.0.get(key)
    }

    /// The tags that are known.
    pub(super) fn known_tags(&self) -> BTreeMap<String, Field<String>> {
        self.tags.value().map(|tags| tags.0.clone()).unwrap_or_default()
    }
}

/// The defaults of the provider that is configured, for all types of objects.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedDefaults(Arc<RwLock<Defaults>>);

impl SharedDefaults {
    /// The present ones.
    pub(super) fn get(&self) -> Defaults {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts `defaults` in their place.
    pub(super) fn set(&self, defaults: Defaults) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = defaults;
    }
}

/// Whether a map of tags is known, each value included.
pub(super) fn is_known(tags: &Field<Map>) -> bool {
    match tags {
        Field::Unknown => false,
        Field::Value(tags) => !tags.0.values().any(Field::is_unknown),
        Field::Null | Field::Absent => true,
    }
}
