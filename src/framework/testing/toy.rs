//! The toy resource: what it accepts, and its operations.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::super::schema::{Attribute, Block, Change, Schema, Validator};
use super::super::timeouts::{Timeouts, TimeoutsModel};
use super::super::{
    Context, Diagnostic, Diagnostics, Field, Identity, IdentitySchema, List, Plan, Record, Resource,
    Sensitive, Set, StateWriter, model,
};
use super::cloud::{Act, Cloud, failure, interrupted, settled};
use super::lock;
use crate::cty::{Path, Type, Value};

model! {
    /// The toy.
    pub(crate) struct ToyModel {
        id: String,
        name: String,
        zone: String,
        note: String,
        size: i64,
        mode: String,
        label: String,
        ports: Set<i64>,
        secret: Sensitive,
        secret_version: i64,
        tint: String,
        friends: Set<String>,
        revision: i64,
        host: String,
        url: String,
        disk: List<DiskModel>,
        rule: List<RuleModel>,
        guest: List<GuestModel>,
        timeouts: TimeoutsModel,
    }
}

model! {
    /// A block that is identified by its slot.
    pub(crate) struct DiskModel { slot: String, size: i64, label: String, comment: String, serial: String }
}

model! {
    /// A block that is identified by its position.
    pub(crate) struct RuleModel { action: String, comment: String, priority: i64 }
}

model! {
    /// A block that others may add.
    pub(crate) struct GuestModel { name: String, seat: i64 }
}

/// What is remembered of a toy.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Memory {
    /// The shelf that it is on.
    pub(crate) shelf: Option<String>,
    /// The operations that have written something down, in order.
    pub(crate) operations: Vec<String>,
}

impl Memory {
    pub(super) fn note(&mut self, operation: &str) {
        self.operations.push(operation.to_owned());
    }
}

impl Record for Memory {
    const VERSION: u64 = 1;
}

fn ignoring_case(prior: &Value, new: &Value) -> bool {
    let [prior, new] = [prior, new].map(|value| value.as_str().unwrap_or_default());
    assert!(
        prior != "boom" && new != "boom",
        "cannot compare {prior:?} and {new:?}"
    );
    prior.eq_ignore_ascii_case(new)
}

pub(crate) fn schema() -> Schema {
    Schema::new("A toy.")
        .attribute(Attribute::string("id", "Computed once.").computed())
        .attribute(Attribute::string("name", "Required.").required())
        .attribute(
            Attribute::string("zone", "Requires replacement.")
                .optional()
                .requires_replace(),
        )
        .attribute(Attribute::string("note", "Optional.").optional())
        .attribute(
            Attribute::number("size", "Optional and computed.")
                .optional()
                .computed()
                .validate(Validator::AtLeast(0)),
        )
        .attribute(
            Attribute::string("mode", "With a default.")
                .default("slow")
                .validate(Validator::OneOf(&["slow", "fast"])),
        )
        .attribute(
            Attribute::string("label", "Upper and lower case are the same.")
                .optional()
                .equal_by(ignoring_case),
        )
        .attribute(
            Attribute::new("ports", Type::set(Type::Number), "A set.")
                .optional()
                .validate(Validator::each(Validator::Between(1, 65_535))),
        )
        .attribute(
            Attribute::string("secret", "Write-only.")
                .optional()
                .sensitive()
                .write_only()
                .validate(Validator::Length(4, 8)),
        )
        .attribute(Attribute::number("secret_version", "Sends the secret again.").optional())
        .attribute(
            Attribute::number("revision", "Computed with every update.")
                .computed()
                .changes(Change::AnyUpdate),
        )
        .attribute(
            Attribute::string("host", "Follows the name.")
                .computed()
                .changes(Change::With(&["name"])),
        )
        .attribute(
            Attribute::string("url", "Follows the host.")
                .computed()
                .changes(Change::With(&["host"])),
        )
        .attribute(
            Attribute::string("tint", "Nothing if it is empty.")
                .optional()
                .requires_replace()
                .blank_is_unset(),
        )
        .attribute(
            Attribute::string_set("friends", "Ids.")
                .optional()
                .usually(Validator::Custom("at most 2 elements", at_most_two)),
        )
        .block(
            Block::list("disk", "Identified by its slot.")
                .attribute(Attribute::string("slot", "Key.").required())
                .attribute(Attribute::number("size", "With a default.").default(10))
                .attribute(
                    Attribute::string("label", "By meaning.")
                        .optional()
                        .computed()
                        .equal_by(ignoring_case),
                )
                .attribute(Attribute::string("comment", "Optional.").optional())
                .attribute(Attribute::string("serial", "Computed.").computed())
                .keyed_by(&["slot"]),
        )
        .block(
            Block::list("rule", "Identified by its position.")
                .attribute(Attribute::string("action", "Required.").required())
                .attribute(Attribute::string("comment", "Optional.").optional())
                .attribute(
                    Attribute::number("priority", "Optional and computed.")
                        .optional()
                        .computed(),
                ),
        )
        .block(
            Block::list("guest", "Not managed where it is not mentioned.")
                .attribute(Attribute::string("name", "Required.").required())
                .attribute(Attribute::number("seat", "Computed.").computed())
                .kept_unmentioned(),
        )
        .block(Timeouts::block())
}

