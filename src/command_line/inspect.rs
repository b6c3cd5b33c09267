//! Commands that look into a running emulator and change nothing.

use std::io::Write;

use clap::Args;
use serde_json::Value;

use super::failure::Failure;
use super::remote::Target;
use super::{shell, table};

#[derive(Args)]
pub(super) struct Calls {
    #[command(flatten)]
    target: Target,
    /// How many.
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    last: usize,
    /// As JSON, with parameters.
    #[arg(long)]
    json: bool,
}

/// Where it is, how late it is there, and a line per group.
pub(super) async fn status(target: &Target, out: &mut impl Write) -> Result<(), Failure> {
    let status = target.get("/status").await?;
    let text = |name: &str| plain(&status[name]);
    writeln!(
        out,
        "{} at {}, process {}",
        text("version"),
        text("url"),
        text("process")
    )?;
    let clock = &status["clock"];
    writeln!(
        out,
        "clock    {} ({}), UTC+8",
        plain(&clock["now"]),
        plain(&clock["mode"])
    )?;
    let kept = match status["data_dir"].as_str() {
        Some(folder) => format!("kept in {folder}"),
        None => "in memory: they end with the process".to_owned(),
    };
    writeln!(out, "objects  {kept}")?;
    writeln!(out, "calls    {}, faults set: {}", text("calls"), text("faults"))?;
    writeln!(out)?;
    let names = [
        "region",
        "id",
        "name",
        "status",
        "min",
        "max",
        "desired",
        "instances",
        "doing",
    ];
    let rows: Vec<[String; 9]> = status["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|group| names.map(|name| plain(&group[name])))
        .collect();
    if rows.is_empty() {
        writeln!(out, "There is no scaling group.")?;
        return Ok(());
    }
    let head = [
        "REGION",
        "GROUP",
        "NAME",
        "STATUS",
        "MIN",
        "MAX",
        "DESIRED",
        "INSTANCES",
        "NOW",
    ];
    Ok(table::write(out, head, &rows)?)
}

/// All objects.
pub(super) async fn state(target: &Target, out: &mut impl Write) -> Result<(), Failure> {
    Ok(writeln!(out, "{:#}", target.get("/state").await?)?)
}

/// The latest calls, a line each.
pub(super) async fn calls(arguments: &Calls, out: &mut impl Write) -> Result<(), Failure> {
    let answer = arguments
        .target
        .get(&format!("/calls?last={}", arguments.last))
        .await?;
    if arguments.json {
        return Ok(writeln!(out, "{answer:#}")?);
    }
    for call in answer["last"].as_array().into_iter().flatten() {
        let text = |name: &str| plain(&call[name]);
        let mut line = format!(
            "{} {} {} {}",
            text("time"),
            text("status"),
            text("action"),
            text("code")
        );
        if call["delivery"]["kind"] != "sent" {
            line.push_str(&format!(" ({})", plain(&call["delivery"]["kind"])));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Parameters that nobody read, a line per action.
pub(super) async fn unread(target: &Target, out: &mut impl Write) -> Result<(), Failure> {
    let answer = target.get("/unread").await?;
    let actions = answer.as_object().into_iter().flatten();
    for (action, names) in actions {
        let names: Vec<String> = names.as_array().into_iter().flatten().map(plain).collect();
        writeln!(out, "{action}: {}", names.join(", "))?;
    }
    Ok(())
}

/// The environment of a client.
pub(super) async fn env(target: &Target, out: &mut impl Write) -> Result<(), Failure> {
    let answer = target.get("/env").await?;
    for (name, value) in answer.as_object().into_iter().flatten() {
        shell::export(out, name, &plain(value))?;
    }
    Ok(())
}

/// A value as people read it: a text without its quotes, and nothing for null.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
