//! Relationship files: CAIDA serial-1 and serial-2, and the SNAP copies of 2004 to 2007, whose
//! sign is the other way round.
//!
//! serial-1: `provider|customer|-1`, `peer|peer|0`; serial-2 adds the method as a fourth field
//! (CAIDA AS Relationships, README of each series). SNAP: blanks between the fields, every link
//! from both sides, `-1` when the first AS is the customer, `1` when it is the provider, `0` peers,
//! `2` siblings (the header of those files).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{BufRead, Read},
};

use backpedal_model::{Asn, Place, RelationshipFormat};

use super::{Reading, Taken, lines};
use crate::{
    few::Few,
    lines::{Line, next as next_line},
};

/// The links of a file.
#[derive(Default)]
pub(super) struct Graph {
    /// Customers of each provider.
    pub(super) customers: BTreeMap<Asn, Vec<Asn>>,
    /// Peers of each AS, from both sides.
    pub(super) peers: BTreeMap<Asn, Vec<Asn>>,
    /// Every AS of the file.
    pub(super) ases: BTreeSet<Asn>,
}

/// What a link says of its first AS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Provider,
    Customer,
    Peer,
    Sibling,
}

/// Reads a relationship file. No graph where its header contradicts the declared format.
pub(super) fn read(
    file: &mut Reading<'_, '_>,
    bytes: Box<dyn Read + Send>,
    format: RelationshipFormat,
) -> (Taken, Option<Graph>) {
    lines(file, bytes, |file, content| {
        let mut reader = Relations {
            format,
            links: HashMap::new(),
            number: 0,
            records: 0,
            wrong: Few::default(),
            contrary: None,
            surplus: None,
        };
        reader.read(file, content);
        let graph = reader.finish(file);
        (reader.records, graph)
    })
}

struct Relations {
    format: RelationshipFormat,
    /// By pair, the lower number first: what the link says of the lower one, or `None` where the
    /// file contradicts itself.
    links: HashMap<(u32, u32), Option<Link>>,
    number: u64,
    records: u64,
    wrong: Few,
    /// The header line that contradicts the declared format.
    contrary: Option<u64>,
    /// The first line with more fields than the declared format has.
    surplus: Option<u64>,
}

impl Relations {
    fn read(&mut self, file: &mut Reading<'_, '_>, content: &mut dyn BufRead) {
        let mut line = Vec::new();
        while next_line(content, &mut line) != Line::End {
            self.number += 1;
            let text = line.trim_ascii();
            if text.is_empty() {
                continue;
            }
            // A header may be broken over lines that lack the sign.
            let header = text[0] == b'#' || (self.records == 0 && !text[0].is_ascii_digit());
            if header {
                self.header(text);
            } else if let Some((a, b, link)) = self.link(text) {
                self.records += 1;
                self.note(a, b, link);
            } else if self.wrong.tells() {
                let format = name(self.format);
                file.problem(format!("is not a line of a {format} file"))
                    .place = Some(Place::Line(self.number));
            }
        }
    }

