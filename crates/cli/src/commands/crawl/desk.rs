//! What a crawl brings is kept, some at a time, and then told.

use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};

use anyhow::Context as _;
use backpedal_crawler::{Capture, Event, Hop, Listener};
use backpedal_model::{Origin, Problem, Snapshot};
use backpedal_store::{Exchange, Put, Store};
use jiff::Timestamp;
use tokio::{runtime::Handle, sync::oneshot};

use super::in_words;
use crate::{
    console::{Bar, Console},
    exit::Hint,
};

/// So many things, and bytes of them, may wait for the disk before the crawl waits for it too
/// (policy): more than come while the last ones are being kept.
const MOST: usize = 1_024;
const MOST_BYTES: usize = 16 << 20;

/// Takes what the crawler brings, hands it to a [`Keeper`], and shows it.
pub(super) struct Desk<'a> {
    pub(super) console: &'a Console,
    pub(super) bar: Bar,
    /// Whether summaries and warnings are shown as they come.
    pub(super) watch: bool,
    /// What is not handed on yet.
    waiting: Mutex<Waiting>,
    orders: mpsc::Sender<Order>,
    /// Tells others what is new, after each round, and gives what could not be told.
    pub(super) news: &'a News<'a>,
    /// What could not be told after the last round.
    untold: Mutex<Vec<Problem>>,
}

/// Tells others what is new.
pub(super) type News<'a> = dyn Fn(&Handle) -> anyhow::Result<Vec<Problem>> + Sync + 'a;

#[derive(Default)]
struct Waiting {
    items: Vec<Item>,
    bytes: usize,
}

/// Things to keep together, and whom to tell whether they are.
pub(super) struct Order {
    items: Vec<Item>,
    kept: oneshot::Sender<bool>,
}

/// Brings things to the disk, on a thread of its own, so that the crawl need not wait for it.
pub(super) struct Keeper<'a> {
    pub(super) store: &'a Store,
    pub(super) console: &'a Console,
    /// Whether each thing that was kept is told as a line of JSON.
    pub(super) lines: bool,
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
            let kept = self.kept().await;
            if kept {
                tokio::task::block_in_place(|| self.tell_others());
            }
            return kept;
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
        let waiting = std::mem::take(&mut *self.waiting());
        let (kept, told) = oneshot::channel();
        let order = Order {
            items: waiting.items,
            kept,
        };
        // Without a keeper nothing is kept.
        self.orders.send(order).is_ok() && told.await.unwrap_or(false)
    }
}

impl<'a> Desk<'a> {
    /// A desk, and where its orders go.
    pub(super) fn new(
        console: &'a Console,
        watch: bool,
        news: &'a News<'a>,
    ) -> (Self, mpsc::Receiver<Order>) {
        let (orders, received) = mpsc::channel();
        let desk = Self {
            console,
            bar: console.spinner("crawl"),
            watch,
            waiting: Mutex::default(),
            orders,
            news,
            untold: Mutex::default(),
        };
        (desk, received)
    }

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

    /// Hands on what is left, and gives what others could not be told.
    pub(super) async fn close(self) -> Vec<Problem> {
        // The keeper says why, if it cannot.
        let _ = (&self).kept().await;
        let untold = self.untold.into_inner();
        untold.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper<'_> {
    /// Carries orders out until nobody gives any more, or one fails; then all that follow do.
    ///
    /// # Errors
    /// When something could not be kept, or the lines not be written.
    pub(super) fn work(&self, orders: mpsc::Receiver<Order>) -> anyhow::Result<()> {
        for order in orders {
            let kept = self.keep(&order.items);
            // Who does not wait for it any more need not be told.
            let _ = order.kept.send(kept.is_ok());
            kept?;
        }
        Ok(())
    }

    /// Keeps all, and then tells it.
    fn keep(&self, items: &[Item]) -> anyhow::Result<()> {
        let puts: Vec<Put<'_>> = items.iter().map(Item::put).collect();
        let kept = self.store.put_all(&puts);
        kept.with_context(|| match items {
            [one] => format!("{} cannot be kept", one.name()),
            all => format!("the last {} answers cannot be kept", all.len()),
        })
        .with_context(|| Hint("what was kept before is safe; make room and run again".into()))?;
        if !self.lines || items.is_empty() {
            return Ok(());
        }
        let lines: Vec<String> = items.iter().map(|item| item.line().to_string()).collect();
        self.console.result(&lines.join("\n"))
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
        truncated: hop.truncated,
    }
}
