//! The kinds of things that are fetched, and what each is asked with.

use crate::{capture::Validators, settings::Settings, transport::Ask};

/// What to fetch: decides on `Accept`, packing and limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A page, a text or posts: packed if the server likes, up to the limit for pages.
    Page,
    /// A feed: the same, asking for feed types first.
    Feed,
    /// An answer of an interface for programs: the same, asking for JSON alone.
    Api,
    /// A measurement file: never packed on the way, up to the limit for files.
    File,
}

impl Want {
    pub(super) fn ask(self, settings: &Settings, validators: Option<&Validators>) -> Ask {
        let file = self == Self::File;
        Ask {
            accept: match self {
                Self::Page => {
                    "text/html,application/xhtml+xml,application/json,text/*;q=0.9,*/*;q=0.5"
                }
                Self::Feed => {
                    "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
                }
                Self::Api => "application/json",
                Self::File => "*/*",
            },
            packed: !file,
            validators: validators.cloned().unwrap_or_default(),
            limit: if file {
                settings.file_limit
            } else {
                settings.page_limit
            },
            cut: false,
            counts: !file,
            timeout: if file {
                settings.file_timeout
            } else {
                settings.page_timeout
            },
        }
    }
}
