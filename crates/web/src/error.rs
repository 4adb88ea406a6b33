//! What can go wrong, and what the reader sees of it.

use std::{io, net::SocketAddr};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::pages::problem;

/// Why the server could not start or a page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The pages have no log-in, so other machines are refused unless the caller says otherwise.
    #[error(
        "{address} can be reached from other machines, and the pages have no log-in: listen on 127.0.0.1"
    )]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The address could not be bound.
    #[error("cannot listen on {address}: {source}: choose another port, or 0 for any")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The listener failed.
    #[error("the connection failed: {0}")]
    Connection(#[source] io::Error),
    /// What was asked is not clear.
    #[error("{0}")]
    Request(String),
    /// There is no such thing.
    #[error("there is no {what} {id:?} here: the cases are listed under /cases")]
    Absent {
        /// "case" or "claim".
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] backpedal_store::Error),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] backpedal_indexer::Error),
    /// The program is ending.
    #[error("the server is stopping")]
    Stopped,
}

impl Error {
    pub(crate) fn status(&self) -> StatusCode {
        use backpedal_indexer::Error as Search;
        match self {
            Self::Request(_) | Self::Index(Search::Syntax { .. }) => StatusCode::BAD_REQUEST,
            Self::Absent { .. } => StatusCode::NOT_FOUND,
            Self::Index(Search::Missing { .. } | Search::Outdated { .. } | Search::Busy { .. })
            | Self::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::warn!(error = %self, "a page could not be made");
        }
        problem(status, &self.to_string())
    }
}
