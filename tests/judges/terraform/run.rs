//! What plan and apply have in common: one run of the provider, with what is known and was said so far.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use ksyun_autoscaling::framework::RULE_BROKEN;

use super::config::{Config, Instance, Scope};
use super::notes::{Action, Outcome, Rule, Violation};
use super::process::{Crashed, Diagnostic, Process, ResourceSchema};
use super::rules::{Complaint, invalid_plan, proposed, with_ignored};
use super::state::{Object, State, type_of};
use super::value::Value;

/// How a command is run.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Addresses to replace, as `-replace` names them.
    pub(crate) replace: Vec<String>,
    /// `-refresh=false` if not.
    pub(crate) refresh: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            replace: Vec::new(),
            refresh: true,
        }
    }
}

/// A planned change of one object.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) address: String,
    pub(crate) resource: String,
    pub(crate) deposed: Option<String>,
    pub(crate) action: Action,
    pub(crate) after: Value,
    pub(super) private: Vec<u8>,
}

/// One run: a process, and what it works on.
pub(super) struct Run {
    pub(super) process: Process,
    pub(super) config: Config,
    pub(super) options: Options,
    pub(super) is_apply: bool,
    pub(super) notes: Mutex<Outcome>,
    pub(super) state: Mutex<State>,
    /// What references see, by address.
    pub(super) values: Mutex<BTreeMap<String, Value>>,
}

/// Said already: a diagnostic or a violation.
pub(super) struct Failed;

impl From<Crashed> for Failed {
    fn from(Crashed: Crashed) -> Self {
        Self
    }
}

/// What is planned for one object, before it becomes a change.
pub(super) struct Draft {
    pub(super) action: Action,
    pub(super) config: Value,
    pub(super) prior: Value,
    pub(super) after: Value,
    pub(super) private: Vec<u8>,
    pub(super) identity: Option<ksyun_autoscaling::tfplugin6::proto::ResourceIdentityData>,
}

impl Run {
    pub(super) fn new(
        process: Process,
        config: Config,
        options: Options,
        state: State,
        is_apply: bool,
    ) -> Arc<Self> {
        Arc::new(Self {
            process,
            config,
            options,
            is_apply,
            notes: Mutex::default(),
            values: Mutex::default(),
            state: Mutex::new(state),
        })
    }

    /// Core marks the command as failed once a call was not answered.
    pub(super) fn crashed(&self) -> Failed {
        self.notes.lock().unwrap().is_crashed = true;
        Failed
    }

