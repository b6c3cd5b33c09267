//! A history as it is lived: a world, and a configuration that becomes another.

use std::time::Duration;

use ksyun_autoscaling::emulator::dialect::Dialect;
use ksyun_autoscaling::emulator::service::EmulatorConfig;
use serde_json::{Value as Json, json};

use super::step::Step;
use crate::account::{CONFIGURATION, GROUP, MACHINE, POLICY, TASK, arguments, with};
use crate::cloud::on;
use crate::terraform::{Config, Options, Outcome, Value, Violation};
use crate::world::World;

/// How much time there is between two commands. Times of creation have a resolution of one second: of two objects that are
/// alike in all else and were asked for within the same second, nothing tells which one a lost answer meant.
const BETWEEN_COMMANDS: Duration = Duration::from_secs(1);
/// A policy looks at a period when it is over, and acts on several in a row.
const PERIOD: Duration = Duration::from_mins(1);

/// A world, and the configuration that it is to have.
pub(super) struct Story {
    pub(super) tf: World,
    pub(super) config: Config,
    /// Broken rules of core's, whenever they were broken.
    pub(super) violations: Vec<Violation>,
}

impl Story {
    pub(super) fn new(dialect: &Dialect) -> Self {
        let mut tf = World::with(EmulatorConfig {
            dialect: dialect.clone(),
            ..EmulatorConfig::default()
        });
        // Without this, a configuration that is replaced can't be destroyed as long as a group uses it.
        let config = with(
            CONFIGURATION,
            json!({"lifecycle": {"create_before_destroy": true}}),
        );
        tf.apply(&config).expect_ok();
        Self {
            tf,
            config,
            violations: Vec::new(),
        }
    }

    /// Lets `step` happen.
    pub(super) fn go(&mut self, step: &Step) {
        match step {
            Step::Set(address, name, value) => {
                let Some(mut all) = self.config.arguments(address) else {
                    return;
                };
                if value.is_null() {
                    all.remove(*name);
                } else {
                    all.insert((*name).to_owned(), value.clone());
                }
                self.config = self.config.clone().resource(address, Json::Object(all));
            }
            Step::Add(address) => {
                if self.config.arguments(address).is_none() {
                    self.config = self
                        .config
                        .clone()
                        .without_moves()
                        .resource(address, arguments(address));
                }
            }
            Step::Remove(address) => self.config = self.config.clone().without(address),
            Step::Rename => {
                const RENAMED: &str = "ksyun_scaling_policy.renamed";
                let (from, to) = if self.config.arguments(POLICY).is_some() {
                    (POLICY, RENAMED)
                } else {
                    (RENAMED, POLICY)
                };
                let Some(all) = self.config.arguments(from) else {
                    return;
                };
                let config = self.config.clone().without(from).resource(to, Json::Object(all));
                self.config = config.without_moves().moved(from, to);
            }
            Step::Replace(address) => {
                let options = Options {
                    replace: vec![(*address).to_owned()],
                    ..Options::default()
                };
                return drop(self.apply(&options));
            }
            Step::Destroy => {
                self.tf.wait(BETWEEN_COMMANDS);
                let destroyed = self.tf.destroy(&self.config);
                return self.violations.extend(destroyed.violations);
            }
            Step::Outside(address, action, parameters) => return self.outside(address, action, parameters),
            Step::TaskFires => return self.let_task_fire(),
            Step::PolicyActs => return self.let_policy_act(),
            Step::GroupGoes => return self.let_group_go(),
            Step::Wait(seconds) => return self.tf.wait(Duration::from_secs(*seconds)),
            Step::Fault(action, number, fault) => return self.tf.fault(on(action).nth(*number), fault.act()),
        }
        drop(self.apply(&Options::default()));
    }

    /// Applies, and remembers broken rules.
    pub(super) fn apply(&mut self, options: &Options) -> Outcome {
        self.tf.wait(BETWEEN_COMMANDS);
        let applied = self.tf.apply_with(&self.config, options);
        self.violations.extend(applied.violations.iter().cloned());
        applied
    }

    /// The id of the object of `address`, or of its first if it is counted.
    fn id(&self, address: &str) -> Option<String> {
        let id = |address: &str| self.tf.value(address, "id").as_str().map(str::to_owned);
        id(address).or_else(|| id(&format!("{address}[0]")))
    }

    /// A call for the object of `address`, whether it succeeds or not: what is gone already can't be changed, and nobody minds.
    fn outside(&self, address: &str, action: &str, parameters: &[(&str, &str)]) {
        let Some(id) = self.id(address) else {
            return;
        };
        let (item, group) = id.split_once(':').unwrap_or(("", &id));
        let mut all = vec![("ScalingGroupId", group)];
        match address {
            POLICY => all.push(("ScalingPolicyId", item)),
            TASK => all.push(("ScalingScheduledTaskId", item)),
            _ => {}
        }
        all.extend_from_slice(parameters);
        let _ = self.tf.try_console(action, &all);
    }

    /// The clock passes over a time of the task, which is afterwards what it was.
    fn let_task_fire(&self) {
        let modify = |start: &str| self.outside(TASK, "ModifyScheduledTask", &[("StartTime", start)]);
        let planned = arguments(TASK)["start_time"].clone();
        modify(&self.tf.time_in(Duration::from_mins(5)));
        self.tf.wait(Duration::from_mins(10));
        modify(planned.as_str().unwrap_or_default());
    }

    fn let_policy_act(&self) {
        let Some(id) = self.id(POLICY) else {
            return;
        };
        for _ in 0..5 {
            if let Some((_, group)) = id.split_once(':') {
                self.tf.measure(group, "cpu_usage", 95.0);
            }
            self.tf.wait(PERIOD);
        }
    }

    fn let_group_go(&self) {
        self.outside(GROUP, "DisableScalingGroup", &[]);
        self.outside(GROUP, "DetachInstance", &[("ScalingInstanceId.1", MACHINE)]);
        self.tf.wait(Duration::from_mins(1));
        self.outside(
            GROUP,
            "ModifyScalingGroup",
            &[("MinSize", "0"), ("DesiredCapacity", "0")],
        );
        self.tf.wait(Duration::from_mins(1));
        self.outside(GROUP, "DeleteScalingGroup", &[]);
    }
}

/// The id of an object in the state.
pub(super) fn id_of(object: &Value) -> Option<String> {
    object.get("id").as_str().map(str::to_owned)
}
