//! One case: a resource, an operation and a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ksyun_autoscaling::emulator::service::EmulatorConfig;
use serde_json::{Value as Json, json};

use super::faults::Fault;
use super::picture::{nameless, picture};
use super::subjects::{Operation, Subject};
use crate::account::{INSTANCE, SUBNET, everything};
use crate::cloud::on;
use crate::expected::failure_of;
use crate::terraform::{Config, State};
use crate::world::World;

/// Machines that belong to somebody else.
const FOREIGN_MACHINES: [&str; 2] = [SUBNET, "8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"];
/// Applies after the fault at most.
const CLEAN_APPLIES: u32 = 2;

/// What was observed.
pub(super) struct Observed {
    /// How it went, if it came to that.
    pub(super) way: Option<Way>,
    /// What is wrong.
    pub(super) failure: Option<String>,
}

/// How an operation went whose call met a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The call was repeated, and the apply ended well.
    Repeated,
    /// The call was not repeated, and the apply ended well.
    NotRepeated,
    /// The apply failed, and so many more were needed.
    Failed(u32),
}

/// What the same leads to without a fault.
pub(super) struct Reference {
    calls: usize,
    cloud: Vec<String>,
}

impl Reference {
    pub(super) fn of(subject: &Subject, operation: Operation) -> Self {
        let (mut tf, foreign) = world(subject, "");
        let (before, after) = subject.configs(operation, &json!({}));
        settle(&mut tf, &before);
        let calls = count(&tf, subject.action(operation));
        tf.apply(&after).expect_ok();
        tf.wait(Duration::from_mins(2));
        check_foreign(&tf, &foreign);
        Self {
            calls: count(&tf, subject.action(operation)) - calls,
            cloud: nameless(&picture(&tf)),
        }
    }
}

/// A world in which everything is there once already, and is somebody else's.
fn world(subject: &Subject, dialect: &str) -> (World, Foreign) {
    let mut tf = World::with(EmulatorConfig {
        dialect: dialect.parse().expect("a dialect"),
        ..EmulatorConfig::default()
    });
    settle(
        &mut tf,
        &everything().resource(INSTANCE, Subject::look_alike(INSTANCE, FOREIGN_MACHINES[0])),
    );
    let foreign = Foreign {
        ids: ids(&tf),
        objects: picture(&tf),
        sibling: None,
    };
    tf.state = State::default();
    tf.wait(Duration::from_mins(5));
    with_sibling(tf, foreign, subject)
}

/// What is somebody else's.
struct Foreign {
    /// As a state would have them.
    ids: BTreeSet<String>,
    objects: BTreeMap<String, Json>,
    sibling: Option<String>,
}

/// One that looks like the subject in the same group.
fn with_sibling(mut tf: World, mut foreign: Foreign, subject: &Subject) -> (World, Foreign) {
    if subject.has_siblings() {
        let (needed, _) = subject.configs(Operation::Create, &json!({}));
        let sibling = format!(
            "{}.sibling",
            subject.address.split('.').next().unwrap_or_default()
        );
        let arguments = Subject::look_alike(subject.address, FOREIGN_MACHINES[1]);
        settle(&mut tf, &needed.resource(&sibling, arguments));
        let id = tf.id(&sibling);
        tf.forget(&sibling);
        foreign.ids.insert(id.clone());
        foreign.sibling = Some(id);
        tf.wait(Duration::from_mins(5));
    }
    (tf, foreign)
}

/// What is there before a fault comes.
fn settle(tf: &mut World, config: &Config) {
    // A list that lags may need another look.
    for _ in 0..CLEAN_APPLIES {
        tf.apply(config);
        tf.wait(Duration::from_mins(2));
    }
    let plan = tf.plan(config).outcome;
    assert!(
        plan.is_ok() && plan.is_empty(),
        "the set-up: {:?} {:?}",
        plan.actions,
        plan.errors()
    );
}

fn count(tf: &World, action: &str) -> usize {
    tf.calls().iter().filter(|call| call.action == action).count()
}

fn ids(tf: &World) -> BTreeSet<String> {
    let objects = tf.state.objects();
    objects
        .filter_map(|(_, _, object)| object.value.get("id").as_str().map(str::to_owned))
        .collect()
}

#[track_caller]
fn check_foreign(tf: &World, foreign: &Foreign) {
    let now = picture(tf);
    for (id, object) in &foreign.objects {
        assert_eq!(now.get(id), Some(object), "something foreign was touched");
    }
    let taken: Vec<_> = ids(tf).intersection(&foreign.ids).cloned().collect();
    assert!(taken.is_empty(), "the state has what is foreign: {taken:?}");
    if let Some(sibling) = &foreign.sibling {
        let (item, _) = sibling.split_once(':').expect("the id of a member");
        let there = tf
            .objects("groups")
            .iter()
            .any(|group| group.to_string().contains(item));
        assert!(there, "the foreign {sibling} is gone");
    }
}

/// Lets `fault` happen to `operation`, and judges what comes of it.
pub(super) fn run(subject: &Subject, operation: Operation, fault: &Fault, reference: &Reference) -> Observed {
    let mut way = None;
    let failure = failure_of(|| {
        let (mut tf, foreign) = world(subject, fault.dialect());
        let (before, after) = subject.configs(operation, &fault.arguments());
        settle(&mut tf, &before);
        let action = subject.action(operation);
        let calls = count(&tf, action);
        let act = fault.act();
        let must_hit = act.is_some();
        if let Some(act) = act {
            // With it, a group looks for its attached instances.
            tf.fault(on(action).without("CreationType").first(1), act);
        }
        let first = tf.apply(&after);
        let hit = tf.calls().iter().any(|call| call.act.is_some());
        assert!(hit || !must_hit, "the fault has hit nothing");
        first.expect_no_violations();
        let known = tf.value(subject.address, "id");
        let calls = count(&tf, action) - calls;
        tf.clear_faults();
        tf.wait(Duration::from_mins(2));
        if first.is_ok() {
            tf.plan(&after).outcome.expect_no_changes();
        }
        let applies = clean_applies(&mut tf, &after);
        if operation != Operation::Delete && !known.is_null() {
            assert_eq!(tf.value(subject.address, "id"), known, "it was made anew");
        }
        way = Some(if !first.is_ok() {
            Way::Failed(applies)
        } else if calls > reference.calls {
            Way::Repeated
        } else {
            Way::NotRepeated
        });
        tf.plan(&after).outcome.expect_no_changes();
        check_foreign(&tf, &foreign);
        assert_eq!(
            nameless(&picture(&tf)),
            reference.cloud,
            "the cloud is not what it is without the fault"
        );
    });
    Observed { way, failure }
}

/// Applies until it ends well, and says how often that was.
#[track_caller]
fn clean_applies(tf: &mut World, config: &Config) -> u32 {
    for number in 1..=CLEAN_APPLIES {
        let applied = tf.apply(config);
        tf.wait(Duration::from_mins(2));
        applied.expect_no_violations();
        if applied.is_ok() {
            return number;
        }
        assert!(
            number < CLEAN_APPLIES,
            "it does not end well:\n{}",
            applied.errors().join("\n")
        );
    }
    CLEAN_APPLIES
}
