//! Real Terraform, or OpenTofu, against the provider and the emulator.
//!
//! A scenario is a test that reads as a specification: steps of Terraform, and what each must plan, apply, call at the
//! API and leave in the state. `ACCEPTANCE_TERRAFORM` names the Terraform or OpenTofu to use (default: the one on `PATH`);
//! `ACCEPTANCE_KEEP=1` keeps the working folders. Scenarios whose name starts with `matrix_` also run under every
//! supported Terraform (`make test-matrix`).
//!
//! ```ignore
//! let mut s = Scenario::start();                                  // emulator, provider, working folder
//! s.apply(hcl!("scaling_group/lifecycle/1-create.tf"))            // or the configuration itself, if it is short
//!     .plans([create("ksyun_scaling_group.web")])                 // exactly these changes
//!     .state("ksyun_scaling_group.web", &json!({"min_size": 1}))  // at least these attributes
//!     .calls(&json!({"CreateScalingGroup": 1}))                   // exactly these calls that write
//!     .then_plan_is_empty();
//! s.destroy().destroys(1).leaves_nothing();
//! ```

mod actions;
mod bench;
mod data_sources;
mod documents;
mod driver;
mod every_action;
mod examples;
mod functions;
mod identity;
mod instance;
mod load_balancer_attachment;
mod moves;
mod notification;
mod official;
mod own_states;
mod plan_warnings;
mod provider_block;
mod query;
mod scaling_configuration;
mod scaling_group;
mod scaling_group_capacity;
mod scaling_policy;
mod scheduled_task;
mod serving;
mod support;
