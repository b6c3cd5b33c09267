//! A world of its own for each case: a cloud, a clock that stands still unless somebody waits, and a Terraform with its
//! state.

use std::sync::Arc;
use std::time::Duration;

use ksyun_autoscaling::emulator::error::ApiError;
use ksyun_autoscaling::emulator::service::EmulatorConfig;
use serde_json::{Map, Value as Json, json};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::cloud::{Act, Call, Cloud, On, Wire};
use crate::terraform::{self, Config, Host, Options, Outcome, Plan, State, Value};

/// The region of everything, unless a test says otherwise.
const REGION: &str = "cn-beijing-6";

/// See the module.
pub(crate) struct World {
    runtime: Runtime,
    cloud: Arc<Cloud>,
    pub(crate) state: State,
    pub(crate) region: String,
    /// Whether this Terraform knows identities: since 1.12.
    pub(crate) knows_identities: bool,
}

impl World {
    /// An empty cloud and an empty state.
    pub(crate) fn new() -> Self {
        Self::with(EmulatorConfig::default())
    }

    /// A world whose emulator behaves as `emulator` says.
    pub(crate) fn with(emulator: EmulatorConfig) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        let cloud = {
            let _inside = runtime.enter();
            Arc::new(Cloud::new(emulator))
        };
        Self {
            runtime,
            cloud,
            state: State::default(),
            region: REGION.to_owned(),
            knows_identities: true,
        }
    }

    /// `terraform apply`.
    pub(crate) fn apply(&mut self, config: &Config) -> Outcome {
        self.apply_with(config, &Options::default())
    }

    /// `terraform apply` with options.
    pub(crate) fn apply_with(&mut self, config: &Config, options: &Options) -> Outcome {
        let plan = self.plan_with(config, options);
        self.carry_out(&plan, config, options)
    }

    /// `terraform plan`.
    pub(crate) fn plan(&self, config: &Config) -> Plan {
        self.plan_with(config, &Options::default())
    }

    /// `terraform plan` with options.
    pub(crate) fn plan_with(&self, config: &Config, options: &Options) -> Plan {
        self.runtime
            .block_on(terraform::plan(self.host(), &self.state, config, options, false))
    }

    /// `terraform destroy`.
    pub(crate) fn destroy(&mut self, config: &Config) -> Outcome {
        let options = Options::default();
        let plan = self
            .runtime
            .block_on(terraform::plan(self.host(), &self.state, config, &options, true));
        self.carry_out(&plan, config, &options)
    }

    /// `terraform apply PLAN`.
    pub(crate) fn carry_out(&mut self, plan: &Plan, config: &Config, options: &Options) -> Outcome {
        if !plan.outcome.is_ok() {
            return plan.outcome.clone();
        }
        let (outcome, state) = self
            .runtime
            .block_on(terraform::apply(self.host(), plan, config, options));
        self.state = state;
        outcome
    }

    /// What the provider says of an action when it is planned. Core has not had it validated: its arguments come from
    /// variables.
    pub(crate) fn plan_action(&self, action_type: &str, arguments: &Json) -> Outcome {
        self.runtime
            .block_on(terraform::act(self.host(), action_type, arguments, true))
    }

    /// An action that is invoked, with arguments that were not known before.
    pub(crate) fn invoke(&self, action_type: &str, arguments: &Json) -> Outcome {
        self.runtime
            .block_on(terraform::act(self.host(), action_type, arguments, false))
    }

    /// `terraform import ADDRESS ID`.
    pub(crate) fn import(&mut self, config: &Config, address: &str, id: &str) -> Outcome {
        let imported = terraform::import(self.host(), &self.state, config, (address, id));
        let (outcome, state) = self.runtime.block_on(imported);
        self.state = state;
        outcome
    }

    /// `terraform state rm ADDRESS`.
    pub(crate) fn forget(&mut self, address: &str) {
        self.state.0.remove(address);
    }

    /// What the state has of `attribute` of `address`; null if it has no such object.
    pub(crate) fn value(&self, address: &str, attribute: &str) -> Value {
        let object = self.state.object(address);
        object.map_or(Value::Null, |object| object.value.get(attribute))
    }

    /// The id of `address` in the state.
    #[track_caller]
    pub(crate) fn id(&self, address: &str) -> String {
        let id = self.value(address, "id");
        id.as_str()
            .unwrap_or_else(|| panic!("{address} has no id"))
            .to_owned()
    }

    /// Lets `act` happen to the calls that `on` names.
    pub(crate) fn fault(&self, on: On, act: Act) {
        self.cloud.fault(on, act);
    }

    /// From now on nothing goes wrong.
    pub(crate) fn clear_faults(&self) {
        self.cloud.clear_faults();
    }

    /// Lets the next activities of any group fail.
    pub(crate) fn fail_activities(&self, number: u64) {
        let faults = json!({"activities": [{"group": "*", "next": number, "error_code": 501}]});
        self.cloud
            .emulator()
            .faults()
            .set(serde_json::from_value(faults).expect("a fault set"));
    }

    /// A call by a person in the console, which must succeed.
    #[track_caller]
    pub(crate) fn console(&self, action: &str, parameters: &[(&str, &str)]) -> Map<String, Json> {
        let answer = self.try_console(action, parameters);
        answer.unwrap_or_else(|error| panic!("{action} {parameters:?}: {error:?}"))
    }

    /// A call by a person in the console.
    ///
    /// # Errors
    /// The API's refusal.
    pub(crate) fn try_console(
        &self,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Map<String, Json>, ApiError> {
        let _inside = self.runtime.enter();
        self.cloud.call(&self.region, action, parameters)
    }

    /// A measurement of a group, which its policies look at; none if there is no such group any more.
    pub(crate) fn measure(&self, group: &str, dimension: &str, value: f64) {
        let _inside = self.runtime.enter();
        let _ = self.cloud.emulator().push_metric(group, dimension, value);
    }

    /// What the emulator's clock shows after so much time, as the API writes it.
    pub(crate) fn time_in(&self, time: Duration) -> String {
        let _inside = self.runtime.enter();
        (self.cloud.emulator().clock().now() + time).to_string()
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    /// The groups or configurations that there are (`groups`, `configurations`), as the emulator keeps them.
    pub(crate) fn objects(&self, kind: &str) -> Vec<Json> {
        let _inside = self.runtime.enter();
        let snapshot = self.cloud.emulator().snapshot();
        let objects = snapshot["regions"][&self.region][kind].as_object().cloned();
        objects
            .unwrap_or_default()
            .into_iter()
            .map(|(_, object)| object)
            .collect()
    }

    /// All calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.cloud.calls()
    }

    /// The calls so far that can change something, by their actions.
    pub(crate) fn writes(&self) -> Vec<String> {
        let writes = self.calls().into_iter().filter(Call::is_write);
        writes.map(|call| call.action).collect()
    }

    /// Where the next process of the provider runs.
    fn host(&self) -> Host {
        let (death, is_dead) = watch::channel(false);
        Host {
            transport: Arc::new(Wire {
                cloud: Arc::clone(&self.cloud),
                death,
            }),
            death: is_dead,
            region: self.region.clone(),
            knows_identities: self.knows_identities,
        }
    }
}
