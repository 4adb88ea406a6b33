//! Cases, claims, the style sheet, and pages that say what went wrong.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use backpedal_model::{ClaimId, Dossier};
use backpedal_store::{CaseSummary, Store};
use url::form_urlencoded;

use crate::{Error, Site};

#[derive(Template)]
#[template(path = "cases.html")]
struct Cases {
    cases: Vec<CaseSummary>,
}

#[derive(Template)]
#[template(path = "inner.html")]
struct Inner {
    title: String,
    body: String,
    api: Option<String>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem<'a> {
    title: &'a str,
    message: &'a str,
}

/// A page from its template.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says what went wrong.
pub(crate) fn problem(status: StatusCode, message: &str) -> Response {
    let title = match status {
        StatusCode::BAD_REQUEST => "That is not clear",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::SERVICE_UNAVAILABLE => "Not ready",
        _ if status.is_client_error() => "Refused",
        _ => "That failed",
    };
    html(status, &Problem { title, message })
}

/// `GET /cases`
pub(crate) async fn cases(State(site): State<Site>) -> Result<Response, Error> {
    let cases = site.with_store(|store| Ok(store.cases()?)).await?;
    Ok(html(StatusCode::OK, &Cases { cases }))
}

/// A case's dossier.
pub(crate) fn dossier(store: &Store, id: &str) -> Result<Dossier, Error> {
    let found = store.dossier(id)?;
    found.ok_or_else(|| Error::Absent {
        what: "case",
        id: id.to_owned(),
    })
}

/// `GET /case/{id}`
pub(crate) async fn case(
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let page = site.with_store(move |store| {
        let dossier = dossier(store, &id)?;
        Ok(Inner {
            body: backpedal_report::body(&dossier, Some("/claim/")),
            api: Some(format!("/api/case/{}", dossier.case.id)),
            title: dossier.case.title,
        })
    });
    Ok(html(StatusCode::OK, &page.await?))
}

/// `GET /claim/{id}`
pub(crate) async fn claim(
    State(site): State<Site>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let pairs = form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes());
    let case = pairs
        .into_owned()
        .find(|(name, _)| name == "case")
        .map(|(_, case)| case);
    let page = site.with_store(move |store| {
        let cases = match case {
            Some(case) => vec![case],
            None => store.cases()?.into_iter().map(|case| case.id).collect(),
        };
        let claim = ClaimId::from_printed(&id);
        for case in cases {
            let dossier = dossier(store, &case)?;
            let address = format!("/case/{}", dossier.case.id);
            if let Some(body) = backpedal_report::claim_body(&dossier, &claim, &address) {
                let title = format!("A claim in {}", dossier.case.title);
                return Ok(Inner {
                    title,
                    body,
                    api: None,
                });
            }
        }
        Err(Error::Absent { what: "claim", id })
    });
    Ok(html(StatusCode::OK, &page.await?))
}

/// `GET /style.css`
pub(crate) async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        backpedal_report::STYLE,
    )
}

/// Everything else.
pub(crate) async fn missing() -> Response {
    problem(StatusCode::NOT_FOUND, "There is no page at this address.")
}
