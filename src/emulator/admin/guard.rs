//! Who may use the admin API: programs of this machine, and pages that the emulator itself served. A web page of another
//! site runs on this machine too, in a browser; it gives itself away by its `Origin`, or by a `Host` that is a name of
//! its own which it let point here.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error_response::ErrorResponse;

/// Lets through what [`check`] has nothing against.
pub(super) async fn guard(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    match check(peer, request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn check(peer: SocketAddr, method: &Method, headers: &HeaderMap) -> Result<(), ErrorResponse> {
    // Even an emulator that listens to other machines is driven from its own alone.
    if !peer.ip().to_canonical().is_loopback() {
        return Err(ErrorResponse::forbidden(format!(
            "the admin API answers only callers on the emulator's own machine, not {peer}"
        )));
    }
    let text = |name| {
        headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
    };
    let host = text(header::HOST).unwrap_or_default();
    if !is_loopback(&host) {
        return Err(ErrorResponse::forbidden(format!(
            "the admin API answers to localhost and to addresses of this machine, not to Host {host:?}"
        )));
    }
    let foreign = |origin: &str| origin.strip_prefix("http://") != Some(&*host);
    match text(header::ORIGIN) {
        Some(origin) if foreign(&origin) => Err(ErrorResponse::forbidden(format!(
            "the admin API does not answer pages of {origin}; only the emulator's own page may use it"
        ))),
        // A browser that keeps the origin to itself still says that the page is another's.
        None if *method != Method::GET
            && text(header::HeaderName::from_static("sec-fetch-site"))
                .is_some_and(|site| site != "same-origin" && site != "none") =>
        {
            Err(ErrorResponse::forbidden(
                "the admin API does not take changes from pages of other sites",
            ))
        }
        _ => Ok(()),
    }
}

/// Whether a `Host` header names this machine and nothing else.
fn is_loopback(host: &str) -> bool {
    let Ok(uri) = format!("http://{host}/").parse::<Uri>() else {
        return false;
    };
    let Some(name) = uri.host() else {
        return false;
    };
    let address = name
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|ip| ip.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "127.0.0.1:9";

    fn status(peer: &str, method: &Method, headers: &[(&'static str, &str)]) -> u16 {
        let peer = peer.parse().expect("an address");
        let headers = headers.iter().map(|(name, value)| {
            let name = header::HeaderName::from_static(name);
            (name, value.parse().expect("a value"))
        });
        let headers: HeaderMap = headers.collect();
        check(peer, method, &headers).map_or_else(|refusal| refusal.0.as_u16(), |()| 200)
    }

    #[test]
    fn only_callers_on_this_machine_are_answered() {
        let host = [("host", "127.0.0.1:8080")];
        for here in [HERE, "[::1]:9", "[::ffff:127.0.0.1]:9"] {
            assert_eq!(status(here, &Method::GET, &host), 200, "{here}");
        }
        for elsewhere in ["192.0.2.1:9", "[2001:db8::1]:9"] {
            assert_eq!(status(elsewhere, &Method::GET, &host), 403, "{elsewhere}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        for host in [
            "localhost",
            "LocalHost:8080",
            "127.0.0.1:8080",
            "127.1.2.3",
            "[::1]:8080",
        ] {
            assert_eq!(status(HERE, &Method::GET, &[("host", host)]), 200, "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example:8080",
            "192.0.2.1",
            "",
            "127.0.0.1@evil.example",
        ] {
            assert_eq!(status(HERE, &Method::GET, &[("host", host)]), 403, "{host}");
        }
        assert_eq!(status(HERE, &Method::GET, &[]), 403);
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_its_own_are_not() {
        let from = |origin| {
            status(
                HERE,
                &Method::POST,
                &[("host", "localhost:80"), ("origin", origin)],
            )
        };
        assert_eq!(from("http://localhost:80"), 200);
        for origin in [
            "http://evil.example",
            "null",
            "https://localhost:80",
            "http://localhost:81",
            "http://127.0.0.1:80",
        ] {
            assert_eq!(from(origin), 403, "{origin}");
        }
        let fetched = |site| {
            status(
                HERE,
                &Method::POST,
                &[("host", "localhost"), ("sec-fetch-site", site)],
            )
        };
        assert_eq!((fetched("cross-site"), fetched("same-site")), (403, 403));
        assert_eq!((fetched("same-origin"), fetched("none")), (200, 200));
    }
}
