//! Whether a text is gone, or only cannot be seen. In doubt it cannot be seen: to say that somebody
//! removed a statement that still stands would be a false accusation.

use backpedal_model::{Absence, Document, DocumentKind, Snapshot};
use foldhash::HashSet;
use url::Url;

use crate::{
    lists::{CONSENT, CORRECTIONS, NOT_FOUND, SUBSCRIBE},
    reading::{Reading, join},
};

/// A page that says that there is none has few words; our choice.
const NOTICE: usize = 120;

/// A question for consent may have some more, with its list of purposes; our choice.
const WALL: usize = 500;

/// A text that shares so little with the one before is another; our choice.
const OTHER: f64 = 0.1;

/// Fewer words than these cannot be told from another text; our choice.
const TELLING: usize = 30;

/// An article has at least so many words; our choice.
const ARTICLE: usize = 80;

/// The text that was seen last.
pub(crate) struct Before<'a> {
    pub(crate) document: &'a Document,
    pub(crate) reading: &'a Reading,
    pub(crate) landed: Option<&'a str>,
}

/// What an answer without a text tells; `None` where its text counts. The outer `None`: the answer
/// tells nothing at all.
pub(crate) fn by_status(status: Option<u16>) -> Option<Option<Absence>> {
    Some(match status {
        Some(404) => Some(Absence::NotFound),
        Some(410) => Some(Absence::Gone),
        Some(401 | 402 | 403 | 451) => Some(Absence::Refused),
        Some(300..) => return None,
        _ => None,
    })
}

/// Whether what was read is another thing than the text of the address.
pub(crate) fn by_text(
    address: &str,
    snapshot: &Snapshot,
    now: Option<(&Document, &Reading)>,
    before: Option<&Before<'_>>,
) -> Option<Absence> {
    let share = |reading: &Reading| before.map(|before| overlap(before.reading, reading));
    if leads_home(address, snapshot.landed.as_deref()) {
        let known = now.and_then(|(_, reading)| share(reading));
        if known.is_none_or(|known| known < 0.5) {
            return Some(Absence::Home);
        }
    }
    let Some((document, reading)) = now else {
        return Some(Absence::Empty);
    };
    if reading.words.is_empty() {
        return Some(Absence::Empty);
    }
    let same = share(reading);
    let differs = same.is_none_or(|same| same < 0.5);
    let title = document.title.as_deref().unwrap_or_default().to_lowercase();
    let text = reading.clean.text.to_lowercase();
    let few = reading.words.len();
    if differs && few <= NOTICE && says_not_found(&title, &text) {
        return Some(Absence::SaysNotFound);
    }
    if differs && few <= WALL && CONSENT.count(&title) + CONSENT.count(&text) >= 3 {
        return Some(Absence::Consent);
    }
    let before = before?;
    if is_cut(before.reading, reading, &text) {
        return Some(Absence::Cut);
    }
    is_other(before, document, reading, snapshot).then_some(Absence::Other)
}

/// A page that says it in its headline, or in one of few words.
fn says_not_found(title: &str, text: &str) -> bool {
    let few = text.split_whitespace().count() <= 40;
    let asks = title.split_whitespace().count() <= 10;
    (asks && NOT_FOUND.count(title) > 0) || (few && NOT_FOUND.count(text) > 0)
}

/// Whether redirects led from a page to the home page of its own site.
fn leads_home(address: &str, landed: Option<&str>) -> bool {
    let (Ok(asked), Some(Ok(landed))) = (Url::parse(address), landed.map(Url::parse)) else {
        return false;
    };
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).to_owned()
    };
    let home = |url: &Url| {
        let path = url.path().trim_matches('/');
        let index = matches!(path, "" | "index.html" | "index.htm" | "index.php" | "home");
        index && url.query().is_none()
    };
    host(&asked) == host(&landed) && home(&landed) && !home(&asked)
}

/// The share of the smaller text's runs of three words that the other has too.
pub(crate) fn overlap(a: &Reading, b: &Reading) -> f64 {
    let (a, b): (HashSet<u64>, HashSet<u64>) = (a.shingles(), b.shingles());
    let smaller = a.len().min(b.len());
    if smaller == 0 {
        return 0.0;
    }
    a.intersection(&b).count() as f64 / smaller as f64
}

/// Whether only the beginning of the text before is shown.
fn is_cut(before: &Reading, now: &Reading, text: &str) -> bool {
    let (old, new) = (before.words.len(), now.words.len());
    let calls = SUBSCRIBE.count(text) > SUBSCRIBE.count(&before.clean.text.to_lowercase());
    let most = if calls { old * 9 / 10 } else { old * 6 / 10 };
    if old < TELLING || new > most {
        return false;
    }
    let corrected = now.sentences.iter().any(|words| {
        let low = now.slice(words.clone()).to_lowercase();
        CORRECTIONS.begin(&low)
    });
    if corrected {
        return false;
    }
    let pairs = before.words.iter().zip(&now.words);
    let same = pairs.take_while(|(a, b)| a.norm == b.norm).count();
    let begins = same * 10 >= new * 8 || (calls && same >= 5);
    begins && same > 0
}

/// Whether a text that shares next to nothing stands in the place of the one before. An article
/// under the same canonical address that was written anew is none.
fn is_other(before: &Before<'_>, document: &Document, reading: &Reading, at: &Snapshot) -> bool {
    let live = matches!(
        document.kind,
        DocumentKind::Status | DocumentKind::Discussion
    );
    let short = before.reading.words.len() < TELLING;
    if live || short || overlap(before.reading, reading) >= OTHER {
        return false;
    }
    let title = |reading: &Reading| reading.title.join(" ");
    if !title(reading).is_empty() && title(reading) == title(before.reading) {
        return false;
    }
    let moved = at.landed.as_deref() != before.landed;
    let other = document.url != before.document.url;
    let article = reading.words.len() >= ARTICLE;
    moved || other || !article || join(&reading.words).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_home_page_of_the_same_site_is_home() {
        let asked = "https://www.gazette.example/2024/05/halyard";
        for (landed, home) in [
            ("https://gazette.example/", true),
            ("https://www.gazette.example/index.html", true),
            ("https://gazette.example/news", false),
            ("https://gazette.example/?next=%2Fhalyard", false),
            ("https://consent.example/", false),
            (asked, false),
        ] {
            assert_eq!(leads_home(asked, Some(landed)), home, "{landed}");
        }
        assert!(!leads_home(
            "https://gazette.example/",
            Some("https://www.gazette.example/")
        ));
        assert!(!leads_home(asked, None));
    }

    #[test]
    fn statuses() {
        assert_eq!(by_status(Some(404)), Some(Some(Absence::NotFound)));
        assert_eq!(by_status(Some(410)), Some(Some(Absence::Gone)));
        assert_eq!(by_status(Some(403)), Some(Some(Absence::Refused)));
        assert_eq!(by_status(Some(503)), None);
        assert_eq!(by_status(Some(429)), None);
        assert_eq!(by_status(Some(200)), Some(None));
        assert_eq!(by_status(None), Some(None));
    }
}
