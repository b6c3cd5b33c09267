//! The whole life of every resource, in every way in which the API may speak and behave: made, read, changed in each of
//! its attributes, imported, destroyed. After each step a plan is empty.

mod updates;

use ksyun_autoscaling::emulator::dialect::Dialect;
use ksyun_autoscaling::emulator::service::EmulatorConfig;
use serde_json::{Value as Json, json};

use crate::account::{CONFIGURATION, GROUP, INSTANCE, NOTIFICATION, POLICY, TASK, arguments, base};
use crate::expected::cases;
use crate::terraform::{Action, Config};
use crate::world::World;
use updates::updates;

/// What no answer shows, so that it cannot be imported.
const UNREADABLE: [&str; 2] = ["password", "system_disk_resize_type"];

/// Every dialect by its name: the default, each switch alone, and the sets that can hold together.
pub(crate) fn dialects() -> Vec<(String, Dialect)> {
    let alone = Dialect::all_switches()
        .into_iter()
        .map(|dialect| (dialect.to_string(), dialect));
    let default = ("default".to_owned(), Dialect::default());
    let all = [default].into_iter().chain(alone);
    all.chain(Dialect::compatible_sets()).collect()
}

/// Judges the life of `address` in every dialect.
#[track_caller]
fn judge(kind: &str, address: &'static str) {
    let all = dialects()
        .into_iter()
        .map(|(name, dialect)| (name, move || life(address, dialect)));
    cases(kind, all);
}

fn life(address: &str, dialect: Dialect) {
    let is_silent = |name: &String| ["answers=sample", "answers=table"].contains(&name.as_str());
    let hides_settings = dialect.names().iter().any(is_silent);
    let mut tf = World::with(EmulatorConfig {
        dialect,
        ..EmulatorConfig::default()
    });
    let mut arguments = arguments(address);
    let mut config = base().resource(address, arguments.clone());
    step(&mut tf, &config, address, Action::Create, "create");
    for update in updates(address) {
        let told = update.to_string();
        merge(&mut arguments, update);
        config = base().resource(address, arguments.clone());
        step(&mut tf, &config, address, Action::Update, &told);
    }
    for secret in UNREADABLE {
        merge(&mut arguments, json!({ secret: null }));
    }
    config = base().resource(address, arguments);
    let id = tf.id(address);
    tf.forget(address);
    let imported = tf.import(&config, address, &id);
    assert!(imported.is_ok(), "import: {:#?}", imported.errors());
    if hides_settings && tf.plan(&config).outcome.action(address) == Action::Update {
        // What no answer shows an import can't learn, so it is sent once more.
        step(&mut tf, &config, address, Action::Update, "import");
    } else {
        expect_nothing(&tf, &config, "import");
    }
    let destroyed = tf.destroy(&config);
    assert!(destroyed.is_ok(), "destroy: {:#?}", destroyed.errors());
    assert_eq!(
        (tf.objects("groups"), tf.objects("configurations")),
        (vec![], vec![])
    );
}

/// One apply, which must do `action` to `address`, and a plan that must be empty.
#[track_caller]
fn step(tf: &mut World, config: &Config, address: &str, action: Action, told: &str) {
    let outcome = tf.apply(config);
    assert!(
        outcome.is_ok() && outcome.action(address) == action,
        "{told}: {:?} {:#?}",
        outcome.actions,
        outcome.errors()
    );
    expect_nothing(tf, config, told);
}

#[track_caller]
fn expect_nothing(tf: &World, config: &Config, told: &str) {
    let plan = tf.plan(config).outcome;
    assert!(
        plan.is_ok() && plan.is_empty(),
        "the plan after {told}: {:?} {:#?}",
        plan.actions,
        plan.errors()
    );
}

fn merge(arguments: &mut Json, update: Json) {
    let (Json::Object(all), Json::Object(update)) = (arguments, update) else {
        panic!("arguments are objects");
    };
    all.extend(update);
    all.retain(|_, value| !value.is_null());
}

#[test]
fn a_configuration_lives_in_every_dialect() {
    judge("dialect-configuration", CONFIGURATION);
}

#[test]
fn a_group_lives_in_every_dialect() {
    judge("dialect-group", GROUP);
}

#[test]
fn a_policy_lives_in_every_dialect() {
    judge("dialect-policy", POLICY);
}

#[test]
fn a_task_lives_in_every_dialect() {
    judge("dialect-task", TASK);
}

#[test]
fn a_notification_lives_in_every_dialect() {
    judge("dialect-notification", NOTIFICATION);
}

#[test]
fn an_instance_lives_in_every_dialect() {
    judge("dialect-instance", INSTANCE);
}
