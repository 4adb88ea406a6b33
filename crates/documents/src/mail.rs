//! Mailing lists: mbox files, months of Pipermail, single messages.
//!
//! One document a message. Formats: RFC 4155 (mbox), RFC 5322 and 2045 (messages, by
//! `mail-parser`), Pipermail's months, which are mbox with `user at host` in place of addresses.
//! Words of others that a message repeats, signatures and the footers of lists are parts of their
//! own, so that no claim is heard twice or from the wrong mouth.

mod body;
mod mbox;

use backpedal_model::{
    BlockKind, DateSource, Document, DocumentKind, Moment, Parsed, PartRole, Place, Precision,
    Problem, PublishedDate, Zone, caught,
};
use jiff::{civil::DateTime, tz::Offset};
use mail_parser::{Message, MessageParser};

use crate::{
    Input,
    draft::{Draft, Voice, squeeze},
    guard, html, media,
};

/// No more of one message is read (policy); beyond stand attachments.
const MOST: usize = 4 << 20;

/// Whether the beginning of a text is that of an mbox file or of a message.
pub(crate) fn looks_like(head: &str) -> bool {
    let first = head
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    mbox::is_separator(first.as_bytes())
}

/// Reads a mailbox: one document a message, answers with their parent.
pub(crate) fn read(input: &Input<'_>, bytes: &[u8]) -> Parsed<Vec<Document>> {
    let mut read = Parsed::clean(Vec::<Document>::new());
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    if let Some(what) = guard::binary(bytes, &head) {
        let problem = Problem::new(input.name, format!("this is {what}, not a mailbox"));
        read.problems
            .push(problem.hint("give an mbox file or a month of a list's archive"));
        return read;
    }
    for (at, raw) in mbox::messages(bytes).into_iter().enumerate() {
        let place = Place::Record(at as u64 + 1);
        let found = caught(|| message(input, at + 1, &raw)).flatten();
        match found {
            Some(document) if read.value.iter().any(|known| known.name == document.name) => {}
            Some(document) => read.value.push(document),
            None => {
                let message = "the message is left out: it has no sender or no text";
                read.problems
                    .push(Problem::new(input.name, message).at(place));
            }
        }
    }
    crate::thread(&mut read.value);
    read
}

fn message(input: &Input<'_>, number: usize, raw: &mbox::Raw<'_>) -> Option<Document> {
    let bytes = raw.bytes(MOST);
    let message = MessageParser::default().parse(&*bytes)?;
    let subject = message
        .subject()
        .map(squeeze)
        .filter(|subject| !subject.is_empty());
    let (author, _) = sender(&message)?;
    let mut draft = Draft::default();
    let title = subject.as_deref().unwrap_or_default();
    draft.push(
        BlockKind::Heading,
        PartRole::Title,
        &Voice::default(),
        title,
    );
    let headed = !draft.is_empty();
    let told = text(&message)?;
    body::push(&mut draft, &told);
    if headed && told.trim().is_empty() {
        return None;
    }
    let id = message.message_id().filter(|id| !id.is_empty());
    let name = match id {
        Some(id) => format!("mail#{id}"),
        None => format!("{}#{number}", media::stem(input.name)),
    };
    let mut document = draft.finish(&name, DocumentKind::Discussion);
    let answers = answered(&message);
    document.answers = answers.map(|id| format!("mail#{id}"));
    let given = &input.given;
    // Answers on a party's own list are other people's words.
    let is_answer = document.answers.is_some() || title.to_lowercase().starts_with("re:");
    document.voice_of = given.voice_of.filter(|_| !is_answer).cloned();
    document.title = subject;
    document.author = author;
    document.publisher = given.publisher.map(str::to_owned);
    document.snapshot = input.snapshot.cloned();
    document.url = archived_at(&message);
    document.published = message
        .date()
        .and_then(date)
        .or_else(|| html::given_date(input));
    Some(document)
}

