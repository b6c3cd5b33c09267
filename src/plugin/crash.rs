//! Panics that nobody catches, in the form in which Terraform recognises them.

use std::backtrace::Backtrace;
use std::fmt;
use std::io::{self, Write as _};
use std::panic::{self, Location, PanicHookInfo};
use std::thread;

/// Prints panics so that Terraform shows them to the user as a crash of this plugin, except those that `is_caught`.
///
/// Terraform looks for a line on standard error that starts with `panic: `, as Go prints it, and collects the lines
/// after it; it hides what Rust prints by default. A panic that is caught and reported in another way must not be
/// printed: Terraform would tell the user that the plugin has crashed, although it goes on.
pub fn install_hook(is_caught: fn(&PanicHookInfo<'_>) -> bool) {
    panic::set_hook(Box::new(move |info| {
        if is_caught(info) {
            return;
        }
        let report = Report::of(info);
        // A panic inside the hook would abort the process, so a closed standard error is not an error here.
        let _ = io::stderr().lock().write_all(report.to_string().as_bytes());
    }));
}

struct Report<'a> {
    message: &'a str,
    thread: String,
    location: Option<&'a Location<'a>>,
    backtrace: Backtrace,
}

impl<'a> Report<'a> {
    fn of(info: &'a PanicHookInfo<'_>) -> Self {
        Self {
            message: info.payload_as_str().unwrap_or("(no message)"),
            thread: thread::current().name().unwrap_or("(unnamed)").to_owned(),
            location: info.location(),
            backtrace: Backtrace::force_capture(),
        }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "panic: {}\n", self.message)?;
        write!(f, "thread {}", self.thread)?;
        if let Some(location) = self.location {
            write!(f, " at {location}")?;
        }
        writeln!(f, ", {} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "{}", self.backtrace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_starts_as_go_panics_do_and_says_where() {
        let location = Location::caller();
        let report = Report {
            message: "index out of bounds",
            thread: "main".to_owned(),
            location: Some(location),
            backtrace: Backtrace::force_capture(),
        };
        let text = report.to_string();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("panic: index out of bounds"));
        assert_eq!(lines.next(), Some(""));
        assert!(
            lines
                .next()
                .unwrap()
                .starts_with(&format!("thread main at {location}, ")),
            "{text}"
        );
        assert!(
            lines.any(|line| line.contains("the_report_starts_as_go_panics_do")),
            "no backtrace: {text}"
        );
    }
}
