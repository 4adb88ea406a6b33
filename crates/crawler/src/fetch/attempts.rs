//! One address in its host's turn, asked again where that can help.

use std::time::Duration;

use url::Url;

use super::Crawler;
use crate::{
    backoff,
    error::Cause,
    transport::{Answer, Ask, host},
};

impl Crawler {
    /// Asks once a turn, again where that can help.
    pub(super) async fn attempts(
        &self,
        url: &Url,
        ask: &Ask,
        pause: Option<Duration>,
    ) -> Result<Answer, Cause> {
        let settings = &self.inner.settings;
        let pause = pause.unwrap_or_default().max(settings.min_delay);
        let mut attempt = 0;
        loop {
            let mut slot = self.inner.hosts.turn(&host(url)).await;
            if slot.closed() > settings.longest_wait {
                let (host, wait) = (host(url), slot.closed());
                return Err(Cause::Busy { host, wait });
            }
            self.wait(slot.wait()).await?;
            let outcome = self.inner.transport.send(url, ask).await;
            slot.used(pause);
            let Some(wait) = self.wait_after(&outcome, url, attempt) else {
                return outcome;
            };
            slot.close(wait);
            if attempt >= settings.retries || wait > settings.longest_wait {
                return given_up(outcome, url, wait);
            }
            tracing::debug!(%url, ?wait, attempt, "asks again");
            attempt += 1;
        }
    }

    /// How long to leave the host alone after this outcome; `None` where it stands.
    fn wait_after(
        &self,
        outcome: &Result<Answer, Cause>,
        url: &Url,
        attempt: u32,
    ) -> Option<Duration> {
        let own = backoff::delay(self.inner.settings.back_off, attempt, url.as_str());
        match outcome {
            Ok(answer) if matches!(answer.status, 429 | 503) => {
                let asked = answer.header("retry-after");
                let asked = asked.and_then(|value| backoff::retry_after(value, answer.at));
                Some(asked.unwrap_or(own))
            }
            Err(cause) if cause.passes() => Some(own),
            _ => None,
        }
    }
}

/// What remains after the last attempt. 503 is a statement of the site, and kept; 429 is one
/// about this crawler, and no evidence of anything.
fn given_up(outcome: Result<Answer, Cause>, url: &Url, wait: Duration) -> Result<Answer, Cause> {
    match outcome {
        Ok(answer) if answer.status == 429 => {
            let host = host(url);
            Err(Cause::Busy { host, wait })
        }
        other => other,
    }
}
