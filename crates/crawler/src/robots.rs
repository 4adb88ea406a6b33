//! robots.txt: what a site does not want fetched (RFC 9309).

mod file;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use file::RobotsFile;
use tokio::time::Instant;
use url::{Position, Url};

use crate::{capture::RefusalReason, error::Cause, settings::PRODUCT};

/// How much of a robots.txt is read (section 2.5 asks for 500 KiB at least).
pub(crate) const LIMIT: u64 = 500 * 1024;
/// How many redirects are followed (section 2.3.1.2 asks for five at least).
pub(crate) const REDIRECTS: usize = 5;
/// How long rules are kept (section 2.4: not over 24 hours).
const KEEP: Duration = Duration::from_secs(24 * 3600);
/// How long a failure is kept. Policy: short, for a status page may be back soon.
const KEEP_FAILURE: Duration = Duration::from_secs(5 * 60);

/// With the rules of so many sites at hand, those that nobody waits for are forgotten.
const MOST_SITES: usize = 1000;

/// The rules of one site for this crawler.
pub(crate) enum Rules {
    /// There are none (section 2.3.1.3).
    AllowAll,
    /// Those of a file.
    File(RobotsFile),
    /// Nothing may be fetched (section 2.3.1.4).
    DenyAll(RefusalReason),
    /// The site could not be reached, so nothing may be fetched.
    Unreachable(Arc<Cause>),
}

/// What the rules say of one address.
pub(crate) enum Ruling {
    /// Fetch it, with the pause that the site asks for.
    Allowed(Option<Duration>),
    /// Leave it.
    Refused(RefusalReason),
    /// The site could not be reached.
    Failed(Arc<Cause>),
}

impl Rules {
    /// The rules that an answer for `/robots.txt` means.
    pub(crate) fn of_answer(status: u16, body: &[u8]) -> Self {
        match status {
            200..=299 => Self::of_file(body),
            // A site that is asked too often has not said that all may be fetched.
            429 | 500.. => Self::DenyAll(RefusalReason::RobotsStatus(status)),
            _ => Self::AllowAll,
        }
    }

    fn of_file(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let end = usize::try_from(LIMIT).unwrap_or(usize::MAX);
        let body = match body.get(..end) {
            // Half a line can mean the opposite of the whole.
            Some(start) => &start[..start.iter().rposition(|b| *b == b'\n').unwrap_or(0)],
            None => body,
        };
        Self::File(RobotsFile::parse(PRODUCT, &String::from_utf8_lossy(body)))
    }

    /// The pause that they ask for, in seconds.
    pub(crate) fn pause(&self) -> Option<f32> {
        match self {
            Self::File(file) => file.pause(),
            Self::AllowAll | Self::DenyAll(_) | Self::Unreachable(_) => None,
        }
    }

    /// What they say of `url`; a pause is cut at `longest`.
    pub(crate) fn ruling(&self, url: &Url, longest: Duration) -> Ruling {
        match self {
            Self::AllowAll => Ruling::Allowed(None),
            Self::DenyAll(reason) => Ruling::Refused(*reason),
            Self::Unreachable(cause) => Ruling::Failed(Arc::clone(cause)),
            Self::File(file) if !file.allows(&url[Position::BeforePath..Position::AfterQuery]) => {
                Ruling::Refused(RefusalReason::Robots)
            }
            Self::File(_) => Ruling::Allowed(self.pause().map(|seconds| {
                Duration::try_from_secs_f32(seconds).map_or(longest, |delay| delay.min(longest))
            })),
        }
    }

    const fn keep(&self) -> Duration {
        match self {
            Self::AllowAll | Self::File(_) => KEEP,
            Self::DenyAll(_) | Self::Unreachable(_) => KEEP_FAILURE,
        }
    }
}

/// Rules with their end.
pub(crate) struct Kept {
    rules: Arc<Rules>,
    until: Instant,
}

impl Kept {
    pub(crate) fn new(rules: Rules) -> Self {
        let until = Instant::now() + rules.keep();
        Self {
            rules: Arc::new(rules),
            until,
        }
    }

    /// The rules, while they hold.
    pub(crate) fn current(&self) -> Option<Arc<Rules>> {
        (self.until > Instant::now()).then(|| Arc::clone(&self.rules))
    }
}

