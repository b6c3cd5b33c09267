//! What a failed expectation shows: enough to understand it without running anything again.

use std::fmt::{Display, Write};
use std::fs;

use super::cli::CLI;
use super::emulator::CallCounts;
use super::provider;
use super::workspace::Run;
use super::world::World;

/// How much of a log is shown, and of each of its lines.
const LOG_LINES: usize = 60;
const LOG_COLUMNS: usize = 400;

/// All that is known about a step: the command, the configuration, what Terraform said, calls, and the log.
pub(crate) fn of_step(why: &str, world: &World, run: &Run, calls: &CallCounts) -> String {
    let exit = run
        .exit
        .map_or_else(|| "killed".to_owned(), |code| format!("exit code {code}"));
    let mut report = format!("{why}\n\n$ {}   ({exit}, {})\n", run.command, *CLI);

    for (name, text) in &world.config.files {
        let numbered: Vec<String> = text
            .lines()
            .enumerate()
            .map(|(at, line)| format!("{:4} │ {line}", at + 1))
            .collect();
        section(
            &mut report,
            &format!("{} ({})", name, world.config.origin),
            &numbered.join("\n"),
        );
    }

    let messages: Vec<&str> = run.ui.messages().collect();
    let output = if messages.is_empty() {
        run.stdout.clone()
    } else {
        messages.join("\n")
    };
    section(&mut report, "output", &output);
    let diagnostics: Vec<String> = run.ui.diagnostics().iter().map(ToString::to_string).collect();
    section(&mut report, "diagnostics", &diagnostics.join("\n"));
    section(&mut report, "standard error", &run.stderr);

    let calls: Vec<String> = calls
        .iter()
        .map(|(action, number)| format!("{number} × {action}"))
        .collect();
    section(&mut report, "API calls", &calls.join("\n"));
    let log = fs::read_to_string(provider::log(world.workspace.folder())).unwrap_or_default();
    section(&mut report, "provider's log (its end)", &tail(&log));
    report
}

/// Items on one line.
pub(crate) fn list(items: &[impl Display]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

fn section(report: &mut String, title: &str, text: &str) {
    if !text.trim().is_empty() {
        let _ = writeln!(report, "\n── {title}\n{}", text.trim_end());
    }
}

fn tail(log: &str) -> String {
    let skipped = log.lines().count().saturating_sub(LOG_LINES);
    let lines: Vec<String> = log
        .lines()
        .skip(skipped)
        .map(|line| line.chars().take(LOG_COLUMNS).collect())
        .collect();
    lines.join("\n")
}