impl GuestModel {
    fn named(name: &str) -> Self {
        Self {
            name: name.into(),
            seat: Field::Value(1),
        }
    }
}

pub(super) struct Toy;

impl Toy {
    fn import_id(id: &str) -> Result<ToyModel, Diagnostics> {
        match id {
            "panics" => panic!("no such id"),
            _ if id.starts_with("toy-") => Ok(ToyModel {
                id: id.into(),
                secret: Field::Value(Sensitive("hidden".to_owned())),
                ..ToyModel::default()
            }),
            _ => Err(Diagnostic::error("Invalid id", "An id starts with toy-.").into()),
        }
    }
}

#[async_trait]
impl Resource<Arc<Cloud>> for Toy {
    type Model = ToyModel;
    type Private = Memory;

    fn type_name(&self) -> &'static str {
        "toy_thing"
    }

    fn schema(&self) -> Schema {
        schema()
    }

    fn timeouts(&self) -> Timeouts {
        Timeouts {
            create: Duration::from_secs(100),
            read: Duration::from_secs(200),
            update: Duration::from_secs(330),
            delete: Duration::from_secs(400),
        }
    }

    fn validate(&self, config: &ToyModel, diagnostics: &mut Diagnostics) {
        match config.name.as_str() {
            Some("panics at validate") => panic!("no such name"),
            Some("big") if config.size.get().is_some_and(|size| size < 100) => {
                diagnostics.attribute_error(Path::root().attr("size"), "Too small", "big is at least 100.");
            }
            _ => {}
        }
    }

    fn plan(&self, plan: &mut Plan<ToyModel, Memory>, diagnostics: &mut Diagnostics) {
        match plan.config.name.as_str() {
            Some("panics at plan") => panic!("no such plan"),
            Some("refused at plan") => diagnostics.error("Refused", "This name cannot be planned."),
            Some("replaced") => plan.requires_replace.push(Path::root().attr("name")),
            Some("planned wrongly") => plan.planned.note = "nobody asked for this".into(),
            Some("secretly planned wrongly") => {
                plan.planned.secret = Field::Value(Sensitive("s3cret".to_owned()));
            }
            Some("replaced for nothing") => plan.requires_replace.push(Path::root().attr("nothing")),
            Some("party") => {
                plan.planned.guest = Field::Value(["a", "b"].map(GuestModel::named).into_iter().collect());
            }
            Some("remembered") => plan.private.note("plan"),
            _ => {}
        }
    }

    fn note_origin(&self, cloud: &Arc<Cloud>, private: &mut Memory) {
        if let Some(shelf) = lock(&cloud.shelf).clone() {
            private.shelf = Some(shelf);
        }
    }

    async fn create(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        plan: ToyModel,
        state: &StateWriter<ToyModel, Memory>,
    ) -> Result<(), Diagnostics> {
        put(cx, plan, state, "create").await
    }

    async fn read(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        state: ToyModel,
        private: &mut Memory,
    ) -> Result<Option<ToyModel>, Diagnostics> {
        if cx.data.remembers() {
            private.note("read");
        }
        match cx.data.act() {
            Act::Fail => return Err(failure("The toy can't be seen")),
            Act::Panic => panic!("the toy bites"),
            Act::Hang => return Err(interrupted(cx).await),
            Act::LeaveUnknown => {
                return Ok(Some(ToyModel {
                    note: Field::Unknown,
                    ..state
                }));
            }
            _ => {}
        }
        cx.warn(Diagnostic::warning("Looked", "At the toy."));
        Ok(lock(&cx.data.object).clone().map(|object| ToyModel {
            timeouts: state.timeouts,
            ..object
        }))
    }

    async fn update(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        _prior: ToyModel,
        plan: ToyModel,
        state: &StateWriter<ToyModel, Memory>,
    ) -> Result<(), Diagnostics> {
        put(cx, plan, state, "update").await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        state: ToyModel,
        saved: &StateWriter<ToyModel, Memory>,
    ) -> Result<(), Diagnostics> {
        remember(cx, saved, "delete");
        match cx.data.act() {
            Act::Fail => return Err(failure("The toy stays")),
            Act::FailAfterSave => {
                saved.save(ToyModel {
                    note: "half gone".into(),
                    secret: Field::Value(Sensitive("hidden".to_owned())),
                    ..state
                });
                return Err(failure("The toy stays"));
            }
            Act::Panic => panic!("the toy bites"),
            Act::Hang => return Err(interrupted(cx).await),
            _ => {}
        }
        *lock(&cx.data.object) = None;
        Ok(())
    }

    fn import(&self, id: &str) -> Result<ToyModel, Diagnostics> {
        Self::import_id(id)
    }

    fn import_private(&self, state: &ToyModel) -> Memory {
        let mut memory = Memory::default();
        match state.id.as_str() {
            Some("toy-remembered") => memory.note("import"),
            Some("toy-forgotten") => panic!("no memory"),
            _ => {}
        }
        memory
    }

    async fn plan_destroy(
        &self,
        cx: &Context<'_, Arc<Cloud>>,
        state: ToyModel,
        private: &mut Memory,
    ) -> Result<(), Diagnostics> {
        if cx.data.remembers() {
            private.note("look");
        }
        match cx.data.act() {
            Act::Fail => return Err(failure("The toy can't be seen")),
            Act::Panic => panic!("the toy bites"),
            _ => {}
        }
        let name = state.name.as_str().unwrap_or_default();
        cx.warn(Diagnostic::warning(
            format!("{name} will be gone"),
            "With all its parts.",
        ));
        Ok(())
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        let schema = IdentitySchema::default();
        Some(schema.optional("shelf", "Where it is.").required("id", "Its id."))
    }

    fn identity(&self, _data: &Arc<Cloud>, state: &ToyModel) -> Option<Identity> {
        let id = state.id.as_str()?;
        assert!(id != "toy-without-identity", "no such id");
        Some(Identity::new([("shelf", "top"), ("id", id)]))
    }

    fn import_identity(&self, _data: &Arc<Cloud>, identity: &Identity) -> Result<ToyModel, Diagnostics> {
        match identity.get("id") {
            Some(id) => Self::import_id(id),
            None => Err(Diagnostic::error("Incomplete identity", "It has no id.").into()),
        }
    }

    fn adjust_generated(&self, config: ToyModel, object: &ToyModel) -> ToyModel {
        ToyModel {
            size: object.size.clone(),
            ..config
        }
    }

    fn upgrade_foreign(&self, state: ToyModel) -> ToyModel {
        assert!(state.name.as_str() != Some("panics at adopt"), "no such name");
        let note = if state.mode == Field::Absent {
            "adopted without a mode".into()
        } else {
            "adopted with a mode".into()
        };
        ToyModel { note, ..state }
    }
}

