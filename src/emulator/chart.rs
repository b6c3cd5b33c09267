//! Charts of something over time, as SVG that stands alone or in a page.

use std::fmt::Write as _;

use super::api_time::ApiTime;

/// The width of a chart in a file.
const FILE_WIDTH: u16 = 860;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 26.0;

/// The colours of a chart that stands alone; a page brings its own.
const STYLE: &str = "<style>\
    :root{--text:#1c2330;--muted:#667085;--line:#e3e6eb;--accent:#0b7a75;--warm:#b45309;--bad:#c0362c;--card:#fff}\
    @media(prefers-color-scheme:dark){:root{--text:#e6e9ef;--muted:#93a0b4;--line:#2a3240;--accent:#3cc8bf;\
    --warm:#f0b35a;--bad:#ff7b72;--card:#181e27}}\
    .ground{fill:var(--card)}text{font:11px system-ui,sans-serif;fill:var(--muted)}.title{font-size:13px;font-weight:600;\
    fill:var(--text)}.grid{stroke:var(--line)}.steps{fill:none;stroke:var(--accent);stroke-width:2}\
    .area{fill:var(--accent);opacity:.12}.band{fill:var(--muted);opacity:.12}\
    .wanted{fill:none;stroke:var(--warm);stroke-width:1.5;stroke-dasharray:5 4}\
    .limit{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:5 4}.dot{fill:var(--accent)}</style>";

/// A chart over a span of time.
pub(crate) struct Chart {
    from: ApiTime,
    to: ApiTime,
    highest: f64,
    width: f64,
    height: f64,
    body: String,
}

impl Chart {
    /// An empty chart of `size` (width and height) from `from` to `to`, for values from 0 to `highest`.
    pub(crate) fn new(from: ApiTime, to: ApiTime, highest: f64, size: (u16, u16)) -> Self {
        let mut chart = Self {
            from,
            to,
            highest: highest.max(1.0),
            width: f64::from(size.0),
            height: f64::from(size.1),
            body: String::new(),
        };
        chart.draw_grid();
        chart
    }

