//! Who is told what a crawl does.

use std::future::Future;

use tokio::sync::mpsc;

use crate::event::Event;

/// Keeps what a crawl brings.
///
/// What was told before [`Listener::kept`] returned true counts as kept: only then are the looks
/// at its addresses finished in the frontier. So a crawl that is killed fetches again what was not
/// kept, and nothing else. Looks are finished some at a time, so that a listener can bring what
/// they brought to the disk together.
pub trait Listener: Send + Sync {
    /// Tells one event, in order. False where nobody will keep it: the crawl then ends, and the
    /// address stays to be fetched.
    fn tell(&self, event: Event) -> impl Future<Output = bool> + Send;

    /// Resolves when all that was told before is kept. False where it is not, and will not be: the
    /// crawl then ends, and the addresses stay to be fetched.
    fn kept(&self) -> impl Future<Output = bool> + Send {
        std::future::ready(true)
    }

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
