//! Scaling configurations.

mod changes;
mod default_tags;
mod destroy;
mod drift;
mod failures;
mod lifecycle;
mod lists;
mod password;
mod project;
mod refusals;
mod secrets;
mod takeover;
mod unknown;

const CONFIGURATION: &str = "ksyun_scaling_configuration.web";

/// The configuration `web` with the least that it needs and these `arguments`.
fn web(arguments: &str) -> String {
    format!(
        r#"resource "ksyun_scaling_configuration" "web" {{
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
{arguments}
}}
"#
    )
}
