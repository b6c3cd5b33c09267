//! When tasks fire next, on a calendar of some weeks.

use jiff::Span;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::emulator::api_time::ApiTime;
use crate::emulator::store::{Group, Task};

const WEEKS: usize = 4;
/// How many firings of a day are shown; the others are counted.
const SHOWN: usize = 4;

/// The firings of a group's tasks, from the beginning of this week on.
pub(super) fn calendar(group: &Group, now: ApiTime) -> Markup {
    let today = now.beijing().date();
    let since_monday = Span::new().days(today.weekday().to_monday_zero_offset());
    let monday = today.saturating_sub(since_monday);
    let days: Vec<Date> = monday.series(Span::new().days(1)).take(WEEKS * 7).collect();
    let end = days
        .last()
        .map(|day| day.to_datetime(jiff::civil::Time::MAX))
        .and_then(ApiTime::from_beijing)
        .unwrap_or(now);
    let mut firings: Vec<(ApiTime, &Task)> = group
        .tasks
        .values()
        .flat_map(|task| task.firings(now, end).into_iter().map(move |at| (at, task)))
        .collect();
    firings.sort_by_key(|(at, task)| (*at, task.id));
    html! {
        ol.calendar {
            @for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] { li.weekday { (day) } }
            @for day in &days {
                @let of_day: Vec<_> = firings.iter().filter(|(at, _)| at.beijing().date() == *day).collect();
                li class={ "day" @if *day == today { " today" } @if *day < today { " past" } @if of_day.is_empty() { " free" } } {
                    span.date { (day.strftime("%-d").to_string()) span.month { " " (day.strftime("%b").to_string()) } }
                    @for (at, task) in of_day.iter().take(SHOWN) {
                        span.firing title=(task.name) {
                            (at.beijing().strftime("%H:%M").to_string()) " " (task.name) " → " (task.desired_capacity)
                        }
                    }
                    @if of_day.len() > SHOWN { span.quiet.small { "and " (of_day.len() - SHOWN) " more" } }
                }
            }
        }
    }
}
