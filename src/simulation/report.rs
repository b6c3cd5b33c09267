//! A forecast as people and programs read it.

use std::fmt::Write as _;

use super::forecast::{Change, Forecast, GroupForecast};
use crate::emulator::api_time::ApiTime;
use crate::emulator::chart::{Chart, stack};

/// A table per group, and what was left out.
pub(crate) fn table(forecast: &Forecast) -> String {
    let mut text = format!(
        "From {} to {} (Beijing time, UTC+8)\n",
        forecast.from, forecast.to
    );
    for group in &forecast.groups {
        let _ = write!(
            text,
            "\n{} \"{}\": {} to {} instances, {} instance hours\n",
            group.label, group.name, group.fewest, group.most, group.instance_hours
        );
        text.push_str("TIME                 MIN  MAX  WANTED INSTANCES  WHY\n");
        for Change {
            at,
            min,
            max,
            desired,
            instances,
            why,
        } in &group.changes
        {
            let line = format!(
                "{:<20}{min:>4}{max:>5}{desired:>8}{instances:>10}  {}",
                at.to_string(),
                why.join("; ")
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    if forecast.groups.is_empty() {
        text.push_str("\nThere is no scaling group in it.\n");
    }
    for note in &forecast.notes {
        let _ = write!(text, "\nNot looked at: {note}\n");
    }
    text
}

/// A chart per group, below each other.
pub(crate) fn svg(forecast: &Forecast) -> String {
    let charts: Vec<(String, Chart)> = forecast
        .groups
        .iter()
        .map(|group| (title(group), chart(forecast, group)))
        .collect();
    stack(&charts)
}

fn title(group: &GroupForecast) -> String {
    format!(
        "{} · {} to {} instances, {} instance hours",
        group.label, group.fewest, group.most, group.instance_hours
    )
}

fn chart(forecast: &Forecast, group: &GroupForecast) -> Chart {
    let highest = group
        .changes
        .iter()
        .map(|change| change.max.max(change.instances))
        .max()
        .unwrap_or(1);
    let line = |value: fn(&Change) -> u32| -> Vec<(ApiTime, f64)> {
        group
            .changes
            .iter()
            .map(|change| (change.at, f64::from(value(change))))
            .collect()
    };
    let mut chart = Chart::for_file(forecast.from, forecast.to, f64::from(highest));
    chart.band(&line(|change| change.min), &line(|change| change.max));
    chart.filled_steps(&line(|change| change.instances));
    chart.wanted_steps(&line(|change| change.desired));
    chart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast() -> Forecast {
        let at = |text| ApiTime::parse(text).expect("a time");
        let change = |time, instances, why: &[&str]| Change {
            at: at(time),
            min: 1,
            max: 9,
            desired: instances,
            instances,
            why: why.iter().map(|why| (*why).to_owned()).collect(),
        };
        let group = GroupForecast {
            label: "ksyun_scaling_group.web".into(),
            name: "web".into(),
            changes: vec![
                change("2030-06-03 00:00:00", 2, &[]),
                change("2030-06-03 09:00:00", 4, &["task \"morning\" fired"]),
            ],
            fewest: 2,
            most: 4,
            instance_hours: 78.0,
        };
        Forecast {
            from: at("2030-06-03 00:00:00"),
            to: at("2030-06-04 00:00:00"),
            groups: vec![group],
            notes: vec!["x, because y".into()],
        }
    }

    #[test]
    fn the_table_says_when_how_many_and_why() {
        insta::assert_snapshot!(table(&forecast()), @r#"
        From 2030-06-03 00:00:00 to 2030-06-04 00:00:00 (Beijing time, UTC+8)

        ksyun_scaling_group.web "web": 2 to 4 instances, 78 instance hours
        TIME                 MIN  MAX  WANTED INSTANCES  WHY
        2030-06-03 00:00:00    1    9       2         2
        2030-06-03 09:00:00    1    9       4         4  task "morning" fired

        Not looked at: x, because y
        "#);
    }

    #[test]
    fn the_picture_has_a_chart_for_each_group() {
        let svg = svg(&forecast());
        assert!(svg.starts_with("<svg xmlns=") && svg.contains("ksyun_scaling_group.web · 2 to 4 instances"));
    }
}
