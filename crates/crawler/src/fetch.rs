//! One address, fetched politely: rules, turn, request, redirects, limits, capture.

mod attempts;
mod want;

use std::{sync::Arc, time::Duration};

use backpedal_model::{Origin, Snapshot};
use reqwest::header::LOCATION;
use tokio::sync::watch;
use url::Url;

pub use want::Want;

use crate::{
    capture::{self, Capture, Fetched, Hop, Refusal, Validators},
    decode,
    error::{Cause, Error},
    guard,
    hosts::Hosts,
    robots::{self, Kept, Rules, Ruling},
    settings::Settings,
    source::is_interface,
    transport::{Answer, Ask, Transport, host},
};

struct Inner {
    settings: Settings,
    transport: Transport,
    hosts: Hosts,
    robots: robots::Cache,
}

/// Fetches addresses, and remembers each host's rules and pace. Clones share that memory.
#[derive(Clone)]
pub struct Crawler {
    inner: Arc<Inner>,
    /// Set to true when the crawl is to end; waits end then.
    stop: Option<watch::Receiver<bool>>,
}

/// Where a chain of redirects ended.
enum Followed {
    Answer { answer: Box<Answer>, url: Url },
    Refused(Refusal),
}

impl Crawler {
    /// A crawler with these settings. Sends nothing yet.
    ///
    /// # Errors
    /// When a setting is missing or cannot be used.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let transport = Transport::new(&settings)?;
        Ok(Self {
            inner: Arc::new(Inner {
                hosts: Hosts::new(settings.per_host),
                settings,
                transport,
                robots: robots::Cache::default(),
            }),
            stop: None,
        })
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// What is known of the hosts.
    pub(crate) fn hosts(&self) -> &Hosts {
        &self.inner.hosts
    }

