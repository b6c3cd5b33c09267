//! Scenarios: the steps of a test, each of which is one run of Terraform.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::cli::{CLI, Feature};
use super::config::Config;
use super::emulator::{CallCounts, Emulator};
use super::expect::Step;
use super::meanwhile::Meanwhile;
use super::provider::{self, Provider, Serving};
use super::workspace::Workspace;
use super::world::World;

/// What Terraform is asked to do in a [`World`], step by step.
pub(crate) struct Scenario {
    pub(super) world: World,
}

impl Scenario {
    /// An emulator, and a provider that Terraform attaches to.
    #[track_caller]
    pub(crate) fn start() -> Self {
        Self::with(Serving::Reattached, &[])
    }

    /// As [`Self::start`], for what needs `feature`: `None`, and a line that says so, if the command under test does not have
    /// it.
    #[track_caller]
    pub(crate) fn since(feature: Feature) -> Option<Self> {
        Self::since_with(feature, Serving::Reattached, &[])
    }

    /// As [`Self::since`], with the provider and the emulator of [`Self::with`].
    #[track_caller]
    pub(crate) fn since_with(feature: Feature, serving: Serving, emulator_options: &[&str]) -> Option<Self> {
        if !CLI.has(feature) {
            eprintln!("skipped: {} has no {feature}", *CLI);
            return None;
        }
        Some(Self::with(serving, emulator_options))
    }

    /// As [`Self::start`], for how it is without `feature`: `None`, and a line that says so, if the command under test has it.
    #[track_caller]
    pub(crate) fn before(feature: Feature) -> Option<Self> {
        if CLI.has(feature) {
            eprintln!("skipped: {} has {feature}", *CLI);
            return None;
        }
        Some(Self::start())
    }

    /// A provider reached in the given way, and an emulator with more options on its command line.
    #[track_caller]
    pub(crate) fn with(serving: Serving, emulator_options: &[&str]) -> Self {
        let mut workspace = Workspace::new();
        // Activities take a moment, so that waiting for them is exercised, but no more than that.
        let mut options = emulator_options.to_vec();
        if !options.contains(&"--activity-seconds") {
            options.extend(["--activity-seconds", "0.05"]);
        }
        let emulator = Emulator::start(workspace.folder(), &options);
        let provider = Provider::start(serving, workspace.folder(), emulator.environment());
        workspace.set_environment(emulator.environment());
        workspace.set_environment(&provider.environment);
        workspace.set_cli_config(&provider.cli_config);
        Self::of(Some(provider), Some(emulator), workspace)
    }

    /// An emulator alone.
    #[track_caller]
    pub(crate) fn without_terraform(emulator_options: &[&str]) -> Self {
        let workspace = Workspace::new();
        let emulator = Emulator::start(workspace.folder(), emulator_options);
        Self::of(None, Some(emulator), workspace)
    }

    /// Terraform alone, for configurations that need only what is built into it.
    pub(crate) fn without_provider() -> Self {
        let workspace = Workspace::new();
        workspace.set_cli_config("");
        Self::of(None, None, workspace)
    }

    fn of(provider: Option<Provider>, emulator: Option<Emulator>, workspace: Workspace) -> Self {
        let config = Config::default();
        Self {
            world: World {
                provider,
                emulator,
                workspace,
                config,
            },
        }
    }

