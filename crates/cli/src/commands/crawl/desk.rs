//! What a crawl brings is kept, some at a time, and then told.

use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use backpedal_crawler::{Capture, Event, Hop, Listener};
use backpedal_model::{Origin, Problem, Snapshot};
use backpedal_store::{Exchange, Put, Store};
use jiff::Timestamp;
use tokio::runtime::Handle;

use super::in_words;
use crate::{
    console::{Bar, Console},
    exit::Hint,
};

/// How many things, and bytes of them, wait for the disk together (policy): a flush is cheap for
/// each of that many, and a crash loses no more.
const MOST: usize = 128;
const MOST_BYTES: usize = 16 << 20;

/// Keeps what the crawler brings, and shows it.
pub(super) struct Desk<'a> {
    pub(super) store: &'a Store,
    pub(super) console: &'a Console,
    pub(super) bar: Bar,
    /// Whether summaries and warnings are shown as they come.
    pub(super) watch: bool,
    /// Whether each thing that was kept is told as a line of JSON.
    pub(super) lines: bool,
    pub(super) waiting: Mutex<Waiting>,
    /// Tells others what is new, after each round, and gives what could not be told.
    pub(super) news: &'a News<'a>,
    /// What could not be told after the last round.
    pub(super) untold: Mutex<Vec<Problem>>,
}

/// Tells others what is new.
pub(super) type News<'a> = dyn Fn(&Handle) -> anyhow::Result<Vec<Problem>> + Sync + 'a;

/// What is not kept yet.
#[derive(Default)]
pub(super) struct Waiting {
    items: Vec<Item>,
    bytes: usize,
    /// Why something could not be kept, which ends the crawl.
    failed: Option<anyhow::Error>,
}

enum Item {
    Capture {
        snapshot: Box<Snapshot>,
        body: Vec<u8>,
        exchange: Exchange,
        unchanged: bool,
    },
    Visit {
        word: &'static str,
        origin: Origin,
        at: Timestamp,
        status: u16,
        note: Option<String>,
        exchange: Option<Exchange>,
    },
}

impl Listener for &Desk<'_> {
    async fn tell(&self, event: Event) -> bool {
        self.show(&event);
        if matches!(event, Event::Done(_)) {
            return tokio::task::block_in_place(|| {
                let kept = self.keep();
                if kept {
                    self.tell_others();
                }
                kept
            });
        }
        let full = {
            let mut waiting = self.waiting();
            if let Some(item) = item(event) {
                waiting.bytes += item.bytes();
                waiting.items.push(item);
            }
            waiting.items.len() >= MOST || waiting.bytes >= MOST_BYTES
        };
        if full { self.kept().await } else { true }
    }

    async fn kept(&self) -> bool {
        tokio::task::block_in_place(|| self.keep())
    }
}

impl Desk<'_> {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, event: &Event) {
        match event {
            Event::Started { origin, .. } => self.bar.say(origin.as_str()),
            Event::Done(summary) if self.watch => self.console.note(&in_words(summary)),
            Event::Noted { problem, .. }
            | Event::Failed { problem, .. }
            | Event::LeftOver { problem, .. }
                if self.watch =>
            {
                self.console.note(&format!("warning: {problem}"));
            }
            _ => {}
        }
    }

    /// Keeps all that waits, and then tells it. False once something could not be kept.
    fn keep(&self) -> bool {
        let mut waiting = self.waiting();
        if waiting.failed.is_some() {
            return false;
        }
        let items = std::mem::take(&mut waiting.items);
        waiting.bytes = 0;
        let puts: Vec<Put<'_>> = items.iter().map(Item::put).collect();
        let kept = self.store.put_all(&puts);
        let told = kept
            .with_context(|| match &items[..] {
                [one] => format!("{} cannot be kept", one.name()),
                all => format!("the last {} answers cannot be kept", all.len()),
            })
            .with_context(|| Hint("what was kept before is safe; make room and run again".into()))
            .and_then(|()| self.lines(&items));
        waiting.failed = told.err();
        waiting.failed.is_none()
    }

    /// Tells others what the round brought. That this fails is no reason to end the crawl.
    fn tell_others(&self) {
        self.bar.say("telling what is new");
        let untold = (self.news)(&Handle::current()).unwrap_or_else(|error| {
            let message = format!("nothing could be told: {error:#}");
            vec![Problem::new("[notify]", message)]
        });
        if self.watch {
            self.console.problems(&untold);
        }
        *self.untold.lock().unwrap_or_else(PoisonError::into_inner) = untold;
    }

    fn lines(&self, items: &[Item]) -> anyhow::Result<()> {
        if !self.lines || items.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = items.iter().map(|item| item.line().to_string()).collect();
        self.console.result(&lines.join("\n"))
    }

    /// Keeps what is left, and gives what others could not be told; why something could not be
    /// kept, if so.
    pub(super) fn close(self) -> anyhow::Result<Vec<Problem>> {
        self.keep();
        let failed = self.waiting().failed.take();
        let untold = self.untold.into_inner();
        failed.map_or(Ok(untold.unwrap_or_else(PoisonError::into_inner)), Err)
    }
}

