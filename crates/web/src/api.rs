//! The same as JSON, for programs.

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use backpedal_indexer::{Hit, Results};
use backpedal_report::Render as _;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{Error, Site, pages::dossier, params};

/// The version of the fields of `/api/search` and `/api/cases`.
const SCHEMA: u32 = 1;

/// An error as JSON, with the same status as the page.
pub(crate) struct Failure(Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.0.status();
        let text = json!({"schema": SCHEMA, "error": self.0.to_string()});
        answer(status, text.to_string())
    }
}

fn answer(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// `GET /api/search`
pub(crate) async fn search(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let query = params::read(query.as_deref())?;
    let page = params::page(&query);
    let results = site
        .with_index(move |index| Ok(index.search(&query)?))
        .await?;
    Ok(answer(StatusCode::OK, found(&results, page).to_string()))
}

fn found(results: &Results, page: usize) -> Value {
    let facets: Map<String, Value> = results
        .facets
        .iter()
        .map(|(facet, values)| {
            let values = values
                .iter()
                .map(|(value, count)| json!({"value": value, "count": count}));
            (facet.as_str().to_owned(), values.collect())
        })
        .collect();
    json!({
        "schema": SCHEMA,
        "total": results.total,
        "page": page,
        "pages": params::pages(results.total),
        "any_word": results.any_word,
        "hits": results.hits.iter().map(hit).collect::<Vec<_>>(),
        "facets": facets,
    })
}

#[derive(Serialize)]
struct Piece<'a> {
    text: &'a str,
    hit: bool,
}

fn hit(hit: &Hit) -> Value {
    let snippet: Vec<Piece<'_>> = hit
        .snippet
        .iter()
        .map(|(text, hit)| Piece { text, hit: *hit })
        .collect();
    json!({
        "id": hit.id, "type": hit.kind_of, "case": hit.case, "title": hit.title,
        "snippet": snippet, "document": hit.document, "document_id": hit.document_id,
        "url": hit.url, "span": hit.span, "date": hit.date, "speaker": hit.speaker,
        "party": hit.party, "kind": hit.claim_kind, "polarity": hit.polarity,
        "outcome": hit.outcome, "source": hit.source, "score": hit.score,
    })
}

/// `GET /api/cases`
pub(crate) async fn cases(State(site): State<Site>) -> Result<Response, Failure> {
    let cases = site.with_store(|store| Ok(store.cases()?)).await?;
    Ok(answer(
        StatusCode::OK,
        json!({"schema": SCHEMA, "cases": cases}).to_string(),
    ))
}

/// `GET /api/case/{id}`
pub(crate) async fn case(
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let text =
        site.with_store(move |store| Ok(backpedal_report::Json.render(&dossier(store, &id)?)));
    Ok(answer(StatusCode::OK, text.await?))
}
