//! An account that is measured: Terraform, a provider and an emulator at a distance.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::support::{PROVIDER, Scenario, Serving};

/// Whose provider is measured.
pub(super) enum Whose {
    Ours,
    /// The official one, whose binary `BENCH_OFFICIAL` names.
    Official(PathBuf),
}

impl Whose {
    pub(super) fn present() -> Vec<Self> {
        let official = env::var_os("BENCH_OFFICIAL").map(|path| Self::Official(path.into()));
        [Self::Ours].into_iter().chain(official).collect()
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Ours => "this provider",
            Self::Official(_) => "official provider",
        }
    }

    pub(super) fn binary(&self) -> &Path {
        match self {
            Self::Ours => &PROVIDER,
            Self::Official(path) => path,
        }
    }
}

/// See the module.
pub(super) struct Account {
    scenario: Scenario,
    header: String,
}

impl Account {
    /// With a provider that Terraform attaches to: the quickest way to count calls.
    pub(super) fn attached() -> Self {
        Self {
            scenario: Scenario::start(),
            header: String::new(),
        }
    }

    /// With a provider that Terraform launches, as a user's does.
    pub(super) fn launched(whose: &Whose) -> Self {
        let mut scenario = Scenario::with(Serving::DevOverride, &[]);
        scenario.set_variables(&[("TF_LOG_PROVIDER", "OFF"), ("KSYUN_AUTOSCALING_STRICT", "")]);
        let header = match whose {
            Whose::Ours => String::new(),
            Whose::Official(binary) => {
                scenario.override_provider("kingsoftcloud/ksyun", binary);
                let host = scenario.emulator().url().trim_start_matches("http://").to_owned();
                format!(
                    "terraform {{\n  required_providers {{\n    ksyun = {{ source = \"kingsoftcloud/ksyun\" }}\n  }}\n}}\n\
                     provider \"ksyun\" {{\n  domain = {host:?}\n  ignore_service = true\n}}\n"
                )
            }
        };
        Self { scenario, header }
    }

    /// Creates what `config` says; gives the seconds that it took.
    pub(super) fn apply(&mut self, config: &str) -> f64 {
        self.scenario
            .configure(format!("{}{config}", self.header).as_str());
        self.timed("terraform apply -no-color -auto-approve -parallelism=50 > output.txt")
    }

    /// Plans what was applied, which changes nothing.
    pub(super) fn plan(&mut self, parallelism: u32) -> f64 {
        let plan = "terraform plan -no-color -detailed-exitcode";
        self.timed(&format!("{plan} -parallelism={parallelism} > output.txt"))
    }

    /// Plans another configuration.
    pub(super) fn plan_of(&mut self, config: &str) -> f64 {
        self.scenario
            .configure(format!("{}{config}", self.header).as_str());
        self.timed("terraform plan -no-color > output.txt")
    }

    pub(super) fn destroy(&mut self) -> f64 {
        self.timed("terraform destroy -no-color -auto-approve -parallelism=10 > output.txt")
    }

    fn timed(&mut self, script: &str) -> f64 {
        self.scenario.emulator().forget_calls();
        let start = Instant::now();
        self.scenario.bash(script);
        start.elapsed().as_secs_f64()
    }

    /// How far away the API is from now on, in milliseconds.
    pub(super) fn set_latency(&self, ms: u64) {
        let faults = json!({"api": [{"action": "*", "fault": {"kind": "latency", "ms": ms}}]});
        self.scenario.emulator().fault(&faults);
    }

    /// Refuses calls of each action that come faster than `rate` says.
    pub(super) fn limit(&self, rate: &Value) {
        let faults = json!({"api": [{"action": "*", "limit": rate, "fault": {"kind": "throttle"}}]});
        self.scenario.emulator().fault(&faults);
    }

    /// Makes so many groups past Terraform.
    pub(super) fn fill_with_groups(&self, count: usize) {
        let emulator = self.scenario.emulator();
        let configuration = emulator.api(
            "CreateScalingConfiguration",
            &[
                ("ScalingConfigurationName", "web"),
                ("ImageId", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"),
                ("InstanceType.1", "S6.4A"),
            ],
        );
        let configuration = configuration["ScalingConfigurationId"].as_str();
        for index in 0..count {
            emulator.api(
                "CreateScalingGroup",
                &[
                    ("ScalingGroupName", &format!("web-{index}")),
                    ("ScalingConfigurationId", configuration.expect("an id")),
                    ("MinSize", "0"),
                    ("MaxSize", "1"),
                    ("DesiredCapacity", "0"),
                    ("RemovePolicy", "RemoveOldestInstance"),
                    ("SubnetId.1", "1e3a9b8b-0833-4b29-9d3f-4a4188350591"),
                    ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
                ],
            );
        }
    }

    /// The calls of the last command.
    pub(super) fn calls(&self) -> u64 {
        self.counts().values().sum()
    }

    pub(super) fn counts(&self) -> std::collections::BTreeMap<String, u64> {
        self.scenario.emulator().calls()
    }
}

/// So many groups, each with a configuration, a policy, a task and a notification of its own.
pub(super) fn members_of_groups(groups: u64) -> String {
    include_str!("members-of-groups.tf").replace("COUNT", &groups.to_string())
}

/// One group with so many policies.
pub(super) fn policies_of_one_group(policies: u64) -> String {
    include_str!("policies-of-one-group.tf").replace("COUNT", &policies.to_string())
}

pub(super) const ALL_GROUPS: &str = "data \"ksyun_scaling_groups\" \"all\" {}\n";