    /// Looks whether a header line explains `-1` the other way than the declared format does.
    fn header(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text).to_lowercase();
        if !text.contains("-1") {
            return;
        }
        let customer_first =
            text.contains("is a customer of") || text.contains("customer-as>|<provider");
        let provider_first =
            text.contains("is a provider of") || text.contains("provider-as>|<customer");
        let contrary = match self.format {
            RelationshipFormat::Snap => provider_first && !customer_first,
            RelationshipFormat::Serial1 | RelationshipFormat::Serial2 => {
                customer_first && !provider_first
            }
        };
        if contrary {
            self.contrary.get_or_insert(self.number);
        }
    }

    fn link(&mut self, text: &[u8]) -> Option<(u32, u32, Link)> {
        let text = std::str::from_utf8(text).ok()?;
        let mut fields: [&str; 3] = [""; 3];
        let mut count = 0;
        let snap = self.format == RelationshipFormat::Snap;
        let split: &mut dyn Iterator<Item = &str> = if snap {
            &mut text.split_ascii_whitespace()
        } else {
            &mut text.split('|')
        };
        for (n, field) in split.enumerate() {
            if let Some(slot) = fields.get_mut(n) {
                *slot = field;
            }
            count = n + 1;
        }
        let most = if self.format == RelationshipFormat::Serial2 {
            4
        } else {
            3
        };
        if count < 3 {
            return None;
        }
        if count > most {
            self.surplus.get_or_insert(self.number);
        }
        let link = match (snap, fields[2]) {
            (false, "-1") | (true, "1") => Link::Provider,
            (true, "-1") => Link::Customer,
            (_, "0") => Link::Peer,
            (_, "2") => Link::Sibling,
            _ => return None,
        };
        Some((fields[0].parse().ok()?, fields[1].parse().ok()?, link))
    }

    fn note(&mut self, a: u32, b: u32, link: Link) {
        let (pair, link) = match link {
            _ if a <= b => ((a, b), link),
            Link::Provider => ((b, a), Link::Customer),
            Link::Customer => ((b, a), Link::Provider),
            other => ((b, a), other),
        };
        let seen = self.links.entry(pair).or_insert(Some(link));
        if *seen != Some(link) {
            *seen = None;
        }
    }

    fn finish(&self, file: &mut Reading<'_, '_>) -> Option<Graph> {
        let format = name(self.format);
        if let Some(line) = self.contrary {
            let problem = file.problem(format!(
                "its header explains the sign the other way than {format}, which the case declares; \
                 it is not used"
            ));
            problem.place = Some(Place::Line(line));
            problem.hint = Some("correct the format of this file in the case".to_owned());
            return None;
        }
        if let Some(wrong) = self.wrong.many() {
            let share = format!("{wrong} of {} lines are not of {format}", self.number);
            file.problem(share).hint = Some("check the format that the case declares".to_owned());
        }
        if let Some(line) = self.surplus {
            let message = format!("has more fields than {format}, which the case declares");
            file.problem(message).place = Some(Place::Line(line));
        }
        let contrary = self.links.values().filter(|link| link.is_none()).count();
        if contrary > 0 {
            file.problem(format!(
                "{contrary} pairs of ASes have links that contradict each other; they are left out"
            ));
        }
        (self.records > 0).then(|| self.graph())
    }

    fn graph(&self) -> Graph {
        let mut graph = Graph::default();
        for ((a, b), link) in &self.links {
            let (a, b) = (Asn(*a), Asn(*b));
            graph.ases.extend([a, b]);
            match link {
                Some(Link::Provider) => graph.customers.entry(a).or_default().push(b),
                Some(Link::Customer) => graph.customers.entry(b).or_default().push(a),
                Some(Link::Peer) => {
                    graph.peers.entry(a).or_default().push(b);
                    graph.peers.entry(b).or_default().push(a);
                }
                Some(Link::Sibling) | None => {}
            }
        }
        graph
    }
}

/// Whether the first bytes of a file are relationships in one of the formats: its last whole line
/// is a link, or it begins as CAIDA's files do.
pub(crate) fn looks_like_links(head: &[u8]) -> bool {
    if head.starts_with(b"# source:topology|") {
        return true;
    }
    // A header may be longer than what is looked at.
    let text = String::from_utf8_lossy(head);
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    if whole.lines().all(|line| line.starts_with('#')) && text.contains("# link provider ") {
        return true;
    }
    let mut lines = head.rsplit(|byte| *byte == b'\n').skip(1);
    let last = lines.find(|line| !line.trim_ascii().is_empty());
    last.is_some_and(is_link)
}

/// How many lines are links.
pub(crate) fn count_links(content: &mut dyn BufRead) -> u64 {
    let (mut line, mut links) = (Vec::new(), 0);
    while next_line(content, &mut line) != Line::End {
        links += u64::from(is_link(&line));
    }
    links
}

/// Two AS numbers and a sign, in any of the formats.
pub(super) fn is_link(line: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(line) else {
        return false;
    };
    let text = text.trim();
    let fields: Vec<&str> = if text.contains('|') {
        text.split('|').collect()
    } else {
        text.split_ascii_whitespace().collect()
    };
    matches!(fields.as_slice(), [a, b, "-1" | "0" | "1" | "2", ..]
        if a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok())
}

const fn name(format: RelationshipFormat) -> &'static str {
    match format {
        RelationshipFormat::Serial1 => "serial-1",
        RelationshipFormat::Serial2 => "serial-2",
        RelationshipFormat::Snap => "snap",
    }
}
