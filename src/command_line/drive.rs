//! Commands that drive a running emulator: its clock, faults, measurements, health checks, and its end.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};
use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::inspect::plain;
use super::remote::Target;

#[derive(Args)]
#[command(after_help = "\
Examples:
  ksyun-autoscaling-emulator clock
  ksyun-autoscaling-emulator clock advance 1h30m
  ksyun-autoscaling-emulator clock set '2030-06-01 09:00:00'")]
pub(super) struct Clock {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    what: Option<ClockCommand>,
}

#[derive(Subcommand)]
enum ClockCommand {
    /// Show the time.
    Show,
    /// Let time pass.
    Advance {
        /// How much, as 90s, 10m, 1h30m or 2d.
        #[arg(value_parser = parse_duration)]
        by: SignedDuration,
    },
    /// Let time pass until a moment.
    Set {
        /// The time in Beijing: YYYY-MM-DD HH:MM:SS.
        time: String,
    },
}

/// Shows the clock, after it was moved if that was asked for.
pub(super) async fn clock(arguments: &Clock, out: &mut impl Write) -> Result<(), Failure> {
    let target = &arguments.target;
    let clock = match &arguments.what {
        None | Some(ClockCommand::Show) => target.get("/clock").await?,
        Some(ClockCommand::Advance { by }) => {
            target
                .post("/clock", Some(&json!({ "advance_seconds": by.as_secs_f64() })))
                .await?
        }
        Some(ClockCommand::Set { time }) => target.post("/clock", Some(&json!({ "set": time }))).await?,
    };
    Ok(writeln!(
        out,
        "{} ({})",
        plain(&clock["now"]),
        plain(&clock["mode"])
    )?)
}

/// A length of time; a day has 24 hours.
pub(super) fn parse_duration(text: &str) -> Result<SignedDuration, String> {
    let span: Span = text
        .parse()
        .map_err(|_| "expected a duration, as 90s, 10m, 1h30m or 2d".to_owned())?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let duration = duration.map_err(|error| error.to_string())?;
    if duration.is_negative() {
        return Err("time does not run backwards".to_owned());
    }
    Ok(duration)
}

#[derive(Args)]
pub(super) struct Faults {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    what: Option<FaultsCommand>,
}

#[derive(Subcommand)]
enum FaultsCommand {
    /// Show the faults that are set, as JSON.
    List,
    /// Add a fault behind those that are set.
    #[command(after_help = "\
Examples:
  ksyun-autoscaling-emulator faults add drop-answer --action CreateScalingGroup --first 1
  ksyun-autoscaling-emulator faults add throttle --rate 0.25
  ksyun-autoscaling-emulator faults add latency ms=500
  ksyun-autoscaling-emulator faults add error status=500 code=ServiceTimeout message=late --first 2
  ksyun-autoscaling-emulator faults add activity error_code=501 --first 1

docs/guides/emulator.md lists the kinds.")]
    Add {
        /// What happens: drop-answer, truncate-body, latency, throttle, error, …; or activity, which fails activities.
        kind: String,
        /// What the kind asks for, as ms=500.
        #[arg(value_name = "NAME=VALUE", value_parser = parse_setting)]
        settings: Vec<(String, Value)>,
        /// The action that it hits; all, if none is named.
        #[arg(long, default_value = "*")]
        action: String,
        /// The group whose activities fail; all, if none is named.
        #[arg(long, default_value = "*")]
        group: String,
        /// How many calls or activities it hits; all calls, or one activity, if not given.
        #[arg(long, value_name = "NUMBER")]
        first: Option<u64>,
        /// The share of the calls that it hits, from 0 to 1.
        #[arg(long)]
        rate: Option<f64>,
    },
    /// Take all faults out.
    Clear,
}