type Cell = Arc<tokio::sync::Mutex<Option<Kept>>>;

/// The rules of all sites met so far, by scheme, host and port.
#[derive(Default)]
pub(crate) struct Cache(Mutex<BTreeMap<String, Cell>>);

impl Cache {
    /// The place for a site's rules; locked while they are fetched, so that they are fetched once.
    pub(crate) fn cell(&self, url: &Url) -> Cell {
        let mut cells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let site = url.origin().ascii_serialization();
        if cells.len() >= MOST_SITES && !cells.contains_key(&site) {
            // Asking again costs a request; half a megabyte for each site ever met, the machine.
            cells.retain(|_, cell| Arc::strong_count(cell) > 1);
        }
        Arc::clone(cells.entry(site).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(rules: &Rules, path: &str) -> bool {
        let url = Url::parse("https://example.org")
            .unwrap()
            .join(path)
            .unwrap();
        matches!(
            rules.ruling(&url, Duration::from_secs(30)),
            Ruling::Allowed(_)
        )
    }

    #[test]
    fn a_missing_file_allows_all_and_a_broken_server_forbids_all() {
        for status in [204, 302, 401, 403, 404, 410] {
            assert!(allows(&Rules::of_answer(status, b""), "/a"), "{status}");
        }
        for status in [429, 500, 503, 599] {
            assert!(!allows(&Rules::of_answer(status, b""), "/a"), "{status}");
        }
    }

    #[test]
    fn the_longest_rule_for_our_own_name_wins() {
        let file = b"User-agent: *\nDisallow: /\n\nUser-agent: BACKPEDAL\nDisallow: /no\n\
                     Allow: /no/but\nDisallow: /*.pdf$\n";
        let rules = Rules::of_answer(200, file);
        for path in ["/", "/no/but/this", "/a.pdf?x", "/robots.txt"] {
            assert!(allows(&rules, path), "{path}");
        }
        for path in ["/no", "/no/x", "/nothing", "/a.pdf"] {
            assert!(!allows(&rules, path), "{path}");
        }
    }

    #[test]
    fn other_names_and_a_byte_order_mark_do_not_mislead() {
        let rules = Rules::of_answer(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n");
        assert!(!allows(&rules, "/a") && allows(&rules, "/b"));
        let rules = Rules::of_answer(200, b"User-agent: backpedalbot\nDisallow: /\n");
        assert!(allows(&rules, "/a"));
        assert!(allows(
            &Rules::of_answer(200, b"<html>\0\xff not rules"),
            "/a"
        ));
    }

    #[test]
    fn not_all_sites_are_remembered() {
        let cache = Cache::default();
        let site = |n: usize| Url::parse(&format!("http://{n}.example/")).unwrap();
        let held = cache.cell(&site(0));
        for n in 1..3 * MOST_SITES {
            cache.cell(&site(n));
        }
        assert!(cache.0.lock().unwrap().len() <= MOST_SITES);
        assert!(Arc::ptr_eq(&held, &cache.cell(&site(0))));
    }

    #[test]
    fn a_long_file_is_cut_at_a_whole_line() {
        let mut file = b"User-agent: *\nDisallow: /a\n".to_vec();
        let room = 500 * 1024 - file.len() - "Disallow: /".len();
        file.extend(std::iter::repeat_n(b'#', room - 1));
        file.extend_from_slice(b"\nDisallow: /only-this\nDisallow: /b\n");
        let rules = Rules::of_answer(200, &file);
        assert!(!allows(&rules, "/a"));
        assert!(allows(&rules, "/else"));
    }

    #[test]
    fn a_pause_is_honoured_up_to_the_cap() {
        let delay = |line: &str| {
            let file = format!("User-agent: *\nCrawl-delay: {line}\n");
            let rules = Rules::of_answer(200, file.as_bytes());
            let url = Url::parse("https://example.org/").unwrap();
            match rules.ruling(&url, Duration::from_secs(30)) {
                Ruling::Allowed(delay) => delay,
                _ => panic!("refused"),
            }
        };
        assert_eq!(delay("7"), Some(Duration::from_secs(7)));
        assert_eq!(delay("86400"), Some(Duration::from_secs(30)));
        assert_eq!(delay("1e39"), Some(Duration::from_secs(30)));
    }
}
