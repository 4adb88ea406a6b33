//! How a text is laid out: one voice, or many under heads of one form.

use super::{dates, heads, lines::Line};

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Genre {
    /// One voice.
    Plain,
    /// Posts, each under the account and the time.
    Posts,
    /// Status updates, each under its time and label.
    Updates,
    /// A thread whose entries stand under "name 3 hours ago".
    Thread,
    /// A forum: a line with the name, a line with the time, the text.
    Forum,
    /// A forum whose entries stand under "name · time".
    Entries,
    /// A record of who said what, each turn after "NAME:".
    Turns,
    /// One writer's numbered posts.
    Serial,
    /// A mail with headers and quotes.
    Mail,
}

regex!(
    UPDATE,
    r"(?i)^(?:(?P<l1>investigating|identified|monitoring|resolved|update|updated|correction|completed|scheduled|in progress|postmortem|verifying)\s*[-–—|:]\s*(?P<r1>.+)|(?P<r2>[^|]+)\s\|\s*(?P<l2>investigating|identified|monitoring|resolved|update|updated|correction|completed|scheduled|in progress|postmortem|verifying))\s*$"
);
regex!(
    AGO,
    r"^\s*(?P<h>[\w.-]{2,30})\s+(?P<n>\d+)\s+(?:seconds?|minutes?|hours?|days?) ago\b.{0,24}$"
);
regex!(
    WROTE,
    r"^(?:> ?)*(?:On .{6,90}?,\s+|At \d.{6,60}?,\s+)?(?P<name>\p{Lu}[\w.'’-]+(?:\s+\p{Lu}[\w.'’-]*)*)\s*(?:\((?P<org>[^)]+)\)|<[^>]*>)?\s*wrote:\s*$"
);
regex!(
    MAIL_HEAD,
    r"(?i)^(?:from: |date: .*\d{4}|.* at [\w-]+\.\w+$)"
);
/// Headers of one kind needed before a text counts as that genre (policy).
const ENOUGH: usize = 2;

/// The layout of a text.
pub(super) fn genre(lines: &[Line<'_>]) -> Genre {
    let count = |fits: &dyn Fn(&str) -> bool| lines.iter().filter(|line| fits(line.text)).count();
    let forum = lines
        .windows(2)
        .filter(|pair| heads::entry(pair).is_some())
        .count();
    let posts: Vec<bool> = lines
        .iter()
        .filter_map(|line| heads::post(line.text).map(|head| head.account))
        .collect();
    if posts.len() >= ENOUGH {
        let account = posts.iter().any(|account| *account);
        if account {
            Genre::Posts
        } else {
            Genre::Entries
        }
    } else if count(&|line| update_header(line).is_some()) >= ENOUGH {
        Genre::Updates
    } else if count(&|line| AGO.is_match(line)) >= ENOUGH {
        Genre::Thread
    } else if forum >= ENOUGH {
        Genre::Forum
    } else if turns(lines) {
        Genre::Turns
    } else if count(&|line| serial(line)) > ENOUGH {
        Genre::Serial
    } else if count(&|line| line.starts_with("> ") || WROTE.is_match(line)) >= ENOUGH
        || lines
            .iter()
            .take(6)
            .filter(|line| MAIL_HEAD.is_match(line.text))
            .count()
            >= ENOUGH
            && lines.first().is_some_and(|line| line.text.starts_with('['))
    {
        Genre::Mail
    } else {
        Genre::Plain
    }
}

/// The time of a status update, if the line is the head of one.
pub(super) fn update_header(line: &str) -> Option<dates::Found> {
    let found = UPDATE.captures(line.trim())?;
    let rest = found.name("r1").or_else(|| found.name("r2"))?;
    dates::first(rest.as_str())
}

/// Turns of speakers, one of whom speaks again.
fn turns(lines: &[Line<'_>]) -> bool {
    let mut names: Vec<String> = lines
        .iter()
        .filter_map(|line| heads::turn(line.text.trim()))
        .map(|(name, _)| name)
        .collect();
    let all = names.len();
    names.sort();
    names.dedup();
    all > ENOUGH + 1 && names.len() > 1 && names.len() < all
}

/// "3/ And so": a post of a numbered thread.
pub(super) fn serial(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..3).contains(&digits) && line[digits..].starts_with("/ ")
}

/// "name 3 hours ago": the head of an entry.
pub(super) fn ago(line: &str) -> Option<regex::Captures<'_>> {
    AGO.captures(line)
}

/// "On Monday, Ann Oak wrote:": whose words the quoted lines below are.
pub(super) fn wrote(line: &str) -> Option<regex::Captures<'_>> {
    WROTE.captures(line)
}