/// Who sent it, and from which address. Archives write `ada at pier.example (Ada Quill)`.
fn sender(message: &Message<'_>) -> Option<(Option<String>, Option<String>)> {
    // Without a sender it is no message but a text.
    let raw = message.header_raw("From")?;
    if let Some((address, name)) = spelled(raw) {
        return Some((name.or_else(|| Some(address.clone())), Some(address)));
    }
    let first = message.from().and_then(|from| from.first());
    let name = first.and_then(|one| one.name.as_deref()).map(squeeze);
    let address = first
        .and_then(|one| one.address.as_deref())
        .map(str::to_owned);
    let name = name.filter(|name| !name.is_empty());
    Some((name.or_else(|| address.clone()), address))
}

/// `ada at pier.example (Ada Quill)`, or with the name in front and `<ada at pier.example>`.
fn spelled(raw: &str) -> Option<(String, Option<String>)> {
    let raw = squeeze(raw);
    let (user, rest) = raw.split_once(" at ")?;
    let (front, user) = match user.rsplit_once('<') {
        Some((name, user)) => (Some(name), user),
        None => (None, user),
    };
    let end = rest.find([' ', '>', '(']).unwrap_or(rest.len());
    let host = &rest[..end];
    let fits = !user.contains([' ', '@', '"']) && host.contains('.') && !raw.contains('@');
    let name = match front {
        Some(name) => Some(name),
        None => rest[end..]
            .trim()
            .strip_prefix('(')
            .and_then(|name| name.strip_suffix(')')),
    };
    let name = name.map(|name| name.trim().trim_matches('"').to_owned());
    fits.then(|| {
        (
            format!("{user}@{host}"),
            name.filter(|name| !name.is_empty()),
        )
    })
}

/// The message that it answers: the one it names, else the last of its references (RFC 5322,
/// section 3.6.4).
fn answered(message: &Message<'_>) -> Option<String> {
    let first = message
        .in_reply_to()
        .as_text_list()
        .and_then(|ids| ids.first().cloned());
    let last = message
        .references()
        .as_text_list()
        .and_then(|ids| ids.last().cloned());
    let id = first.or(last)?;
    let id = id.trim_matches(['<', '>']);
    (!id.is_empty()).then(|| id.to_owned())
}

/// RFC 5064.
fn archived_at(message: &Message<'_>) -> Option<String> {
    let raw = message.header_raw("Archived-At")?;
    let url = raw.trim().trim_matches(['<', '>']);
    url.starts_with("http").then(|| url.to_owned())
}

/// The plain text; where there is only HTML, its text.
fn text(message: &Message<'_>) -> Option<String> {
    let is_html = message
        .text_part(0)
        .is_none_or(mail_parser::MessagePart::is_text_html);
    if is_html && let Some(page) = message.body_html(0) {
        let blocks = html::fragment(&page);
        let lines: Vec<String> = blocks
            .into_iter()
            .map(|raw| {
                let mark = if raw.kind == BlockKind::Quote {
                    "> "
                } else {
                    ""
                };
                format!("{mark}{}", raw.text.replace('\n', &format!("\n{mark}")))
            })
            .collect();
        return Some(lines.join("\n\n"));
    }
    message.body_text(0).map(|text| text.replace("\r\n", "\n"))
}

fn date(date: &mail_parser::DateTime) -> Option<PublishedDate> {
    let part = |number: u8| i8::try_from(number).ok();
    let civil = DateTime::new(
        i16::try_from(date.year).ok()?,
        part(date.month)?,
        part(date.day)?,
        part(date.hour)?,
        part(date.minute)?,
        part(date.second.min(59))?,
        0,
    )
    .ok()?;
    if !(1990..2100).contains(&civil.year()) {
        return None;
    }
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let seconds = if date.tz_before_gmt {
        -seconds
    } else {
        seconds
    };
    let offset = Offset::from_seconds(seconds).ok()?;
    let zone = if seconds == 0 {
        Zone::Utc
    } else {
        Zone::Offset(seconds)
    };
    let at = Moment::new(civil, Precision::Second, Some(offset));
    Some(PublishedDate {
        at,
        zone,
        source: DateSource::Post,
    })
}

#[cfg(test)]
mod tests;
