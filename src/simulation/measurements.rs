//! Measurements to come, as a table of comma-separated values: `time,dimension,value` and, if it is for one group alone,
//! `group`.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo, Timestamp};

use crate::emulator::api_time::ApiTime;

/// A measurement to come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measurement {
    pub(crate) at: ApiTime,
    pub(crate) dimension: String,
    pub(crate) value: f64,
    /// The group's name or address; every group if absent.
    pub(crate) group: Option<String>,
}

/// Reads a table; times may count from `from`, as `90m`. Sorted by time.
///
/// # Errors
/// A sentence that names the line.
pub(crate) fn read(table: &str, from: ApiTime) -> Result<Vec<Measurement>, String> {
    let mut lines = (1..)
        .zip(table.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = lines.next().ok_or("the table of measurements is empty")?;
    let names: Vec<&str> = head.split(',').map(str::trim).collect();
    let column = |name: &str| names.iter().position(|own| own.eq_ignore_ascii_case(name));
    let required = |name: &str| {
        column(name).ok_or_else(|| {
            format!("line 1: there is no column {name}; the first line is time,dimension,value")
        })
    };
    let (time, dimension, value) = (required("time")?, required("dimension")?, required("value")?);
    let group = column("group");
    let mut measurements = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let cell = |at: usize| {
            let cell = cells.get(at).filter(|cell| !cell.is_empty());
            cell.ok_or_else(|| format!("line {number}: column {} is empty", at + 1))
        };
        let (at, measured) = (cell(time)?, cell(value)?);
        measurements.push(Measurement {
            at: api_time(at, from).ok_or_else(|| {
                format!("line {number}: {at:?} is not a time: YYYY-MM-DD HH:MM:SS in Beijing, RFC 3339, or 90m from the start")
            })?,
            dimension: (*cell(dimension)?).to_owned(),
            value: measured.parse().map_err(|_| format!("line {number}: {measured:?} is not a number"))?,
            group: group.and_then(|at| cell(at).ok()).map(|name| (*name).to_owned()),
        });
    }
    measurements.sort_by_key(|measurement| measurement.at);
    Ok(measurements)
}

/// A moment as people and tools write it.
pub(crate) fn api_time(text: &str, from: ApiTime) -> Option<ApiTime> {
    if let Some(api_time) = ApiTime::parse(text) {
        return Some(api_time);
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(ApiTime::from_unix_millis(instant.as_millisecond()));
    }
    let span: Span = text.parse().ok()?;
    let after = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    Some(from + Duration::try_from(after).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from() -> ApiTime {
        ApiTime::parse("2030-06-01 00:00:00").expect("a time")
    }

    #[test]
    fn times_are_beijing_time_or_name_their_zone_or_count_from_the_start() {
        let table = "time,dimension,value,group\n\
                     2030-06-01 01:30:00,cpu_usage,1,\n\
                     2030-05-31T17:30:00Z,cpu_usage,2,web\n\
                     90m,mem_usage,3.5,\n";
        let read = read(table, from()).expect("a table");
        assert!(
            read.iter()
                .all(|measurement| measurement.at == from() + Duration::from_mins(90))
        );
        assert_eq!(read[1].group.as_deref(), Some("web"));
        assert_eq!(
            (read[2].dimension.as_str(), read[2].value, &read[2].group),
            ("mem_usage", 3.5, &None)
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (table, why) in [
            ("", "empty"),
            ("time,value\n", "no column dimension"),
            ("time,dimension,value\nsoon,cpu_usage,1\n", "line 2: \"soon\""),
            ("time,dimension,value\n1h,cpu_usage,much\n", "line 2: \"much\""),
            (
                "time,dimension,value\n1h,cpu_usage\n",
                "line 2: column 3 is empty",
            ),
        ] {
            let error = read(table, from()).expect_err("refused");
            assert!(error.contains(why), "{error}");
        }
    }
}
