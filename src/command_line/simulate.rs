//! `simulate`: what a plan or a state will do over time.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgGroup, Args, ValueEnum};
use jiff::SignedDuration;

use super::drive::parse_duration;
use super::failure::Failure;
use crate::emulator::api_time::ApiTime;
use crate::emulator::clock::wall_time;
use crate::simulation::forecast::{Question, forecast};
use crate::simulation::{measurements, report, terraform};

#[derive(Args)]
#[command(after_help = "\
Examples:
  terraform plan -out plan.bin && terraform show -json plan.bin > plan.json
  ksyun-autoscaling-emulator simulate --plan plan.json --for 7d
  ksyun-autoscaling-emulator simulate --state terraform.tfstate --for 30d --svg capacity.svg
  ksyun-autoscaling-emulator simulate --plan plan.json --for 1d --metrics cpu.csv

cpu.csv has a line per measurement, below the line `time,dimension,value` (or `time,dimension,value,group`):
  90m,cpu_usage,95
  2030-06-01 09:00:00,cpu_usage,40
Without measurements only tasks move groups. Nothing is called, and nothing is changed.")]
#[command(group(ArgGroup::new("source").args(["plan", "state"]).required(true)))]
pub(super) struct Arguments {
    /// A plan, as `terraform show -json` writes it: what will be once it is applied.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// A state file, or `terraform show -json` of one: what will be if nothing is applied.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// How far to look ahead, as 12h, 7d or 4w.
    #[arg(long = "for", value_name = "DURATION", value_parser = parse_duration)]
    span: SignedDuration,
    /// When it begins: YYYY-MM-DD HH:MM:SS in Beijing. Now, if not given.
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    from: Option<ApiTime>,
    /// Measurements to come, as comma-separated values.
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
    /// How long launching or releasing instances takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    activity_seconds: u32,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Draw it into this file.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

pub(super) fn simulate(arguments: &Arguments, out: &mut impl Write) -> Result<(), Failure> {
    let file = arguments.plan.as_ref().or(arguments.state.as_ref());
    let file = file.ok_or_else(|| Failure::new("name a --plan or a --state"))?;
    let named = |why: String| Failure::new(format!("{}: {why}", file.display()));
    let document = serde_json::from_str(&read(file)?).map_err(|error| {
        named(format!(
            "{error}; `terraform show -json` writes what is wanted here"
        ))
    })?;
    let account = terraform::read(&document).map_err(named)?;
    let from = arguments.from.unwrap_or_else(this_minute);
    let span = Duration::try_from(arguments.span).map_err(|error| Failure::new(error.to_string()))?;
    let question = Question {
        from,
        to: from + span,
        activity: Duration::from_secs(arguments.activity_seconds.into()),
        measurements: match &arguments.metrics {
            Some(file) => measurements::read(&read(file)?, from)
                .map_err(|why| Failure::new(format!("{}: {why}", file.display())))?,
            None => Vec::new(),
        },
    };
    let forecast = forecast(account, &question).map_err(Failure::new)?;
    if let Some(file) = &arguments.svg {
        std::fs::write(file, report::svg(&forecast))
            .map_err(|error| Failure::new(format!("cannot write {}: {error}", file.display())))?;
    }
    match arguments.format {
        Format::Table => write!(out, "{}", report::table(&forecast))?,
        Format::Json => writeln!(out, "{:#}", serde_json::to_value(&forecast).unwrap_or_default())?,
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", file.display())))
}

fn this_minute() -> ApiTime {
    let now = wall_time().as_millisecond();
    ApiTime::from_unix_millis(now - now.rem_euclid(60_000))
}

fn parse_moment(text: &str) -> Result<ApiTime, String> {
    measurements::api_time(text, this_minute())
        .ok_or_else(|| "expected a time, as '2030-06-01 09:00:00' or 2030-06-01T01:00:00Z".to_owned())
}
