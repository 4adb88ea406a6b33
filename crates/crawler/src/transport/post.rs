//! Telling others: one POST, with the same guard as every request, and nothing read but the status.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use url::Url;

use super::{Transport, host};
use crate::{
    error::{Cause, Error},
    fetch::Crawler,
    guard,
};

/// A message for a web address of the user's own choice.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// Where to.
    pub url: &'a str,
    /// A JSON document.
    pub json: &'a str,
    /// What the receiver knows it again by: sent as `Idempotency-Key`.
    pub id: &'a str,
    /// A secret for `Authorization: Bearer`; never logged, never part of an error.
    pub token: Option<&'a str>,
    /// For the whole exchange.
    pub timeout: Duration,
}

impl Crawler {
    /// Posts a message and gives the status of the answer. Redirects are not followed: the address
    /// is the one that was chosen. Private addresses are refused as for every request.
    ///
    /// # Errors
    /// When there is no answer in time, or the address may not be asked.
    pub async fn post(&self, message: &Message<'_>) -> Result<u16, Error> {
        let posted = self.transport().post(message).await;
        posted.map_err(|cause| Error::new(message.url, cause))
    }
}

impl Transport {
    async fn post(&self, message: &Message<'_>) -> Result<u16, Cause> {
        let url = Url::parse(message.url).map_err(Cause::NotAnAddress)?;
        guard::check(&url, self.settings.allow_loopback)?;
        let host = host(&url);
        if url.scheme() == "https" && !self.has_roots {
            return Err(Cause::NoRoots(host));
        }
        let wrong = |setting| Cause::Setting {
            setting,
            why: "cannot stand in a header field".to_owned(),
        };
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, self.user_agent.clone());
        let id = HeaderValue::from_str(message.id).map_err(|_| wrong("id"))?;
        headers.insert("idempotency-key", id);
        if let Some(token) = message.token {
            let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut bearer = bearer.map_err(|_| wrong("token"))?;
            bearer.set_sensitive(true);
            headers.insert(AUTHORIZATION, bearer);
        }
        let request = self.client.post(url).headers(headers);
        let send = request.body(message.json.to_owned()).send();
        let answer = match tokio::time::timeout(message.timeout, send).await {
            Ok(answer) => answer.map_err(|error| self.cause(error, &host))?,
            Err(_) => {
                let limit = message.timeout;
                return Err(Cause::Timeout { host, limit });
            }
        };
        let remote = answer.remote_addr().map(|address| address.ip());
        if let Some(ip) = remote.filter(|ip| !guard::allowed(*ip, self.settings.allow_loopback)) {
            return Err(Cause::NotPublic { host, ip });
        }
        Ok(answer.status().as_u16())
    }
}