impl Item {
    const fn bytes(&self) -> usize {
        match self {
            Self::Capture { body, .. } => body.len(),
            Self::Visit { .. } => 0,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Capture { snapshot, .. } => snapshot.origin.as_str(),
            Self::Visit { origin, .. } => origin.as_str(),
        }
    }

    fn put(&self) -> Put<'_> {
        match self {
            Self::Capture {
                snapshot,
                body,
                exchange,
                ..
            } => Put::Capture {
                snapshot,
                body,
                exchange: Some(exchange),
            },
            Self::Visit {
                origin,
                at,
                status,
                note,
                exchange,
                ..
            } => Put::Visit {
                origin,
                at: *at,
                status: *status,
                note: note.as_deref(),
                exchange: exchange.as_ref(),
            },
        }
    }

    fn line(&self) -> serde_json::Value {
        match self {
            Self::Capture {
                snapshot,
                unchanged,
                ..
            } => serde_json::json!({
                "event": "captured",
                "url": snapshot.origin.as_str(),
                "at": snapshot.captured_at,
                "status": snapshot.status,
                "id": snapshot.id,
                "digest": snapshot.digest,
                "bytes": snapshot.bytes,
                "unchanged": unchanged,
            }),
            Self::Visit {
                word,
                origin,
                at,
                note,
                ..
            } => serde_json::json!({
                "event": word, "url": origin.as_str(), "at": at, "cause": note,
            }),
        }
    }
}

/// What of an event is to be kept.
fn item(event: Event) -> Option<Item> {
    let failed = |word, problem: Problem, hops: Vec<Hop>| Item::Visit {
        word,
        origin: Origin::Url(problem.input),
        at: crate::clock::now(),
        status: 0,
        note: Some(problem.message),
        exchange: of_hops(hops, false),
    };
    Some(match event {
        Event::Captured {
            capture, unchanged, ..
        } => captured(*capture, unchanged),
        Event::NotModified {
            origin, at, hops, ..
        } => Item::Visit {
            word: "not-modified",
            origin,
            at,
            status: 304,
            note: None,
            exchange: of_hops(hops, true),
        },
        Event::Refused { refusal, .. } => {
            let problem = refusal.problem();
            failed("refused", problem, refusal.hops)
        }
        Event::Failed { problem, hops, .. } => failed("failed", problem, hops),
        _ => return None,
    })
}

fn captured(capture: Capture, unchanged: bool) -> Item {
    let exchange = Exchange {
        request_head: capture.exchange_request_head,
        response_head: capture.exchange_response_head,
        remote: capture.remote,
        target: capture.snapshot.landed.clone(),
        hops: capture.hops.into_iter().map(hop).collect(),
    };
    Item::Capture {
        snapshot: Box::new(capture.snapshot),
        body: capture.body,
        exchange,
        unchanged,
    }
}

/// The exchange of a look that brought no capture. With `answered`, the last hop is the answer.
fn of_hops(mut hops: Vec<Hop>, answered: bool) -> Option<Exchange> {
    let answer = if answered { hops.pop() } else { None };
    if answer.is_none() && hops.is_empty() {
        return None;
    }
    let mut exchange = Exchange {
        hops: hops.into_iter().map(hop).collect(),
        ..Exchange::default()
    };
    if let Some(answer) = answer {
        exchange.request_head = answer.request_head;
        exchange.response_head = answer.response_head;
        exchange.remote = answer.remote;
        exchange.target = Some(answer.url);
    }
    Some(exchange)
}

fn hop(hop: Hop) -> backpedal_store::Hop {
    backpedal_store::Hop {
        url: hop.url,
        at: hop.at,
        request_head: hop.request_head,
        response_head: hop.response_head,
        remote: hop.remote,
        body: hop.body,
    }
}