fn remember(cx: &Context<'_, Arc<Cloud>>, saved: &StateWriter<ToyModel, Memory>, operation: &str) {
    if cx.data.remembers() {
        let mut memory = saved.private();
        memory.note(operation);
        saved.remember(memory);
    }
}

async fn put(
    cx: &Context<'_, Arc<Cloud>>,
    plan: ToyModel,
    state: &StateWriter<ToyModel, Memory>,
    operation: &str,
) -> Result<(), Diagnostics> {
    *lock(&cx.data.given) = Some(plan.clone());
    remember(cx, state, operation);
    match cx.data.act() {
        Act::Fail => return Err(failure("The toy is broken")),
        Act::Panic => panic!("the toy bites"),
        Act::Hang => return Err(interrupted(cx).await),
        Act::ForgetState => return Ok(()),
        Act::LeaveUnknown => {
            state.save(ToyModel {
                revision: Field::Unknown,
                ..settled(plan)
            });
            return Ok(());
        }
        Act::FailUnsure => {
            state.save(plan);
            return Err(failure("The toy may exist"));
        }
        Act::FailHalfway => {
            state.save(ToyModel {
                id: "toy-1".into(),
                ..plan
            });
            return Err(failure("The toy is broken"));
        }
        _ => {}
    }
    state.save(cx.data.put(plan));
    match cx.data.act() {
        Act::FailAfterSave => Err(failure("The toy is broken")),
        Act::PanicAfterSave => panic!("the toy bites"),
        _ => {
            cx.warn(Diagnostic::warning("Careful", "It is a toy."));
            // What the API says now may be another spelling, order, or more than was planned.
            state.save(lock(&cx.data.object).clone().unwrap_or_default());
            Ok(())
        }
    }
}

fn at_most_two(value: &Value) -> Result<(), String> {
    let few = value.as_elements().is_some_and(|elements| elements.len() <= 2);
    few.then_some(())
        .ok_or_else(|| "expected at most 2 elements".to_owned())
}
