//! One address in its host's turn, asked again where that can help.

use std::time::Duration;

use url::Url;

use super::Crawler;
use crate::{
    backoff,
    capture::Hop,
    error::Cause,
    hosts::Turn,
    ratelimit,
    transport::{Answer, Ask, Broken, host},
};

impl Crawler {
    /// Asks once a turn, again where that can help. Answers that were not the last, and a last one
    /// that only asks for patience, are put to `hops`.
    pub(super) async fn attempts(
        &self,
        url: &Url,
        ask: &Ask,
        pause: Option<Duration>,
        hops: &mut Vec<Hop>,
    ) -> Result<Answer, Cause> {
        let settings = &self.inner.settings;
        let pause = pause.unwrap_or_default().max(settings.min_delay);
        let name = host(url);
        let mut attempt = 0;
        loop {
            let turn = self.inner.hosts.turn(&name).await;
            self.wait_for(&turn, pause, &name).await?;
            let outcome = self.inner.transport.send(url, ask).await;
            turn.used(pause, counted(&outcome, ask));
            let Some(wait) = self.wait_after(&outcome, url, &turn) else {
                return stands(outcome, url, hops);
            };
            turn.close(wait);
            if attempt >= settings.retries || wait > settings.longest_wait {
                return given_up(outcome, url, wait, hops);
            }
            let received = match outcome {
                Ok(answer) => Some(answer),
                Err(broken) => broken.received.map(|answer| *answer),
            };
            hops.extend(received.map(|answer| answer.hop(url)));
            tracing::debug!(%url, ?wait, attempt, "asks again");
            attempt += 1;
        }
    }

    /// Waits until the host may be asked. Another request may close it meanwhile.
    async fn wait_for(&self, turn: &Turn, pause: Duration, name: &str) -> Result<(), Cause> {
        loop {
            let wait = turn.closed();
            if wait > self.inner.settings.longest_wait {
                let host = name.to_owned();
                return Err(Cause::Busy { host, wait });
            }
            self.wait(turn.reserve(pause)).await?;
            if turn.closed().is_zero() {
                return Ok(());
            }
        }
    }

    /// How long to leave the host alone after this outcome before asking the same again; `None`
    /// where the outcome stands.
    fn wait_after(
        &self,
        outcome: &Result<Answer, Broken>,
        url: &Url,
        turn: &Turn,
    ) -> Option<Duration> {
        let limit = outcome.as_ref().ok();
        let limit = limit.and_then(|answer| ratelimit::exhausted(&answer.headers, answer.at));
        let troubled = match outcome {
            Ok(answer) => matches!(answer.status, 429 | 503),
            Err(broken) => broken.cause.passes(),
        };
        let troubles = turn.trouble(troubled);
        if !troubled {
            // This was the last request that the host allows for now.
            if let Some(wait) = limit {
                turn.close(wait);
            }
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(|answer| {
            let value = answer.header("retry-after")?;
            backoff::retry_after(value, answer.at)
        });
        let own = || backoff::delay(self.inner.settings.back_off, troubles, url.as_str());
        Some(asked.or(limit).unwrap_or_else(own))
    }
}

/// The bytes that count against a host's budget.
fn counted(outcome: &Result<Answer, Broken>, ask: &Ask) -> u64 {
    let received = match outcome {
        Ok(answer) => Some(answer),
        Err(broken) => broken.received.as_deref(),
    };
    let received = received.filter(|_| ask.counts);
    received.map_or(0, |answer| answer.body.len() as u64)
}

/// The outcome, when nothing more is asked. What there is of an answer is put to `hops`.
fn stands(
    outcome: Result<Answer, Broken>,
    url: &Url,
    hops: &mut Vec<Hop>,
) -> Result<Answer, Cause> {
    outcome.map_err(|broken| {
        hops.extend(broken.received.map(|answer| answer.hop(url)));
        broken.cause
    })
}

/// What remains after the last attempt. 503 is a statement of the site, and kept; 429 is one
/// about this crawler, and no evidence of anything.
fn given_up(
    outcome: Result<Answer, Broken>,
    url: &Url,
    wait: Duration,
    hops: &mut Vec<Hop>,
) -> Result<Answer, Cause> {
    match outcome {
        Ok(answer) if answer.status == 429 => {
            let host = host(url);
            hops.push(answer.hop(url));
            Err(Cause::Busy { host, wait })
        }
        other => stands(other, url, hops),
    }
}
