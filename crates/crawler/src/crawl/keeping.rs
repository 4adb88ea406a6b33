//! What a listener brings to the disk while the crawl goes on.

use std::pin::Pin;

use backpedal_model::Finished;

/// Ends of looks that are written once what the looks brought is kept.
pub(super) struct Keeping<'a> {
    pub(super) done: Vec<Finished>,
    pub(super) kept: Pin<Box<dyn Future<Output = bool> + Send + 'a>>,
}

/// Resolves when it is kept, or cannot be; never, where there is nothing to keep.
pub(super) async fn kept(keeping: &mut Option<Keeping<'_>>) -> bool {
    match keeping {
        Some(keeping) => keeping.kept.as_mut().await,
        None => std::future::pending().await,
    }
}
