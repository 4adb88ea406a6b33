//! Who is told what a crawl does.

use std::future::Future;

use tokio::sync::mpsc;

use crate::event::Event;

/// Keeps what a crawl brings.
///
/// What [`Listener::tell`] has returned for counts as kept: only then is the look at its address
/// finished in the frontier. So a crawl that is killed fetches again what was not kept, and
/// nothing else.
pub trait Listener: Send + Sync {
    /// Tells one event, in order. False where nobody keeps it: the crawl then ends, and the
    /// address stays to be fetched.
    fn tell(&self, event: Event) -> impl Future<Output = bool> + Send;

    /// Resolves when nobody listens any more.
    fn closed(&self) -> impl Future<Output = ()> + Send {
        std::future::pending()
    }
}

/// For callers that need no proof of keeping: an event that lies in the channel counts as kept.
impl Listener for mpsc::Sender<Event> {
    async fn tell(&self, event: Event) -> bool {
        self.send(event).await.is_ok()
    }

    async fn closed(&self) {
        mpsc::Sender::closed(self).await;
    }
}