    /// What is between two step lines, as the bounds of a size.
    pub(crate) fn band(&mut self, low: &[(ApiTime, f64)], high: &[(ApiTime, f64)]) {
        let mut path = self.step_path(high);
        let back = self.step_points(low);
        for (x, y) in back.into_iter().rev() {
            let _ = write!(path, "L{x:.1} {y:.1}");
        }
        if !low.is_empty() {
            let _ = write!(self.body, r#"<path class="band" d="{path}Z"/>"#);
        }
    }

    /// A value that holds until the next one, filled down to 0.
    pub(crate) fn filled_steps(&mut self, points: &[(ApiTime, f64)]) {
        let path = self.step_path(points);
        if let (Some((first, _)), Some((last, _))) =
            (self.step_points(points).first(), self.step_points(points).last())
        {
            let base = self.y(0.0);
            let _ = write!(
                self.body,
                r#"<path class="area" d="{path}L{last:.1} {base:.1}L{first:.1} {base:.1}Z"/>"#
            );
            let _ = write!(self.body, r#"<path class="steps" d="{path}"/>"#);
        }
    }

    /// A value that holds until the next one, as a broken line.
    pub(crate) fn wanted_steps(&mut self, points: &[(ApiTime, f64)]) {
        let path = self.step_path(points);
        let _ = write!(self.body, r#"<path class="wanted" d="{path}"/>"#);
    }

    /// Measurements.
    pub(crate) fn dots(&mut self, points: &[(ApiTime, f64)]) {
        let places: Vec<(f64, f64)> = points
            .iter()
            .map(|(at, value)| (self.x(*at), self.y(*value)))
            .collect();
        let mut line = String::new();
        for (x, y) in &places {
            let _ = write!(line, "{}{x:.1} {y:.1}", if line.is_empty() { "M" } else { "L" });
            let _ = write!(
                self.body,
                r#"<circle class="dot" cx="{x:.1}" cy="{y:.1}" r="2.5"/>"#
            );
        }
        let _ = write!(self.body, r#"<path class="steps" d="{line}"/>"#);
    }

    /// A value that is not to be passed.
    pub(crate) fn limit(&mut self, value: f64) {
        let (y, right) = (self.y(value), self.width - RIGHT);
        let _ = write!(
            self.body,
            r#"<line class="limit" x1="{LEFT}" x2="{right}" y1="{y:.1}" y2="{y:.1}"/>"#
        );
    }

    /// An empty chart for [`stack`].
    pub(crate) fn for_file(from: ApiTime, to: ApiTime, highest: f64) -> Self {
        Self::new(from, to, highest, (FILE_WIDTH, 200))
    }

    /// As a part of a page; `label` is for those who do not see it.
    pub(crate) fn inline(&self, label: &str) -> String {
        let (width, height) = (self.width, self.height);
        let (label, body) = (escape(label), &self.body);
        format!(
            r#"<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}"><title>{label}</title>{body}</svg>"#
        )
    }

    /// What [`stack`] puts below each other.
    fn part(&self, title: &str, offset: f64) -> String {
        let (title, body) = (escape(title), &self.body);
        format!(
            r#"<g transform="translate(0 {offset})"><text class="title" x="{LEFT}" y="10">{title}</text><g transform="translate(0 10)">{body}</g></g>"#
        )
    }

    fn draw_grid(&mut self) {
        let right = self.width - RIGHT;
        let step = nice_step(self.highest);
        let mut value = 0.0;
        while value <= self.highest {
            let y = self.y(value);
            let _ = write!(
                self.body,
                r#"<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1}" y2="{y:.1}"/>"#
            );
            let (x, below) = (LEFT - 6.0, y + 4.0);
            let _ = write!(
                self.body,
                r#"<text x="{x}" y="{below:.1}" text-anchor="end">{value}</text>"#
            );
            value += step;
        }
        let (base, below) = (self.height - BOTTOM, self.height - 8.0);
        for (at, label) in ticks(self.from, self.to, self.width) {
            let x = self.x(at);
            let _ = write!(
                self.body,
                r#"<line class="grid" x1="{x:.1}" x2="{x:.1}" y1="{TOP}" y2="{base}"/><text x="{x:.1}" y="{below}" text-anchor="middle">{label}</text>"#
            );
        }
    }

    fn step_path(&self, points: &[(ApiTime, f64)]) -> String {
        let mut path = String::new();
        for (x, y) in self.step_points(points) {
            let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { "M" } else { "L" });
        }
        path
    }

    /// The corners of a step line, to the end of the chart.
    fn step_points(&self, points: &[(ApiTime, f64)]) -> Vec<(f64, f64)> {
        let mut corners = Vec::new();
        for (at, value) in points {
            let (x, y) = (self.x(*at), self.y(*value));
            if let Some((_, before)) = corners.last() {
                corners.push((x, *before));
            }
            corners.push((x, y));
        }
        if let Some((_, last)) = corners.last().copied() {
            corners.push((self.x(self.to), last));
        }
        corners
    }

    fn x(&self, at: ApiTime) -> f64 {
        let share = millis(self.from, at) / millis(self.from, self.to).max(1.0);
        LEFT + share.clamp(0.0, 1.0) * (self.width - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value / self.highest).clamp(0.0, 1.0);
        self.height - BOTTOM - share * (self.height - TOP - BOTTOM)
    }
}

/// Charts with their titles below each other, as a file of its own.
pub(crate) fn stack(charts: &[(String, Chart)]) -> String {
    let mut body = String::new();
    let mut height = 16.0;
    for (title, chart) in charts {
        body.push_str(&chart.part(title, height));
        height += chart.height + 26.0;
    }
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {FILE_WIDTH} {height}" width="{FILE_WIDTH}" height="{height}">{STYLE}<rect class="ground" width="100%" height="100%"/>{body}</svg>"#
    )
}

#[expect(clippy::cast_precision_loss, reason = "a pixel is longer than what is lost")]
fn millis(from: ApiTime, to: ApiTime) -> f64 {
    to.millis_since(from) as f64
}

/// A step between labels that makes about five of them.
fn nice_step(highest: f64) -> f64 {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0];
    steps
        .into_iter()
        .find(|step| highest / step <= 6.0)
        .unwrap_or((highest / 5.0).ceil())
}

/// Moments on the axis, with their labels: round ones in Beijing, as many as there is room for.
fn ticks(from: ApiTime, to: ApiTime, width: f64) -> Vec<(ApiTime, String)> {
    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;
    const BEIJING: i64 = 8 * 60 * MINUTE;
    let span = to.millis_since(from);
    let most = if width < 500.0 { 4 } else { 8 };
    let steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map(|minutes| minutes * MINUTE);
    let days = [1, 2, 7, 14, 30, 90, 365].map(|days| days * DAY);
    let step = steps
        .into_iter()
        .chain(days)
        .find(|step| span / step < most)
        .unwrap_or(span.max(1));
    let first = ((from.unix_millis() + BEIJING).div_euclid(step) + 1) * step - BEIJING;
    let moments = (0..most).map(|number| ApiTime::from_unix_millis(first + number * step));
    moments
        .take_while(|at| *at <= to)
        .map(|at| {
            let format = if step >= DAY {
                "%m-%d"
            } else if span > DAY {
                "%m-%d %H:%M"
            } else {
                "%H:%M"
            };
            (at, at.beijing().strftime(format).to_string())
        })
        .collect()
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::emulator::clock::MANUAL_START;

    fn hours(count: u64) -> ApiTime {
        MANUAL_START + Duration::from_hours(count)
    }

    #[test]
    fn a_step_line_holds_each_value_until_the_next_and_the_last_to_the_end() {
        let chart = Chart::new(hours(0), hours(4), 4.0, (720, 160));
        let corners = chart.step_points(&[(hours(0), 2.0), (hours(2), 4.0)]);
        let middle = f64::midpoint(LEFT, 720.0 - RIGHT);
        let (two, four) = (chart.y(2.0), chart.y(4.0));
        assert_eq!(
            corners,
            [(LEFT, two), (middle, two), (middle, four), (720.0 - RIGHT, four)]
        );
    }

    #[test]
    fn the_axis_has_round_moments_of_beijing() {
        let labels = |span| {
            ticks(hours(0), hours(span), 720.0)
                .into_iter()
                .map(|(_, label)| label)
                .collect::<Vec<_>>()
        };
        assert_eq!(labels(1), ["16:40", "16:50", "17:00", "17:10", "17:20", "17:30"]);
        assert_eq!(labels(7 * 24)[..2], ["01-16", "01-17"]);
        assert!(labels(30 * 24).len() <= 8);
    }

    #[test]
    fn charts_in_a_file_are_below_each_other_and_well_formed() {
        let mut chart = Chart::new(hours(0), hours(24), 10.0, (720, 160));
        chart.band(&[(hours(0), 1.0)], &[(hours(0), 9.0)]);
        chart.filled_steps(&[(hours(1), 2.0)]);
        chart.wanted_steps(&[(hours(1), 3.0)]);
        chart.limit(8.0);
        chart.dots(&[(hours(1), 1.0), (hours(2), 2.0)]);
        let file = stack(&[("a<b".to_owned(), chart)]);
        let mut reader = quick_xml::Reader::from_str(&file);
        while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
        assert!(file.contains("a&lt;b"));
    }
}
