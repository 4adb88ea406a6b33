//! Texts of many voices: posts, status updates, comments, forums, mail with quotes.

use std::ops::Range;

use backpedal_model::{Moment, PartRole, Precision, PublishedDate, Zone};
use jiff::civil::{Date, DateTime};

use super::{dates, head::Head, lines::Line};

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
    /// A mail with headers and quotes.
    Mail,
}

/// A stretch of the text by voice, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) role: PartRole,
    pub(super) range: Range<usize>,
    pub(super) author: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) org: Option<String>,
    pub(super) at: Option<PublishedDate>,
}

regex!(
    POST,
    r"^(?:(?P<name>[^@()]{2,60}?)\s*\((?P<h>@\w+)\)|(?P<h2>@\w+))[,\s·•|–—-]*\s(?:at )?(?P<hh>\d{1,2})[:.](?P<mm>\d{2})\s*(?P<half>(?i:[ap]\.?m\.?))?(?: [A-Z]{1,4}T|Z| UTC)?\s*$"
);
regex!(
    UPDATE,
    r"(?i)^(?:(?P<l1>investigating|identified|monitoring|resolved|update|updated|correction|completed|scheduled|in progress|postmortem|verifying)\s*[-–—|:]\s*(?P<r1>.+)|(?P<r2>[^|]+)\s\|\s*(?P<l2>investigating|identified|monitoring|resolved|update|updated|correction|completed|scheduled|in progress|postmortem|verifying))\s*$"
);
regex!(
    AGO,
    r"^\s*(?P<h>[\w.-]{2,30})\s+(?P<n>\d+)\s+(?:seconds?|minutes?|hours?|days?) ago\b.{0,24}$"
);
regex!(HANDLE, r"^[\p{L}\d][\w.-]{1,29}$");
regex!(
    WROTE,
    r"^On .{6,90}?,\s+(?P<name>\p{Lu}[\w.'’-]+(?:\s+\p{Lu}[\w.'’-]*)*)\s*(?:\((?P<org>[^)]+)\)|<[^>]*>)?\s*wrote:\s*$"
);
regex!(
    MAIL_HEAD,
    r"(?i)^(?:from: |date: .*\d{4}|.* at [\w-]+\.\w+$)"
);
regex!(
    COMMENTS,
    r"(?i)^\W*(?:\d+ (?:comments?|responses?|replies)|comments?(?: \(\d+\))?|responses?)\W*$"
);
regex!(
    COMMENTER,
    r"^\s*(?:\d+[.)]|[•*-])?\s*(?P<h>[\p{L}\d@][\w.@-]*(?: [\p{L}\d][\w.-]*){0,2})(?: (?:says|said|wrote):?)?\s*$"
);
regex!(
    BOILERPLATE,
    r"(?i)^\W*(?:about (?:the author|us|\p{L}[\w&’' -]{1,40})|add your comments?|leave a (?:comment|reply)|post a comment|related (?:articles|stories|posts)|more information about .*|media contacts?:?.*|share this.*)$"
);
regex!(
    OF,
    r"^(?P<name>[^,]+),\s*(?P<role>[^,]+?)\s+(?:of|at|for|with)\s+(?P<org>\p{Lu}.*)$"
);

/// Headers of one kind needed before a text counts as that genre (policy).
const ENOUGH: usize = 2;

