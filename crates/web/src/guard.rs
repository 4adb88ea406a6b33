//! What every request must pass, and what every answer carries.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{Site, pages::problem};

/// Longest path with query; a search with every facet fits many times over.
const LONGEST_ADDRESS: usize = 4096;

/// Everything off; then what the pages need: our own style sheet, the empty icon, our own form.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-cache"),
];

/// Refuses other hosts, methods and over-long addresses; adds the headers to every answer.
pub(crate) async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = match refused(&site, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        let (name, value) = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        response.headers_mut().insert(name, value);
    }
    response
}

fn refused(site: &Site, request: &Request) -> Option<Response> {
    let uri = request.uri();
    let named = request
        .headers()
        .get_all(header::HOST)
        .iter()
        .map(|host| host.to_str().ok());
    let hosts: Vec<Option<&str>> = named
        .chain(uri.authority().map(|a| Some(a.as_str())))
        .collect();
    let known = |host: &Option<&str>| host.is_some_and(|host| site.answers_to(without_port(host)));
    if hosts.is_empty() || !hosts.iter().all(known) {
        let text = "This server answers to localhost only: open http://localhost with its port.";
        return Some(problem(StatusCode::MISDIRECTED_REQUEST, text));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = problem(
            StatusCode::METHOD_NOT_ALLOWED,
            "These pages can only be read: use GET.",
        );
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Some(response);
    }
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    (length > LONGEST_ADDRESS).then(|| {
        problem(
            StatusCode::URI_TOO_LONG,
            "The address is too long: ask with fewer words or filters.",
        )
    })
}

fn without_port(host: &str) -> &str {
    match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_answered_to() {
        let site = Site::new("unused");
        let answers = |host: &str| site.answers_to(without_port(host));
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:8080",
            "[::1]:8080",
            "[::1]",
            "127.9.9.9",
        ] {
            assert!(answers(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "10.0.0.1",
            "",
            ":80",
        ] {
            assert!(!answers(host), "{host}");
        }
        let site = site.open_to(vec!["desk.example".into()]);
        assert!(site.answers_to("desk.example") && !site.answers_to("evil.example"));
    }
}
