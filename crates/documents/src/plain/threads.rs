//! Texts of many voices: posts, status updates, comments, forums, mail with quotes.

use std::ops::Range;

use backpedal_model::{Moment, PartRole, Precision, PublishedDate, Zone};
use jiff::civil::{Date, DateTime};

use super::{
    dates,
    genre::{Genre, ago, serial, update_header, wrote},
    head::Head,
    heads::{self, PostHead},
    lines::Line,
};

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
        quoted: Vec::new(),
        writer: head.author.clone(),
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
    /// Whom the quoted lines of a mail belong to, by depth: one mark is the first.
    quoted: Vec<Option<Writer>>,
    /// The writer of a numbered thread.
    writer: Option<String>,
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
            Genre::Posts | Genre::Entries => {
                let found = heads::post(line.text)?;
                return Some(self.posted(&found, line, next));
            }
            Genre::Turns => return self.turn(line),
            Genre::Serial if serial(text) => return Some(self.numbered(line)),
            Genre::Updates => {
                let mut part = bare(PartRole::Update, next..next);
                part.at = Some(self.dated(update_header(text)?));
                part
            }
            Genre::Thread => {
                let found = ago(text)?;
                let mut part = bare(PartRole::Comment, next..next);
                part.author = Some(found["h"].to_owned());
                part
            }
            Genre::Forum => {
                let (name, at) = heads::entry(lines.get(number..number + 2)?)?;
                used = 2;
                let mut part = bare(PartRole::Comment, next..next);
                part.author = Some(name);
                if at.is_some() {
                    part.at = dates::first(lines[number + 1].text).map(|found| self.dated(found));
                }
                part
            }
            Genre::Mail => {
                let found = wrote(text)?;
                let org = found.name("org").map(|org| org.as_str().to_owned());
                let depth = depth(line.text);
                self.quoted.resize(depth, None);
                self.quoted.push(Some((found["name"].to_owned(), org)));
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

    /// Opens a speaker's turn behind the name.
    fn turn(&mut self, line: &Line<'_>) -> Option<usize> {
        let (name, words) = heads::turn(line.text.trim())?;
        // A transcript's capitals are its author's; a record with titles quotes.
        let role = if name.contains(char::is_lowercase) {
            PartRole::Quoted
        } else {
            PartRole::Comment
        };
        let start = line.range.start + line.indent();
        self.single(PartRole::Byline, start..start + words);
        let mut part = bare(role, start + words..line.range.end);
        part.author = Some(name);
        self.begin(part);
        Some(1)
    }

    /// Opens a post of a numbered thread behind its number.
    fn numbered(&mut self, line: &Line<'_>) -> usize {
        let digits = line.text.trim().find('/').map_or(0, |at| at + 1);
        let start = line.range.start + line.indent();
        self.single(PartRole::Byline, start..start + digits);
        let mut part = bare(PartRole::Post, start + digits..line.range.end);
        part.author.clone_from(&self.writer);
        self.begin(part);
        1
    }

    /// Opens the post or entry under its head, or beside it in the same line.
    fn posted(&mut self, found: &PostHead, line: &Line<'_>, next: usize) -> usize {
        let role = if found.account {
            PartRole::Post
        } else {
            PartRole::Comment
        };
        let at = found.at.or_else(|| {
            let (day, time) = self.day.zip(found.time)?;
            let offset = dates::offset(&self.zone);
            Some(Moment::new(
                DateTime::from_parts(day, time),
                Precision::Minute,
                offset,
            ))
        });
        let start = line.range.start;
        let inline = !found.words.is_empty();
        let head = if inline {
            start..start + found.words.start
        } else {
            line.range.clone()
        };
        self.boilerplate = false;
        self.single(PartRole::Byline, head);
        let words = if inline {
            start + found.words.start..start + found.words.end
        } else {
            next..next
        };
        let mut part = bare(role, words);
        part.handle = found.handle.clone().filter(|_| found.account);
        part.author = found
            .name
            .clone()
            .or_else(|| found.handle.clone().filter(|_| !found.account));
        part.org.clone_from(&found.org);
        part.at = at.map(|at| self.date(at, self.zone.clone()));
        self.begin(part);
        if inline && found.words.end < line.text.len() {
            self.single(PartRole::Byline, start + found.words.end..line.range.end);
        }
        1
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
            let mut part = bare(role, range.clone());
            if let Some((name, org)) = self.writer_of(line.text) {
                part.author = Some(name);
                part.org = org;
            }
            self.begin(part);
        } else {
            self.split_depth(line, role, range);
        }
    }

    /// Whose words stand on a quoted line.
    fn writer_of(&self, line: &str) -> Option<Writer> {
        let number = depth(line).checked_sub(1)?;
        self.quoted.get(number).cloned().flatten()
    }

    /// Within a quotation, a change of depth is a change of author.
    fn split_depth(&mut self, line: &Line<'_>, role: PartRole, range: Range<usize>) {
        let open_author = self.open.as_ref().and_then(|part| part.author.clone());
        let writer = self.writer_of(line.text);
        let blank = line.text.trim_start_matches(['>', ' ']).is_empty();
        let author = writer.as_ref().map(|(name, _)| name.clone());
        if role == PartRole::Quoted && line.text.starts_with('>') && !blank && open_author != author
        {
            let mut part = bare(role, range);
            part.author = author;
            part.org = writer.and_then(|(_, org)| org);
            self.begin(part);
        } else {
            self.extend(role, range);
        }
    }
}

/// A name and the organisation beside it.
type Writer = (String, Option<String>);

/// How many quotation marks of a mail open a line.
fn depth(line: &str) -> usize {
    let marks = line.bytes().take_while(|b| matches!(b, b'>' | b' '));
    marks.filter(|b| *b == b'>').count()
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
