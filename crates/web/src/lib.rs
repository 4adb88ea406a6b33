//! Search, case and claim pages on this machine, and the same as JSON.
//!
//! Everything is rendered here, on the server; no page holds a script, and the content security
//! policy would stop one. Requests are read only. By default the server listens on the loopback
//! and answers to loopback names only, so that a page from elsewhere cannot reach it under a name
//! of its own (DNS rebinding).
//!
//! ```
//! use backpedal_web::{Site, router};
//!
//! let site = Site::new("index");
//! let _pages: axum::Router = router(site);
//! ```
//!
//! | Address | Gives |
//! |---|---|
//! | `/` | search: `q`, `from`, `to`, `page`, and one parameter a facet, each repeatable |
//! | `/cases`, `/case/{id}` | the cases; one case as its report |
//! | `/claim/{id}` | why a claim has its outcome; `case` where several cases hold it |
//! | `/api/search`, `/api/cases`, `/api/case/{id}` | the same as JSON |
//! | `/healthz` | `ok` |

mod api;
mod error;
mod guard;
mod pages;
mod params;
mod search;
mod site;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use site::Site;

use std::{future::Future, net::SocketAddr};

use axum::{Router, middleware, routing::get};
use tokio::net::TcpListener;

/// The pages of a site.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(search::page))
        .route("/cases", get(pages::cases))
        .route("/case/{id}", get(pages::case))
        .route("/claim/{id}", get(pages::claim))
        .route("/api/search", get(api::search))
        .route("/api/cases", get(api::cases))
        .route("/api/case/{id}", get(api::case))
        .route("/healthz", get(|| async { "ok" }))
        .route("/style.css", get(pages::style))
        .fallback(pages::missing)
        .layer(middleware::from_fn_with_state(site.clone(), guard::guard))
        .with_state(site)
}

/// Listens on `address` and serves until `shutdown` is done; requests in progress are finished.
///
/// # Errors
/// When the address is not of the loopback and the site does not allow that, is taken, or the
/// connection fails.
pub async fn serve(
    site: Site,
    address: SocketAddr,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    site.may_listen_on(address)?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| Error::Bind { address, source })?;
    serve_on(site, listener, shutdown).await
}

/// As [`serve`], on a listener that the caller has bound; it tells the port where 0 was asked.
///
/// # Errors
/// As [`serve`].
pub async fn serve_on(
    site: Site,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let address = listener.local_addr().map_err(Error::Connection)?;
    site.may_listen_on(address)?;
    axum::serve(listener, router(site))
        .with_graceful_shutdown(shutdown)
        .await
        .map_err(Error::Connection)
}