    /// `terraform init`, which only [`Serving::Mirror`] needs.
    #[track_caller]
    pub(crate) fn init(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["init", "-no-color"]).succeeds()
    }

    /// Plans and applies; the run must succeed.
    #[track_caller]
    pub(crate) fn apply(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["apply", "-json", "-auto-approve"]).succeeds()
    }

    /// Plans and applies; the run must fail.
    #[track_caller]
    pub(crate) fn apply_fails(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["apply", "-json", "-auto-approve"]).fails()
    }

    /// Plans and applies while `meanwhile` runs beside Terraform; says nothing of how the run ends.
    #[track_caller]
    pub(crate) fn apply_while(
        &mut self,
        config: impl Into<Config>,
        meanwhile: impl FnOnce(&Meanwhile<'_>) + Send,
    ) -> Step<'_> {
        self.configure(config);
        self.step_while(&["apply", "-json", "-auto-approve"], meanwhile)
    }

    /// Destroys everything while `meanwhile` runs beside Terraform; says nothing of how the run ends.
    #[track_caller]
    pub(crate) fn destroy_while(&mut self, meanwhile: impl FnOnce(&Meanwhile<'_>) + Send) -> Step<'_> {
        self.step_while(&["destroy", "-json", "-auto-approve"], meanwhile)
    }

    /// Plans and applies what the state says, without a look at the API; the run must fail.
    #[track_caller]
    pub(crate) fn apply_without_refresh_fails(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["apply", "-json", "-auto-approve", "-refresh=false"])
            .fails()
    }

    /// Plans only; the run must succeed.
    #[track_caller]
    pub(crate) fn plan(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["plan", "-json", "-out=plan"]).succeeds()
    }

    /// Plans only, from the state as it is; the run must succeed.
    #[track_caller]
    pub(crate) fn plan_without_refresh(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["plan", "-json", "-refresh=false", "-out=plan"])
            .succeeds()
    }

    /// Applies the present configuration, with a new object at `address`; the run must fail.
    #[track_caller]
    pub(crate) fn replace_fails(&mut self, address: &str) -> Step<'_> {
        self.step(&["apply", "-json", "-auto-approve", &format!("-replace={address}")])
            .fails()
    }

    /// Plans only; the run must fail.
    #[track_caller]
    pub(crate) fn plan_fails(&mut self, config: impl Into<Config>) -> Step<'_> {
        self.configure(config);
        self.step(&["plan", "-json"]).fails()
    }

    /// Invokes the action at `address` of the present configuration; the run must succeed.
    #[track_caller]
    pub(crate) fn invoke(&mut self, address: &str) -> Step<'_> {
        self.step(&invocation(&format!("-invoke={address}"))).succeeds()
    }

    /// Invokes the action at `address` of the present configuration; the run must fail.
    #[track_caller]
    pub(crate) fn invoke_fails(&mut self, address: &str) -> Step<'_> {
        self.step(&invocation(&format!("-invoke={address}"))).fails()
    }

    /// Invokes the action at `address` while something else happens. Its end is not judged.
    #[track_caller]
    pub(crate) fn invoke_while(
        &mut self,
        address: &str,
        meanwhile: impl FnOnce(&Meanwhile<'_>) + Send,
    ) -> Step<'_> {
        self.step_while(&invocation(&format!("-invoke={address}")), meanwhile)
    }

    /// Takes changes made outside of Terraform into the state, without acting on them.
    #[track_caller]
    pub(crate) fn refresh(&mut self) -> Step<'_> {
        self.step(&["apply", "-json", "-auto-approve", "-refresh-only"])
            .succeeds()
    }

    /// Imports the object `id` as `address`, which `config` describes.
    #[track_caller]
    pub(crate) fn import(&mut self, config: impl Into<Config>, address: &str, id: &str) -> Step<'_> {
        self.configure(config);
        self.step(&["import", "-no-color", address, id]).succeeds()
    }

    /// Lists objects with `terraform query`; the run must succeed.
    #[track_caller]
    pub(crate) fn query(&mut self, query: impl Into<Config>) -> Step<'_> {
        self.configure(query);
        self.step(&["query", "-json"]).succeeds()
    }

    /// Lists objects with `terraform query`; the run must fail.
    #[track_caller]
    pub(crate) fn query_fails(&mut self, query: impl Into<Config>) -> Step<'_> {
        self.configure(query);
        self.step(&["query", "-json"]).fails()
    }

    /// Lets `terraform query` write a configuration for the objects that it finds: see [`Step::generated`].
    #[track_caller]
    pub(crate) fn generate_from_query(&mut self, query: impl Into<Config>) -> Step<'_> {
        self.configure(query);
        self.generate("query")
    }

    /// Lets `terraform plan` write a configuration for the objects that `imports` names: see [`Step::generated`].
    #[track_caller]
    pub(crate) fn generate_from_imports(&mut self, imports: impl Into<Config>) -> Step<'_> {
        self.configure(imports);
        self.generate("plan")
    }

    #[track_caller]
    fn generate(&mut self, command: &str) -> Step<'_> {
        let file = self.world.workspace.generated();
        // Terraform refuses to write over a file.
        let _ = fs::remove_file(&file);
        let option = format!("-generate-config-out={}", file.display());
        self.step(&[command, "-no-color", &option]).succeeds()
    }

    /// Imports the object `id` as `address`; that must fail. [`Step::says`] tells why.
    #[track_caller]
    pub(crate) fn import_fails(&mut self, config: impl Into<Config>, address: &str, id: &str) -> Step<'_> {
        self.configure(config);
        self.step(&["import", "-no-color", address, id]).fails()
    }

    /// Takes the object at `address` out of the state; it lives on at the API.
    #[track_caller]
    pub(crate) fn forget(&mut self, address: &str) {
        self.step(&["state", "rm", address]).succeeds();
    }

    /// Says in the state that all that the provider at `from` manages is managed by the one at `to`.
    #[track_caller]
    pub(crate) fn replace_provider(&mut self, from: &str, to: &str) {
        self.step(&["state", "replace-provider", "-auto-approve", from, to])
            .succeeds();
    }

    /// Plans to destroy everything; the run must succeed.
    #[track_caller]
    pub(crate) fn plan_destroy(&mut self) -> Step<'_> {
        self.step(&["plan", "-json", "-destroy", "-out=plan"]).succeeds()
    }

    /// Marks the object at `address` as one to be replaced.
    #[track_caller]
    pub(crate) fn taint(&mut self, address: &str) {
        self.step(&["taint", address]).succeeds();
    }

    /// Takes back that a failed creation has marked the object at `address` for replacement.
    #[track_caller]
    pub(crate) fn untaint(&mut self, address: &str) {
        self.step(&["untaint", address]).succeeds();
    }

    /// Takes all objects out of the state; they live on at the API.
    pub(crate) fn forget_all(&self) {
        fs::remove_file(self.world.workspace.module().join("terraform.tfstate")).expect("there is a state");
    }

    /// Destroys everything; the run must succeed.
    #[track_caller]
    pub(crate) fn destroy(&mut self) -> Step<'_> {
        self.step(&["destroy", "-json", "-auto-approve"]).succeeds()
    }

    /// Destroys everything; the run must fail.
    #[track_caller]
    pub(crate) fn destroy_fails(&mut self) -> Step<'_> {
        self.step(&["destroy", "-json", "-auto-approve"]).fails()
    }

    /// Destroys everything as the state has it, without looking at the API first; the run must succeed.
    #[track_caller]
    pub(crate) fn destroy_without_looking(&mut self) -> Step<'_> {
        self.step(&["destroy", "-json", "-auto-approve", "-refresh=false"])
            .succeeds()
    }

    /// Runs a script in the module's folder, which must succeed; see [`Workspace::bash`].
    #[track_caller]
    pub(crate) fn bash(&mut self, script: &str) -> Step<'_> {
        let run = self.world.workspace.bash(script);
        Step::new(&self.world, run, CallCounts::new()).succeeds()
    }

    /// The folder of everything that belongs to the scenario; `module` in it is where Terraform runs.
    pub(crate) fn folder(&self) -> &Path {
        self.world.workspace.folder()
    }

    /// Sets environment variables for Terraform from here on; a provider that Terraform launches sees them too.
    pub(crate) fn set_variables(&mut self, variables: &[(&str, &str)]) {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.world
            .workspace
            .set_environment(&variables.collect::<BTreeMap<_, _>>());
    }

    /// Takes environment variables away; see [`Self::set_variables`].
    pub(crate) fn unset_variables(&mut self, names: &[&str]) {
        self.world.workspace.unset_environment(names);
    }

    /// Lets the provider stand in for the one at `address`, which Terraform must be able to load as long as the state
    /// names it.
    pub(crate) fn stand_in_for(&mut self, address: &str) {
        let provider = self.world.provider.as_ref().expect("a scenario with a provider");
        self.world
            .workspace
            .set_environment(&provider.environment_as(address));
    }

    /// Lets Terraform launch the provider that `required_providers` calls `source` from `binary`.
    pub(crate) fn override_provider(&mut self, source: &str, binary: &Path) {
        let provider = self.world.provider.as_ref().expect("a scenario with a provider");
        let folder = self.world.workspace.folder();
        let text = provider.cli_config_with(source, binary, folder);
        self.world.workspace.set_cli_config(&text);
    }

    /// The API's other side.
    pub(crate) fn emulator(&self) -> &Emulator {
        self.world.emulator()
    }

    /// Replaces the configuration, for a step that has none of its own.
    pub(crate) fn configure(&mut self, config: impl Into<Config>) {
        self.world.config = config.into();
        self.world.workspace.set_config(&self.world.config);
    }

    fn step(&mut self, arguments: &[&str]) -> Step<'_> {
        let (run, calls) = self.world.observe(arguments);
        Step::new(&self.world, run, calls)
    }

    fn step_while(&mut self, arguments: &[&str], meanwhile: impl FnOnce(&Meanwhile<'_>) + Send) -> Step<'_> {
        let emulator = self.emulator();
        emulator.forget_calls();
        let log = provider::log(self.world.workspace.folder());
        let run = self.world.workspace.terraform_while(arguments, |terraform| {
            meanwhile(&Meanwhile {
                emulator,
                terraform,
                log,
            });
        });
        let calls = emulator.calls();
        Step::new(&self.world, run, calls)
    }
}

/// The arguments that invoke an action.
fn invocation(which: &str) -> [&str; 4] {
    ["apply", "-json", "-auto-approve", which]
}