/// The layout of a text.
pub(super) fn genre(lines: &[Line<'_>]) -> Genre {
    let count = |fits: &dyn Fn(&str) -> bool| lines.iter().filter(|line| fits(line.text)).count();
    let forum = lines.windows(2).filter(|pair| forum_header(pair)).count();
    if count(&|line| POST.is_match(line)) >= ENOUGH {
        Genre::Posts
    } else if count(&|line| update_header(line).is_some()) >= ENOUGH {
        Genre::Updates
    } else if count(&|line| AGO.is_match(line)) >= ENOUGH {
        Genre::Thread
    } else if forum >= ENOUGH {
        Genre::Forum
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

fn forum_header(pair: &[Line<'_>]) -> bool {
    let [name, time] = pair else { return false };
    let date = dates::first(time.text).filter(|date| time.text.trim().len() < date.range.len() + 8);
    HANDLE.is_match(name.text.trim()) && date.is_some_and(|d| d.moment.precision() > Precision::Day)
}

/// The stretches of a text, in order.
pub(super) fn parts(
    lines: &[Line<'_>],
    genre: Genre,
    head: &Head,
    day: Option<Date>,
    zone: &str,
) -> Vec<Stretch> {
    let all = lines
        .iter()
        .take(8)
        .find_map(|line| dates::zone_of_all(line.text));
    let mut walk = Walk {
        parts: Vec::new(),
        open: None,
        genre,
        day,
        zone: all.unwrap_or_else(|| Zone::Assumed(zone.to_owned())),
        boilerplate: false,
        comments: false,
        quoted: None,
    };
    let mut number = 0;
    while number < lines.len() {
        number += walk.line(lines, number, head);
    }
    walk.close();
    walk.parts
}

struct Walk {
    parts: Vec<Stretch>,
    open: Option<Stretch>,
    genre: Genre,
    day: Option<Date>,
    zone: Zone,
    boilerplate: bool,
    comments: bool,
    /// Whom the quoted lines of a mail belong to.
    quoted: Option<(String, Option<String>)>,
}

impl Walk {
    fn close(&mut self) {
        self.parts
            .extend(self.open.take().filter(|part| !part.range.is_empty()));
    }

    /// A stretch of one line that belongs to nobody's text.
    fn single(&mut self, role: PartRole, range: Range<usize>) {
        self.close();
        self.parts.push(bare(role, range));
    }

    /// Announces that the next text belongs to somebody.
    fn begin(&mut self, part: Stretch) {
        self.close();
        self.open = Some(part);
    }

    /// Adds a line of text to the open stretch, or opens one of that role.
    fn extend(&mut self, role: PartRole, range: Range<usize>) {
        match &mut self.open {
            Some(part) if part.role == role => {
                if part.range.is_empty() {
                    part.range.start = range.start;
                }
                part.range.end = range.end;
            }
            _ => self.begin(bare(role, range)),
        }
    }

    /// Reads one line; returns how many lines were used.
    fn line(&mut self, lines: &[Line<'_>], number: usize, head: &Head) -> usize {
        let line = &lines[number];
        let range = line.range.clone();
        let text = line.text.trim();
        if text.is_empty() {
            return 1;
        }
        if head.title_line == Some(number) {
            self.single(PartRole::Title, range);
        } else if head.bylines.contains(&number) {
            self.single(PartRole::Byline, range);
        } else if COMMENTS.is_match(text) {
            self.single(PartRole::Byline, range);
            self.comments = number > lines.len() / 3;
            self.boilerplate = false;
        } else if let Some(used) = self.header(lines, number) {
            return used;
        } else if self.boilerplate || BOILERPLATE.is_match(text) && text.len() < 60 || text == "--"
        {
            self.boilerplate = true;
            self.extend(PartRole::Boilerplate, range);
        } else if self.comments {
            self.comment(line);
        } else {
            self.body(line, head);
        }
        1
    }

    /// Heads of posts, updates, comments and quotations.
    fn header(&mut self, lines: &[Line<'_>], number: usize) -> Option<usize> {
        let line = &lines[number];
        let (text, range) = (line.text.trim(), line.range.clone());
        let next = lines
            .get(number + 1)
            .map_or(range.end, |line| line.range.start);
        let mut used = 1;
        let part = match self.genre {
            Genre::Posts => self.post(&POST.captures(text)?, next),
            Genre::Updates => {
                let mut part = bare(PartRole::Update, next..next);
                part.at = Some(self.dated(update_header(text)?));
                part
            }
            Genre::Thread => {
                let found = AGO.captures(text)?;
                let mut part = bare(PartRole::Comment, next..next);
                part.author = Some(found["h"].to_owned());
                part
            }
            Genre::Forum if forum_header(lines.get(number..number + 2)?) => {
                used = 2;
                let mut part = bare(PartRole::Comment, next..next);
                part.author = Some(text.to_owned());
                part.at = dates::first(lines[number + 1].text).map(|found| self.dated(found));
                part
            }
            Genre::Mail => {
                let found = WROTE.captures(text)?;
                let org = found.name("org").map(|org| org.as_str().to_owned());
                self.quoted = Some((found["name"].to_owned(), org));
                self.single(PartRole::Byline, range);
                return Some(1);
            }
            _ => return None,
        };
        self.boilerplate = false;
        self.single(
            PartRole::Byline,
            range.start..lines[number + used - 1].range.end,
        );
        self.begin(part);
        Some(used)
    }

    fn post(&self, found: &regex::Captures<'_>, next: usize) -> Stretch {
        let text = |name: &str| found.name(name).map(|m| m.as_str().trim().to_owned());
        let mut part = bare(PartRole::Post, next..next);
        part.handle = text("h").or_else(|| text("h2"));
        part.author = text("name");
        if let Some(roled) = part.author.as_deref().and_then(|name| OF.captures(name)) {
            part.org = Some(roled["org"].to_owned());
            part.author = Some(roled["name"].to_owned());
        }
        let number = |name: &str| text(name).and_then(|t| t.parse().ok());
        let time = dates::clock(number("hh"), number("mm"), None, text("half").as_deref());
        part.at = self.day.zip(time).map(|(day, time)| {
            let at = DateTime::from_parts(day, time);
            let offset = dates::offset(&self.zone);
            self.date(
                Moment::new(at, Precision::Minute, offset),
                self.zone.clone(),
            )
        });
        part
    }

    fn dated(&self, found: dates::Found) -> PublishedDate {
        let zone = found.zone.unwrap_or_else(|| self.zone.clone());
        let moment = match (found.moment.offset(), dates::offset(&zone)) {
            (None, Some(offset)) => {
                Moment::new(found.moment.civil(), found.moment.precision(), Some(offset))
            }
            _ => found.moment,
        };
        self.date(moment, zone)
    }

    fn date(&self, at: Moment, zone: Zone) -> PublishedDate {
        PublishedDate {
            at,
            zone,
            source: backpedal_model::DateSource::Text,
        }
    }

    /// A line under "N comments": a commenter's name, or the words.
    fn comment(&mut self, line: &Line<'_>) {
        let range = line.range.clone();
        let named = COMMENTER
            .captures(line.text)
            .filter(|found| found["h"].len() < 31);
        let fresh = self.open.as_ref().is_none_or(|part| !part.range.is_empty());
        match named {
            Some(found) if fresh => {
                let mut part = bare(PartRole::Comment, range.end..range.end);
                part.author = Some(found["h"].trim_start_matches('@').to_owned());
                self.single(PartRole::Byline, range);
                self.begin(part);
            }
            _ => self.extend(PartRole::Comment, range),
        }
    }

    /// A line of the author's text, of a mail's quotation, or of the open post or update.
    fn body(&mut self, line: &Line<'_>, head: &Head) {
        let mut range = line.range.clone();
        if let Some(dateline) = head.dateline.clone().filter(|d| range.contains(&d.start)) {
            self.single(PartRole::Byline, dateline.clone());
            range.start = dateline.end;
        }
        let quoted = line.text.starts_with('>');
        let role = match &self.open {
            _ if quoted => PartRole::Quoted,
            _ if self.genre == Genre::Mail && line.indent() >= 4 => PartRole::Quoted,
            Some(part) if part.role != PartRole::Quoted => part.role,
            _ => PartRole::Body,
        };
        let opens = self.open.as_ref().is_none_or(|part| part.role != role);
        if quoted && opens {
            let deep = line.text.starts_with(">>") || line.text.starts_with("> >");
            let mut part = bare(role, range.clone());
            if let Some((name, org)) = self.quoted.clone().filter(|_| !deep) {
                part.author = Some(name);
                part.org = org;
            }
            self.begin(part);
        } else {
            self.split_depth(line, role, range);
        }
    }

    /// Within a quotation, a change of depth is a change of author.
    fn split_depth(&mut self, line: &Line<'_>, role: PartRole, range: Range<usize>) {
        let deep = line.text.starts_with(">>") || line.text.starts_with("> >");
        let open_author = self.open.as_ref().and_then(|part| part.author.clone());
        let author = self.quoted.as_ref().map(|(name, _)| name.clone());
        if role == PartRole::Quoted && !deep && line.text.starts_with('>') && open_author != author
        {
            let mut part = bare(role, range);
            part.author = author;
            part.org = self.quoted.as_ref().and_then(|(_, org)| org.clone());
            self.begin(part);
        } else {
            self.extend(role, range);
        }
    }
}

fn bare(role: PartRole, range: Range<usize>) -> Stretch {
    Stretch {
        role,
        range,
        author: None,
        handle: None,
        org: None,
        at: None,
    }
}
