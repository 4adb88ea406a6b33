//! From what a person knows of a source to the first address to ask.
//!
//! A case names accounts, searches and pages as people see them; what a program has to ask is
//! worked out here, so that kind and address are all that a crawler needs.

mod services;

pub use services::X_POST_FIELDS;

use jiff::SignedDuration;
use url::Url;

use super::SourceKind;
use super::fields::{Fields, Notes, Placed};
use super::inputs;
use crate::{Interval, Origin};

/// See [`super::Case::near`].
pub(super) fn near(window: Interval) -> Interval {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    window.widen(days(7), days(60))
}

/// The first address to ask, or the file to read.
pub(super) fn origin(
    fields: &mut Fields<'_, '_>,
    kind: SourceKind,
    window: Option<Interval>,
) -> Option<Origin> {
    // A file is an export or a saved answer, whatever its kind.
    if fields.has("path") {
        spare(fields);
        return inputs::origin(fields);
    }
    let near = window.map(near);
    let address = match kind {
        SourceKind::HackerNews => services::hacker_news(fields),
        SourceKind::Mastodon => services::mastodon(fields),
        SourceKind::Bluesky => services::bluesky(fields, near),
        SourceKind::X => services::x(fields),
        SourceKind::Memento => services::memento(fields, near),
        SourceKind::Sitemap => at_root(inputs::origin(fields)?, "/sitemap.xml"),
        SourceKind::Statuspage => at_root(inputs::origin(fields)?, "/api/v2/incidents.json"),
        _ => return inputs::origin(fields),
    };
    address.map(|url| Origin::Url(url.into()))
}

/// Marks the keys of all services as known, so that a wrong `kind` or a `path` gives one mistake.
pub(super) fn spare(fields: &mut Fields<'_, '_>) {
    for key in [
        "account",
        "hashtag",
        "search",
        "conversation",
        "item",
        "of",
        "server",
    ] {
        let given = fields.take(key);
        if let Some(value) = given.filter(|_| fields.has("path")) {
            let message = format!("{} has both \"path\" and {key:?}", fields.what);
            let expected = "a file alone, or what to ask for";
            fields.notes.wrong(&value.span(), message, expected, None);
        }
    }
    fields.take("path");
    fields.take("url");
}

/// The address of a site alone means the file that such sites have at that place.
fn at_root(origin: Origin, path: &str) -> Option<Url> {
    let mut url = Url::parse(origin.as_str()).ok()?;
    if url.path() == "/" && url.query().is_none() {
        url.set_path(path);
    }
    Some(url)
}

/// An address of the web; notes a mistake where it is none.
pub(super) fn web(notes: &Notes<'_>, given: &Placed<String>, or: &str) -> Option<Url> {
    let parsed = Url::parse(&given.value).ok();
    let fits = parsed.filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    if fits.is_none() {
        let message = format!("{:?} is no address", given.value);
        let expected = "an address that begins with https:// or http://";
        let hint = given.value.contains('.') && !given.value.contains("://");
        let hint = hint.then(|| format!("write \"https://{}\"{or}", given.value));
        notes.wrong(&given.at, message, expected, hint);
    }
    fits
}
