//! The console: what the emulator has and does, as a page for people. Rendered here, readable without any script; a few
//! lines of script follow what happens. Its buttons are forms, guarded as the admin API is.

mod calendar;
mod calls;
mod dashboard;
mod forms;
mod group;
mod history;
mod page;

pub(crate) use dashboard::show as front_page;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use super::gateway::Gateway;

/// The routes, below the path of the admin API.
pub(crate) fn router() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/", get(dashboard::show))
        .route("/groups/{region}/{id}", get(group::show))
        .route("/call-log", get(calls::show))
        .route("/console/clock", post(forms::clock))
        .route("/console/faults", post(forms::add_fault))
        .route("/console/faults/clear", post(forms::clear_faults))
        .route("/console/health", post(forms::health))
        .route("/console/metrics", post(forms::metric))
        .route("/icon.svg", get(icon))
        .route("/console.css", get(css))
        .route("/console.js", get(js))
}

async fn icon() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "image/svg+xml")],
        include_str!("icon.svg"),
    )
}

async fn css() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("console.css"),
    )
}

async fn js() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("console.js"),
    )
}