    /// What sends.
    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    /// The caller's time.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.inner.transport.now()
    }

    /// The same crawler, whose waits end when `stop` turns true.
    pub(crate) fn until(&self, stop: watch::Receiver<bool>) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            stop: Some(stop),
        }
    }

    /// Whether it was told to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }

    /// Resolves when it is told to stop; never, where nobody can.
    pub(crate) async fn stopped(&self) {
        if let Some(mut stop) = self.stop.clone()
            && stop.wait_for(|stop| *stop).await.is_ok()
        {
            return;
        }
        std::future::pending().await
    }

    /// Fetches a page. With `validators` the server may answer that nothing has changed.
    ///
    /// # Errors
    /// When there is no full answer within the limits; an error status is an answer.
    pub async fn fetch(
        &self,
        url: &str,
        validators: Option<&Validators>,
    ) -> Result<Fetched, Error> {
        self.fetch_as(Want::Page, url, validators).await
    }

    /// Fetches a page, a feed or a measurement file.
    ///
    /// # Errors
    /// As for [`Crawler::fetch`].
    pub async fn fetch_as(
        &self,
        want: Want,
        url: &str,
        validators: Option<&Validators>,
    ) -> Result<Fetched, Error> {
        let mut hops = Vec::new();
        let fetched = self.fetched(want, url, validators, &mut hops).await;
        fetched.map_err(|cause| Error {
            hops: hops.into(),
            ..Error::new(url, cause)
        })
    }

    async fn fetched(
        &self,
        want: Want,
        text: &str,
        validators: Option<&Validators>,
        hops: &mut Vec<Hop>,
    ) -> Result<Fetched, Cause> {
        let mut start = Url::parse(text).map_err(Cause::NotAnAddress)?;
        start.set_fragment(None);
        let settings = &self.inner.settings;
        let ask = want.ask(settings, validators);
        let followed = self.follow(start.clone(), &ask, true, settings.redirects, hops);
        let (answer, url) = match followed.await? {
            Followed::Refused(mut refusal) => {
                refusal.hops = std::mem::take(hops);
                return Ok(Fetched::Refused(refusal));
            }
            Followed::Answer { answer, url } => (answer, url),
        };
        if answer.status == 304 && validators.is_some() {
            let at = answer.at;
            hops.push(answer.hop(&url));
            return Ok(Fetched::NotModified {
                url: text.to_owned(),
                at,
                hops: std::mem::take(hops),
            });
        }
        if want != Want::File {
            let limits = decode::Limits {
                bytes: settings.page_limit,
                ratio: settings.ratio_limit,
            };
            let read = decode::unpack(&answer.body, answer.header("content-encoding"), limits);
            let cause = read.err();
            if let Some(cause) = cause {
                hops.push(answer.hop(&url));
                return Err(cause);
            }
        }
        let mut capture = capture_of(text, *answer, &url, std::mem::take(hops));
        capture.snapshot.landed = (url != start).then(|| url.into());
        Ok(Fetched::New(Box::new(capture)))
    }

    /// Follows redirects by hand: each step is guarded, ruled on and waited for like the first. All
    /// answers but the last are put to `hops`.
    async fn follow(
        &self,
        start: Url,
        ask: &Ask,
        by_rules: bool,
        most: usize,
        hops: &mut Vec<Hop>,
    ) -> Result<Followed, Cause> {
        let mut url = start;
        let mut before = Vec::new();
        loop {
            guard::check(&url, self.inner.settings.allow_loopback)?;
            let mut pause = None;
            if by_rules && !is_interface(&url) {
                let longest = self.inner.settings.max_crawl_delay;
                match self.rules(&url, hops).await?.ruling(&url, longest) {
                    Ruling::Allowed(asked) => pause = asked,
                    Ruling::Failed(cause) => return Err(Cause::Robots(cause)),
                    Ruling::Refused(reason) => {
                        return Ok(Followed::Refused(Refusal {
                            url: url.into(),
                            reason,
                            hops: Vec::new(),
                        }));
                    }
                }
            }
            let answer = self.attempts(&url, ask, pause, hops).await?;
            let Some(target) = redirect(&answer) else {
                return Ok(Followed::Answer {
                    answer: Box::new(answer),
                    url,
                });
            };
            hops.push(answer.hop(&url));
            let mut next = url.join(&target).map_err(|_| Cause::BadRedirect(target))?;
            next.set_fragment(None);
            before.push(url);
            // No cookie is kept: what led away once leads away again.
            if before.contains(&next) {
                return Err(Cause::Circle(next.into()));
            }
            if before.len() > most {
                return Err(Cause::Redirects(most));
            }
            url = next;
        }
    }

    /// The rules of the site; fetched once, then kept.
    async fn rules(&self, url: &Url, hops: &mut Vec<Hop>) -> Result<Arc<Rules>, Cause> {
        let cell = self.inner.robots.cell(url);
        let mut kept = cell.lock().await;
        if let Some(rules) = kept.as_ref().and_then(Kept::current) {
            return Ok(rules);
        }
        let rules = self.fetch_rules(url, hops).await?;
        let longest = self.inner.settings.max_crawl_delay;
        if let Some(pause) = rules.pause().filter(|s| *s > longest.as_secs_f32()) {
            tracing::warn!(host = host(url), pause, ?longest, "Crawl-delay is cut");
        }
        let fresh = Kept::new(rules);
        let rules = fresh.current();
        *kept = Some(fresh);
        Ok(rules.unwrap_or_else(|| Arc::new(Rules::AllowAll)))
    }

    async fn fetch_rules(&self, url: &Url, hops: &mut Vec<Hop>) -> Result<Rules, Cause> {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        let ask = Ask {
            accept: "text/plain,*/*;q=0.1",
            packed: false,
            validators: Validators::default(),
            limit: robots::LIMIT,
            cut: true,
            counts: true,
            timeout: self.inner.settings.page_timeout,
        };
        // Boxed, because `follow` asks for rules and rules are followed to.
        let followed = self.follow(address, &ask, false, robots::REDIRECTS, hops);
        match Box::pin(followed).await {
            Ok(Followed::Answer { answer, url }) => {
                let rules = Rules::of_answer(answer.status, &answer.body);
                hops.push(answer.hop(&url));
                Ok(rules)
            }
            // RFC 9309, section 2.3.1.2: after five redirects it may count as unavailable.
            Ok(Followed::Refused(_)) | Err(Cause::Redirects(_) | Cause::Circle(_)) => {
                Ok(Rules::AllowAll)
            }
            Err(Cause::Stopped) => Err(Cause::Stopped),
            // It asked for peace, which is no failure to keep.
            Err(busy @ Cause::Busy { .. }) => Err(busy),
            Err(cause) => Ok(Rules::Unreachable(Arc::new(cause))),
        }
    }

    /// Sleeps, unless the crawl is to end.
    async fn wait(&self, time: Duration) -> Result<(), Cause> {
        // A timer rounds up to its next tick, also from nothing.
        if time.is_zero() && !self.is_stopped() {
            return Ok(());
        }
        tokio::select! {
            biased;
            () = self.stopped() => Err(Cause::Stopped),
            () = tokio::time::sleep(time) => Ok(()),
        }
    }
}

/// Where an answer redirects to; without a target it is an answer like any other.
fn redirect(answer: &Answer) -> Option<String> {
    let target = answer.headers.get(LOCATION)?;
    // Some servers write the target in bare UTF-8.
    matches!(answer.status, 301 | 302 | 303 | 307 | 308)
        .then(|| String::from_utf8_lossy(target.as_bytes()).into_owned())
}

fn capture_of(asked: &str, answer: Answer, url: &Url, hops: Vec<Hop>) -> Capture {
    let origin = Origin::Url(asked.to_owned());
    let mut snapshot = Snapshot::new(origin, answer.at, &answer.body);
    snapshot.status = Some(answer.status);
    snapshot.media_type = answer.header("content-type").map(str::to_owned);
    snapshot.headers = capture::fields(&answer.headers);
    Capture {
        snapshot,
        body: answer.body,
        exchange_request_head: answer.request_head,
        exchange_response_head: answer.response_head,
        remote: answer.remote,
        final_url: url.to_string(),
        hops,
    }
}