/// Shows the faults that are set, after they were changed if that was asked for.
pub(super) async fn faults(arguments: &Faults, out: &mut impl Write) -> Result<(), Failure> {
    let target = &arguments.target;
    let mut faults = target.get("/faults").await?;
    match &arguments.what {
        None | Some(FaultsCommand::List) => {}
        Some(FaultsCommand::Clear) => {
            target.send("DELETE", "/faults", None).await?;
            faults = target.get("/faults").await?;
        }
        Some(FaultsCommand::Add {
            kind,
            settings,
            action,
            group,
            first,
            rate,
        }) => {
            let settings = settings.iter().cloned();
            let (list, rule) = if kind == "activity" {
                let mut rule: Map<String, Value> = settings.collect();
                rule.insert("group".into(), json!(group));
                rule.insert("next".into(), json!(first.unwrap_or(1)));
                ("activities", json!(rule))
            } else {
                let mut fault: Map<String, Value> = settings.collect();
                fault.insert("kind".into(), json!(kind.replace('-', "_")));
                let mut rule = json!({ "action": action, "fault": fault });
                if let Some(first) = first {
                    rule["first"] = json!(first);
                }
                if let Some(rate) = rate {
                    rule["rate"] = json!(rate);
                }
                ("api", rule)
            };
            if let Some(rules) = faults[list].as_array_mut() {
                rules.push(rule);
            }
            faults = target.post("/faults", Some(&faults)).await?;
        }
    }
    Ok(writeln!(out, "{faults:#}")?)
}

/// `name=value`; a value that is a number or a boolean is sent as one.
fn parse_setting(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE, as ms=500")?;
    let scalar = serde_json::from_str(value)
        .ok()
        .filter(|value: &Value| value.is_number() || value.is_boolean());
    Ok((name.to_owned(), scalar.unwrap_or_else(|| json!(value))))
}

#[derive(Subcommand)]
pub(super) enum Metrics {
    /// Tell a group what was measured at this moment.
    #[command(after_help = "\
Example: ksyun-autoscaling-emulator metrics put --group 10000433 cpu_usage 85")]
    Put {
        #[command(flatten)]
        target: Target,
        /// The group's id.
        #[arg(long)]
        group: String,
        /// What was measured, as a policy's metric names it: `cpu_usage`, `mem_usage`, `net_outtraffic`, …
        dimension: String,
        /// Percent, or MB/s for traffic.
        value: f64,
    },
}

pub(super) async fn metrics(command: &Metrics) -> Result<(), Failure> {
    let Metrics::Put {
        target,
        group,
        dimension,
        value,
    } = command;
    let metric = json!({ "scaling_group_id": group, "dimension": dimension, "value": value });
    target.post("/metrics", Some(&metric)).await.map(drop)
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(super) enum Verdict {
    Healthy,
    Unhealthy,
}

#[derive(Subcommand)]
pub(super) enum Health {
    /// Set the health of an instance; an unhealthy one is replaced by its group.
    #[command(after_help = "\
Example: ksyun-autoscaling-emulator health set --group 10000433 961de33f-4c34-4d30-b818-8c6b2d352c59 unhealthy")]
    Set {
        #[command(flatten)]
        target: Target,
        /// The group's id.
        #[arg(long)]
        group: String,
        /// The instance's id.
        instance: String,
        verdict: Verdict,
    },
}

pub(super) async fn health(command: &Health) -> Result<(), Failure> {
    let Health::Set {
        target,
        group,
        instance,
        verdict,
    } = command;
    let healthy = *verdict == Verdict::Healthy;
    let check = json!({ "scaling_group_id": group, "instance_id": instance, "healthy": healthy });
    target.post("/instance-health", Some(&check)).await.map(drop)
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The record of calls and events.
    Calls,
    /// All objects, those in the data folder included.
    Store,
    /// Both, and the faults.
    All,
}

#[derive(Args)]
pub(super) struct Reset {
    #[command(flatten)]
    target: Target,
    /// What to forget.
    what: What,
}

pub(super) async fn reset(arguments: &Reset) -> Result<(), Failure> {
    let what = match arguments.what {
        What::Calls => "calls",
        What::Store => "store",
        What::All => "all",
    };
    arguments
        .target
        .post(&format!("/reset?what={what}"), None)
        .await
        .map(drop)
}

pub(super) async fn stop(target: &Target) -> Result<(), Failure> {
    target.post("/stop", None).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_as_people_do() {
        for (text, seconds) in [
            ("90s", 90),
            ("1h30m", 5400),
            ("1h 30m", 5400),
            ("2d", 172_800),
            ("7 days", 604_800),
        ] {
            assert_eq!(
                parse_duration(text).map(|duration| duration.as_secs()),
                Ok(seconds),
                "{text}"
            );
        }
        for text in ["", "soon", "5", "-1h"] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_setting_is_a_number_where_it_looks_like_one() {
        assert_eq!(parse_setting("ms=500"), Ok(("ms".to_owned(), json!(500))));
        assert_eq!(parse_setting("code=Late"), Ok(("code".to_owned(), json!("Late"))));
        assert!(parse_setting("ms").is_err());
    }
}
