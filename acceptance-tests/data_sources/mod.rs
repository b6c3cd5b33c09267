//! Data sources, on objects that somebody else than Terraform made.

use crate::support::Config;

pub(crate) mod account;
mod groups;
mod lookup;
mod members;
mod output_file;
mod refusals;

/// One data source, with each argument on a line of its own: an error shows the line that it points to.
fn data(kind: &str, arguments: &[&str]) -> Config {
    let text = format!("data {kind:?} \"web\" {{\n  {}\n}}\n", arguments.join("\n  "));
    text.as_str().into()
}
