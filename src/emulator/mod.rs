//! A local emulator of the KSYUN Auto Scaling API: the server side, written from the API's documentation alone.
//!
//! A request comes in through [`http`] and passes the gateway, which authenticates it and knows the wire's formats.
//! The call it carries goes to [`service`], which brings the store up to date with the engine and hands the [`params`]
//! to one of the [`actions`]. A test can hold a [`gateway`] in its own process.

pub mod actions;
mod admin;
pub mod api_time;
pub(crate) mod auth;
pub mod call_log;
pub(crate) mod chart;
pub mod clock;
mod console;
pub mod dialect;
pub(crate) mod engine;
pub mod error;
pub(crate) mod events;
pub mod faults;
pub mod gateway;
mod history;
pub mod http;
mod identity;
pub(crate) mod ids;
pub(crate) mod neighbours;
mod overview;
pub mod params;
pub(crate) mod request;
mod respond;
pub mod response_faults;
pub mod service;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::Path;

    /// All sources below `folder`, as one text.
    fn sources(folder: &Path) -> String {
        let mut text = String::new();
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let more = if path.is_dir() {
                sources(&path)
            } else {
                std::fs::read_to_string(&path).expect("a source")
            };
            writeln!(text, "{more}").expect("a text grows");
        }
        text
    }

    #[test]
    fn every_documented_limit_is_held_by_a_test() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let limits =
            std::fs::read_to_string(root.join("docs/guides/emulator-limits.md")).expect("the limits");
        let sources = sources(&root.join("src/emulator")) + &sources(&root.join("tests/it/emulator_http"));
        let limits: Vec<&str> = limits.lines().filter(|line| line.starts_with("- ")).collect();
        assert!(!limits.is_empty());
        for limit in limits {
            let test = limit.rsplit(": ").next().unwrap_or_default().trim_matches('`');
            assert!(
                sources.contains(&format!("fn {test}() {{")),
                "no test holds: {limit}"
            );
        }
    }
}
