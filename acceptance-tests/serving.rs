//! The ways in which Terraform gets to the provider. All other scenarios attach to a provider that runs already.

use std::path::Path;

use crate::support::{Scenario, Serving, create, hcl};

#[test]
fn terraform_launches_the_provider_with_handshake_and_tls() {
    let mut s = Scenario::with(Serving::DevOverride, &[]);
    s.apply(hcl!("serving/configuration.tf"))
        .plans([create("ksyun_scaling_configuration.web")])
        .then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
fn matrix_a_user_installs_the_provider_with_init() {
    let mut s = Scenario::with(Serving::Mirror, &[]);
    s.init(hcl!("serving/configuration.tf"));
    s.apply(hcl!("serving/configuration.tf"))
        .plans([create("ksyun_scaling_configuration.web")])
        .then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
fn a_resource_can_name_the_provider_by_its_own_name() {
    let mut s = Scenario::start();
    s.apply(hcl!("serving/own-name.tf"))
        .plans([create("ksyun_scaling_configuration.web")])
        .then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn make_install_puts_the_provider_where_terraform_looks_for_it() {
    let mut s = Scenario::without_provider();
    let home = s.folder().to_owned();
    let provider = Path::new(env!("CARGO_BIN_EXE_terraform-provider-ksyun-autoscaling"));
    let built = provider.parent().expect("a program is in a folder");
    let install = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/install");
    s.bash(&format!("{} {}", install.display(), built.display()));
    assert!(home.join(".local/bin/ksyun-autoscaling-emulator").is_file());
    // HOME is the scenario's own folder; nothing says where providers are.
    s.init(hcl!("serving/configuration.tf"));
}
