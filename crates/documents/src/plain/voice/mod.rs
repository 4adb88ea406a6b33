//! Whose voice a text is: a journalist's, or an organisation's own.

mod evidence;
mod prose;
mod runs;

use backpedal_model::DocumentKind;

use super::{
    genre::{self, Genre},
    head::Head,
    lines::{self, Line},
};

pub use evidence::Sender;

/// The kind of a text, and the organisation that it speaks for or that published it.
pub(super) struct VoiceOf {
    pub(super) kind: DocumentKind,
    pub(super) publisher: Option<String>,
}

/// Every name that could be a plain text's sender, with the evidence for each; `crates/train`
/// fits the weights on it.
#[must_use]
pub fn senders(text: &str) -> Vec<Sender> {
    let lines = lines::split(text);
    let genre = genre::genre(&lines);
    let head = super::head::read(&lines, genre);
    evidence::senders(&lines, genre, &head)
}

/// Decides from the layout, the title, the head and the person of the verbs.
pub(super) fn detect(lines: &[Line<'_>], genre: Genre, head: &Head) -> VoiceOf {
    match genre {
        Genre::Updates => {
            let publisher = best(lines, genre, head).map(|(_, sender)| sender.name);
            VoiceOf {
                kind: DocumentKind::Status,
                publisher,
            }
        }
        Genre::Posts | Genre::Serial => plain(DocumentKind::Post, None),
        Genre::Thread | Genre::Forum | Genre::Entries | Genre::Turns | Genre::Mail => {
            plain(DocumentKind::Discussion, None)
        }
        Genre::Plain => {
            let itself = of_itself(lines, head);
            let own = |(odds, sender): &(f64, Sender)| *odds > 0.0 && evidence::is_shown(sender);
            let sender = || best(lines, genre, head).filter(own);
            match itself.or_else(|| sender().map(|(_, sender)| sender.name)) {
                Some(sender) => plain(DocumentKind::Statement, Some(sender)),
                None => plain(DocumentKind::Article, head.publishers.first().cloned()),
            }
        }
    }
}

/// "Alder: what happened on Monday", and under it "Published by Alder": who publishes what the
/// title says is about itself speaks for itself, also in the third person. No model is asked.
fn of_itself(lines: &[Line<'_>], head: &Head) -> Option<String> {
    let mut titles = lines.iter().map(|line| line.text.trim());
    let title = titles.find(|line| !line.is_empty())?;
    let opens = |name: &&String| {
        let rest = title.strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.starts_with([':', ' ', ',', '\'', '’']))
    };
    head.publishers.iter().find(opens).cloned()
}

/// The likeliest sender with its log odds; of equal ones the first.
fn best(lines: &[Line<'_>], genre: Genre, head: &Head) -> Option<(f64, Sender)> {
    let mut best: Option<(f64, Sender)> = None;
    for sender in evidence::senders(lines, genre, head) {
        let odds = evidence::score(&sender);
        if best.as_ref().is_none_or(|(most, _)| odds > *most) {
            best = Some((odds, sender));
        }
    }
    best
}

fn plain(kind: DocumentKind, publisher: Option<String>) -> VoiceOf {
    VoiceOf { kind, publisher }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(text: &str) -> Option<String> {
        let lines = lines::split(text);
        let genre = genre::genre(&lines);
        let head = super::super::head::read(&lines, genre);
        let found = detect(&lines, genre, &head);
        let own = found.kind == DocumentKind::Statement;
        found.publisher.filter(|_| own)
    }

    #[test]
    fn an_organisations_own_words_are_told_from_a_report_about_them() {
        let mail = "From: Heronbrook Hosting <care@heronbrook.example>\nSubject: Monday's fault\n\n\
             Dear customer,\n\nOn Monday our mail servers stopped at 09:10. We found a failed disk and \
             replaced it by noon. We are sorry for the trouble, and we will write again when we know more.\n\n\
             Your Heronbrook team";
        assert!(voice(mail).is_some_and(|org| org.starts_with("Heronbrook")));
        let report = "Heronbrook Hosting down for hours\n\nBy Ann Oak, Elmstead Gazette\n4 May 2015\n\n\
             Customers of Heronbrook Hosting could not read mail on Monday, the company said. A disk failed, \
             spokesman Bo Rook told the Gazette. He said that it had been replaced by noon, and denied that \
             any mail was lost. Customers told another story.";
        assert_eq!(voice(report), None);
        let third = "Alder Net: what happened on 4 May 2015\n\nPublished 2015-05-05 by Alder Net.\n\n\
             Alder Net says that traffic in two of its cities was interrupted on Monday. It was not the \
             result of an attack, the company said.";
        assert_eq!(voice(third).as_deref(), Some("Alder Net"));
        let short = "Alder goes dark\n\nPublished 2015-05-06 by a weekly magazine.\n\nThe Alder outage \
            on the morning of 4 May 2015 lasted about an hour and took half of the town offline, the \
            magazine reported. An Alder customer suspected an attack.";
        assert_eq!(voice(short), None);
        let told = "Alder Cloud outage of 4 May 2015\n\nOn 4 May 2015, Alder Cloud experienced an outage \
            that lasted two hours. A change to its routers had withdrawn the routes of two cities. Alder Cloud \
            confirmed the cause a day later, and has since changed how it tests such changes.";
        assert_eq!(voice(told), None);
    }
}