    pub(super) fn schema(&self, resource: &str) -> &'static ResourceSchema {
        &self.process.schemas.resources[type_of(resource)]
    }

    /// Notes diagnostics.
    ///
    /// # Errors
    /// One of them is an error.
    pub(super) fn say(&self, address: &str, diagnostics: Vec<Diagnostic>) -> Result<(), Failed> {
        let failed = diagnostics.iter().any(|diagnostic| diagnostic.is_error);
        let broken = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.summary == RULE_BROKEN);
        let complaints = broken.map(|diagnostic| Complaint {
            path: diagnostic.path.clone(),
            text: diagnostic.detail.clone(),
        });
        // Nothing is tolerated here; that the operation has failed is said below.
        let _ = self.complain(Rule::Guarded, address, complaints.collect(), false);
        let mut notes = self.notes.lock().unwrap();
        notes.diagnostics.extend(
            diagnostics
                .into_iter()
                .map(|diagnostic| (address.to_owned(), diagnostic)),
        );
        if failed { Err(Failed) } else { Ok(()) }
    }

    /// Notes broken rules.
    ///
    /// # Errors
    /// Core does not tolerate one of them.
    pub(super) fn complain(
        &self,
        rule: Rule,
        address: &str,
        complaints: Vec<Complaint>,
        is_tolerated: bool,
    ) -> Result<(), Failed> {
        let failed = !complaints.is_empty() && !is_tolerated;
        let violation = |Complaint { path, text }| Violation {
            rule,
            address: address.to_owned(),
            path,
            text,
            is_tolerated,
        };
        self.notes
            .lock()
            .unwrap()
            .violations
            .extend(complaints.into_iter().map(violation));
        if failed { Err(Failed) } else { Ok(()) }
    }

    /// A value that core must be able to read.
    pub(super) fn readable(&self, address: &str, value: Result<Value, String>) -> Result<Value, Failed> {
        value.map_err(|text| {
            let complaint = Complaint {
                path: String::new(),
                text,
            };
            let _ = self.complain(Rule::InvalidObject, address, vec![complaint], false);
            Failed
        })
    }

    /// What the configuration says of `instance`, before `ignore_changes`.
    pub(super) fn evaluate(&self, resource: &str, instance: &Instance) -> Result<Value, Failed> {
        let values = self.values.lock().unwrap();
        let scope = Scope {
            objects: &values,
            is_apply: self.is_apply,
        };
        let evaluated = self
            .config
            .evaluate(&self.schema(resource).block, resource, instance, &scope);
        evaluated.map_err(|error| {
            let refusal = Diagnostic {
                is_error: true,
                summary: "Terraform itself refuses the configuration".to_owned(),
                detail: error,
                path: String::new(),
            };
            // It has failed in any case.
            let _ = self.say(&instance.address, vec![refusal]);
            Failed
        })
    }

    /// `UpgradeResourceState`, as every process sees every object that it is to work on.
    pub(super) async fn upgrade(
        &self,
        address: &str,
        resource: &str,
        object: &Object,
    ) -> Result<Object, Failed> {
        let upgraded = self.process.upgrade(type_of(resource), &object.value).await;
        let (value, diagnostics) = upgraded.map_err(|_| self.crashed())?;
        self.say(address, diagnostics)?;
        let value = self.readable(address, value)?;
        if value.is_null() || !value.is_wholly_known() {
            let text = format!("the upgraded state is {value}");
            self.readable(address, Err(text))?;
        }
        Ok(Object {
            value,
            ..object.clone()
        })
    }

    /// Validates and plans what the configuration wants of `instance`, which is `object` now.
    pub(super) async fn draft(
        &self,
        resource: &str,
        instance: &Instance,
        object: Option<&Object>,
    ) -> Result<Draft, Failed> {
        let (type_name, address) = (type_of(resource), instance.address.as_str());
        let schema = &self.schema(resource).block;
        let sound = object.filter(|object| !object.is_tainted);
        let prior = sound.map_or(Value::Null, |object| object.value.clone());
        let written = self.evaluate(resource, instance)?;
        let ignored = self.config.ignore_changes(resource);
        let config = with_ignored(schema, &prior, &written, &ignored);

        let validated = self.process.validate(type_name, &written).await;
        self.say(address, validated.map_err(|_| self.crashed())?)?;

        let proposal = proposed(schema, &prior, &config);
        let private = sound.map(|object| object.private.clone()).unwrap_or_default();
        let identity = sound.and_then(|object| object.identity.clone());
        let planned = self
            .process
            .plan(type_name, [&prior, &proposal, &config], private, identity);
        let mut planned = planned.await.map_err(|_| self.crashed())?;
        self.say(address, std::mem::take(&mut planned.diagnostics))?;
        let mut after = self.readable(address, planned.value)?;
        let complaints = invalid_plan(schema, &prior, &config, &after);
        self.complain(Rule::InvalidPlan, address, complaints, planned.is_legacy)?;
        if planned.is_legacy {
            after = with_ignored(schema, &prior, &after, &ignored);
        }

        let is_forced = self.options.replace.iter().any(|forced| forced == address);
        let is_replaced = sound.is_some()
            && (is_forced
                || planned
                    .requires_replace
                    .iter()
                    .any(|path| differs(&prior, &after, path)));
        let replace = if self.config.creates_before_destroy(resource) {
            Action::CreateThenDelete
        } else {
            Action::DeleteThenCreate
        };
        let mut draft = Draft {
            action: match (object, sound) {
                (None, _) => Action::Create,
                (Some(_), None) => replace,
                _ if is_replaced => replace,
                _ if after == prior => Action::NoOp,
                _ => Action::Update,
            },
            config,
            prior,
            after,
            private: planned.private,
            identity: planned.identity,
        };
        if is_replaced {
            // There is nothing from which an ignored value could be kept.
            draft.config = written;
            let proposal = proposed(schema, &Value::Null, &draft.config);
            let values = [&Value::Null, &proposal, &draft.config];
            let planned = self
                .process
                .plan(type_name, values, std::mem::take(&mut draft.private), None);
            let planned = planned.await.map_err(|_| self.crashed())?;
            self.say(address, planned.diagnostics)?;
            draft.after = self.readable(address, planned.value)?;
            draft.private = planned.private;
            draft.identity = planned.identity;
        }
        Ok(draft)
    }
}

/// Whether what `path` leads to is another in `after` than in `prior`; what is unknown is another.
fn differs(prior: &Value, after: &Value, path: &[String]) -> bool {
    let [prior, after] = [prior, after].map(|root| {
        path.iter().fold(root.clone(), |value, step| {
            if let Some(name) = step.strip_prefix('.') {
                return value.get(name);
            }
            let index = step.trim_matches(['[', ']']);
            match index.parse::<usize>() {
                Ok(index) if value.is_known() => value.elements().get(index).cloned().unwrap_or(Value::Null),
                _ => value.get(index.trim_matches('"')),
            }
        })
    });
    prior != after || !after.is_wholly_known()
}
