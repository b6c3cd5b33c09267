//! The page of one group.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::calendar::calendar;
use super::dashboard::{CARD, capacity_chart, event_list, status};
use super::page::page;
use crate::emulator::admin::PATH;
use crate::emulator::api_time::ApiTime;
use crate::emulator::chart::Chart;
use crate::emulator::engine::{because, doing};
use crate::emulator::events::instances;
use crate::emulator::gateway::Gateway;
use crate::emulator::store::{
    Activity, ActivityKind, ActivityStatus, Group, HealthStatus, Instance, Policy, Store,
};

/// How many instances and activities are shown.
const SHOWN: usize = 50;

pub(super) async fn show(
    State(gateway): State<Arc<Gateway>>,
    Path((region, id)): Path<(String, String)>,
) -> Response {
    let found = gateway.emulator.look(|store| {
        let group = store.regions.get(&region)?.group(&id).ok()?;
        Some((group.name.clone(), group.id, body(store, &region, group)))
    });
    let Some((name, id, body)) = found else {
        let gone = html! { section.card.empty { h2 { "There is no such group" } p { "It was deleted, or never was." } } };
        return (StatusCode::NOT_FOUND, page(&gateway, "Not found", &gone)).into_response();
    };
    let (mut events, _) = gateway.emulator.journal().read(0, usize::MAX);
    events.retain(|event| event.group == Some(id));
    let first = events.len().saturating_sub(SHOWN);
    let body = html! {
        (body)
        section.card { h2 { "What happened" } (event_list(&events[first..])) }
    };
    page(&gateway, &name, &body)
}

fn body(store: &Store, region: &str, group: &Group) -> Markup {
    let configuration = store
        .regions
        .get(region)
        .and_then(|region| region.configurations.get(&group.configuration));
    html! {
        div.row {
            h1 { (group.name) }
            (status(group))
        }
        p.quiet {
            "group " (group.id) " in " (region) ", configuration "
            (configuration.map_or("", |configuration| configuration.name.as_str())) ", made " (group.created.to_string())
        }
        section.card {
            div.capacity {
                strong { (group.size()) } " instances"
                @if group.size() != group.desired_capacity { span.arrow { " → " (group.desired_capacity) " wanted" } }
                span.quiet { ", between " (group.min_size) " and " (group.max_size) }
                @if let Some(running) = &group.running { " · " span.busy { (doing(&running.work)) } }
            }
            // Text in a drawing shrinks with it, so a narrow screen has a drawing of its own.
            div.on-desk { (capacity_chart(group, store.now, (1080, 240))) }
            div.on-phone { (capacity_chart(group, store.now, (400, 190))) }
        }
        @if !group.policies.is_empty() {
            h2 { "Policies" }
            div.grid {
                @for policy in group.policies.values() { (policy_card(group, policy, store.now)) }
            }
        }
        @if !group.tasks.is_empty() {
            section.card { h2 { "Tasks" } (calendar(group, store.now)) }
        }
        div.columns {
            section.card.wide { h2 { "Instances " span.count { (group.size()) } } (instance_list(group)) }
            section.card { h2 { "Activities " span.count { (group.activities.len()) } } (timeline(group)) }
        }
    }
}

fn policy_card(group: &Group, policy: &Policy, now: ApiTime) -> Markup {
    let metric = &policy.metric;
    let threshold = f64::from(metric.threshold);
    let points: Vec<(ApiTime, f64)> = group
        .metrics
        .get(&metric.dimension_name)
        .into_iter()
        .flatten()
        .map(|point| (point.at, point.value))
        .collect();
    let from = points.first().map_or(group.created, |(at, _)| *at);
    let highest = points
        .iter()
        .map(|(_, value)| *value)
        .fold(threshold * 1.25, f64::max);
    let mut chart = Chart::new(from, now, highest, CARD);
    chart.limit(threshold);
    chart.dots(&points);
    let word = metric.dimension_name.word();
    html! {
        section.card {
            div.row { h3 { (policy.name) } span.badge { (policy.streak) " of " (metric.repeat_times) " in a row" } }
            p.quiet.small {
                "when " (word) " " (metric.comparison_operator.sign()) " " (metric.threshold) " for "
                (metric.repeat_times) " × " (metric.period) " s: " (policy.effect())
            }
            (PreEscaped(chart.inline(&format!("{word} over time and the threshold {threshold}"))))
            form.inline method="post" action={ (PATH) "/console/metrics" } {
                input type="hidden" name="group" value=(group.id);
                input type="hidden" name="dimension" value=(word);
                label { "measure " input type="number" step="any" name="value" value=(threshold + 5.0) required; }
                button { "Put" }
            }
        }
    }
}

fn instance_list(group: &Group) -> Markup {
    html! {
        @if group.instances.is_empty() { p.quiet { "None." } }
        ul.instances {
            @for instance in group.instances.iter().take(SHOWN) { (instance_row(group, instance)) }
        }
        @if group.instances.len() > SHOWN { p.quiet { "and " (group.instances.len() - SHOWN) " more" } }
    }
}

fn instance_row(group: &Group, instance: &Instance) -> Markup {
    let healthy = instance.health == HealthStatus::Healthy;
    html! {
        li {
            span class=(if healthy { "dot good" } else { "dot bad" }) title=(if healthy { "healthy" } else { "unhealthy" }) {}
            div {
                strong { (instance.name) }
                @if instance.protected { " " span.badge { "protected" } }
                div.quiet.small.id { (instance.id) " · since " (instance.joined.to_string()) }
            }
            form method="post" action={ (PATH) "/console/health" } {
                input type="hidden" name="group" value=(group.id);
                input type="hidden" name="instance" value=(instance.id);
                button name="healthy" value=(!healthy) { @if healthy { "Make unhealthy" } @else { "Make healthy" } }
            }
        }
    }
}

fn timeline(group: &Group) -> Markup {
    html! {
        @if group.activities.is_empty() { p.quiet { "None." } }
        ol.timeline {
            @for activity in group.activities.iter().rev().take(SHOWN) { (step(activity)) }
        }
    }
}

fn step(activity: &Activity) -> Markup {
    let class = match activity.status {
        ActivityStatus::Running => "running",
        ActivityStatus::Succeeded => "done",
        ActivityStatus::Failed => "failed",
    };
    let what = match activity.kind {
        ActivityKind::ScaleOut => "launch",
        ActivityKind::ScaleIn => "terminate",
        ActivityKind::Attach => "attach",
        ActivityKind::Detach => "detach",
        ActivityKind::ReplaceUnhealthy => "replace",
    };
    let moved = activity.succeeded.len().max(activity.failed.len());
    html! {
        li class=(class) {
            time { (activity.start.to_string()) }
            div {
                strong { (what) " " @if moved > 0 { (instances(moved)) } }
                @if activity.status == ActivityStatus::Failed { " failed, error code " (activity.error_code) }
                @if activity.status == ActivityStatus::Running { " is running" }
                div.quiet.small { "because " (because(activity.cause)) " · " (activity.cause.words()) }
            }
        }
    }
}
