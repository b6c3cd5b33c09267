//! `events`: what happened in a running emulator, and what happens from now on.

use std::io::Write;

use clap::Args;

use super::failure::Failure;
use super::inspect::plain;
use super::remote::Target;

#[derive(Args)]
#[command(after_help = "\
Examples:
  ksyun-autoscaling-emulator events --last 20
  ksyun-autoscaling-emulator events --follow")]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Go on with what happens from now on, until interrupted.
    #[arg(long, short)]
    follow: bool,
    /// How many of those that are over.
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    last: usize,
}

/// Prints a line per event.
pub(super) async fn events(arguments: &Arguments, out: &mut impl Write) -> Result<(), Failure> {
    let mut answer = arguments
        .target
        .get(&format!("/events?last={}", arguments.last))
        .await?;
    loop {
        for event in answer["events"].as_array().into_iter().flatten() {
            writeln!(out, "{} {}", plain(&event["time"]), plain(&event["text"]))?;
        }
        out.flush()?;
        if !arguments.follow {
            return Ok(());
        }
        // The emulator answers when something happens, or after a while that nothing did.
        let next = format!("/events?wait=true&after={}", answer["latest"]);
        answer = arguments.target.get(&next).await?;
    }
}
