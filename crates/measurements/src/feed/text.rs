//! The output of `bgpdump -m`: one element a line, fields apart by `|`.
//!
//! `TABLE_DUMP2|time|B|peer|asn|prefix|path|…`, `BGP4MP|time|A|…`, `BGP4MP|time|W|peer|asn|prefix`,
//! `BGP4MP|time|STATE|peer|asn|old|new`. `TABLE_DUMP2_AP` puts the path identifier between prefix
//! and path; `_ET` writes a fraction of the second. As bgpdump 1.6 prints them.

use std::{io::BufRead, str::FromStr};

use backpedal_model::{Asn, Place};
use ipnet::IpNet;

use super::{Damage, Feed, Sink};
use crate::{
    element::{Element, Kind, Peer, Route, session},
    lines::{self, Line},
    path::Path,
};

pub(super) struct Text {
    content: Box<dyn BufRead>,
    /// Peers seen, by their fields as printed: a table names few peers very often.
    peers: Vec<(Vec<u8>, Peer)>,
}

impl Text {
    pub(super) fn new(content: Box<dyn BufRead>) -> Self {
        Self {
            content,
            peers: Vec::new(),
        }
    }

    /// The peer in the two fields at the start of `fields`, and the length of the two.
    fn peer(&mut self, fields: &[u8]) -> Option<(Peer, usize)> {
        let first = memchr::memchr(b'|', fields)?;
        let rest = &fields[first + 1..];
        let length = first + 1 + memchr::memchr(b'|', rest).unwrap_or(rest.len());
        let both = &fields[..length];
        if let Some((_, peer)) = self.peers.iter().find(|(printed, _)| printed == both) {
            return Some((*peer, length));
        }
        let peer = Peer {
            ip: parse(&both[..first])?,
            asn: Asn(parse(&both[first + 1..])?),
        };
        self.peers.push((both.to_vec(), peer));
        Some((peer, length))
    }

    fn line(&mut self, line: &[u8], sink: &mut dyn Sink) -> Option<()> {
        let mut fields = line;
        let kind = cut(&mut fields)?;
        let time = cut(&mut fields)?;
        let letter = cut(&mut fields)?;
        let (peer, length) = self.peer(fields)?;
        fields = fields.get(length + 1..)?;
        let whole = memchr::memchr(b'.', time).map_or(time, |dot| &time[..dot]);
        let at = parse(whole)?;
        if letter == b"STATE" {
            let (old, new) = (parse(cut(&mut fields)?)?, parse(cut(&mut fields)?)?);
            if let Some(kind) = session(old, new) {
                sink.element(&Element { at, peer, kind });
            }
            return Some(());
        }
        let prefix: IpNet = parse(cut(&mut fields)?)?;
        let path_id = if kind.ends_with(b"_AP") {
            parse(cut(&mut fields)?)?
        } else {
            0
        };
        let prefix = prefix.trunc();
        let route = Route { prefix, path_id };
        let kind = match letter {
            b"B" => Kind::Entry(route, Path::Text(cut(&mut fields)?)),
            b"A" => Kind::Announce(route, Path::Text(cut(&mut fields)?)),
            b"W" => Kind::Withdraw(route),
            _ => return None,
        };
        sink.element(&Element { at, peer, kind });
        Some(())
    }
}

impl Feed for Text {
    fn read(mut self: Box<Self>, sink: &mut dyn Sink) -> u64 {
        let (mut number, mut wrong) = (0_u64, 0_u64);
        let mut line = Vec::with_capacity(512);
        loop {
            let kind = lines::next(&mut *self.content, &mut line);
            if kind == Line::End {
                return number - wrong;
            }
            number += 1;
            let text = line.trim_ascii_end();
            let whole = kind == Line::Whole;
            if whole && (text.is_empty() || self.line(text, sink).is_some()) {
                continue;
            }
            wrong += 1;
            let cause = if whole {
                "is not a line of `bgpdump -m`"
            } else {
                "is a line beyond all measure"
            };
            sink.damage(Damage {
                place: Place::Line(number),
                truncated: whole && line.last() != Some(&b'\n'),
                cause: cause.to_owned(),
            });
        }
    }
}

/// The bytes up to the next `|`, or all where there is none; `None` where nothing is left.
fn cut<'a>(fields: &mut &'a [u8]) -> Option<&'a [u8]> {
    let all = *fields;
    if let Some(at) = memchr::memchr(b'|', all) {
        *fields = &all[at + 1..];
        Some(&all[..at])
    } else {
        *fields = &[];
        (!all.is_empty()).then_some(all)
    }
}

fn parse<T: FromStr>(field: &[u8]) -> Option<T> {
    std::str::from_utf8(field).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen {
        lines: Vec<String>,
        damage: Vec<Damage>,
    }

    impl Sink for Seen {
        fn element(&mut self, element: &Element<'_>) {
            let Peer { ip, asn } = element.peer;
            let what = match element.kind {
                Kind::Entry(r, p) => format!("B {} {} {}", r.prefix, r.path_id, p.printed()),
                Kind::Announce(r, p) => format!("A {} {} {}", r.prefix, r.path_id, p.printed()),
                Kind::Withdraw(r) => format!("W {} {}", r.prefix, r.path_id),
                Kind::Session { up } => format!("up {up}"),
            };
            self.lines.push(format!("{} {ip} {asn} {what}", element.at));
        }

        fn damage(&mut self, damage: Damage) {
            self.damage.push(damage);
        }
    }

    fn read(text: &str) -> (u64, Seen) {
        let mut seen = Seen::default();
        let content = std::io::Cursor::new(text.to_owned().into_bytes());
        let records = Box::new(Text::new(Box::new(content))).read(&mut seen);
        (records, seen)
    }

    #[test]
    fn reads_every_kind_of_line() {
        let (records, seen) = read(
            "TABLE_DUMP2|100|B|192.0.2.1|64500|198.51.100.0/24|64500 64501|IGP|192.0.2.1|0|0||NAG||\n\
             TABLE_DUMP2_AP|100|B|192.0.2.1|64500|198.51.100.0/24|7|64500 64501|IGP|x|0|0||NAG||\n\
             BGP4MP|101|A|2001:db8::1|64502|2001:db8:1::/48|64502 {64503,64504}|IGP|x|0|0||NAG||\n\
             BGP4MP_ET|102.75|W|192.0.2.1|64500|198.51.100.0/24\n\
             BGP4MP|103|STATE|192.0.2.1|64500|6|1\n\
             BGP4MP|103|STATE|192.0.2.1|64500|2|3\n\
             BGP4MP|104|STATE|192.0.2.1|64500|5|6",
        );
        assert_eq!(
            seen.lines,
            [
                "100 192.0.2.1 AS64500 B 198.51.100.0/24 0 64500 64501",
                "100 192.0.2.1 AS64500 B 198.51.100.0/24 7 64500 64501",
                "101 2001:db8::1 AS64502 A 2001:db8:1::/48 0 64502 {64503,64504}",
                "102 192.0.2.1 AS64500 W 198.51.100.0/24 0",
                "103 192.0.2.1 AS64500 up false",
                "104 192.0.2.1 AS64500 up true",
            ]
        );
        assert_eq!((records, seen.damage.len()), (7, 0));
    }

    #[test]
    fn broken_lines_are_told_and_skipped() {
        for broken in [
            "BGP4MP|101|A|192.0.2.1|64500|198.51.100.0/33|1|IGP",
            "BGP4MP|101|A|192.0.2.1|notanumber|198.51.100.0/24|1|IGP",
            "BGP4MP|x|W|192.0.2.1|64500|198.51.100.0/24",
            "BGP4MP|101|Q|192.0.2.1|64500|198.51.100.0/24|1",
            "BGP4MP|101|W|192.0.2.1",
            "\u{fffd}|||||",
        ] {
            let good = "BGP4MP|101|W|192.0.2.1|64500|198.51.100.0/24";
            let (records, seen) = read(&format!("{good}\n{broken}\n{good}\n"));
            assert_eq!((records, seen.lines.len()), (2, 2), "{broken}");
            assert_eq!(seen.damage[0].place, Place::Line(2), "{broken}");
        }
    }

    #[test]
    fn a_line_cut_at_the_end_of_the_file_is_a_truncation() {
        let (_, seen) = read("BGP4MP|101|W|192.0.2.1|64500|198.51.100.0/24\nBGP4MP|101|W|192");
        assert!(seen.damage[0].truncated);
    }

    #[test]
    fn a_line_without_end_is_skipped_alone() {
        let good = "BGP4MP|101|W|192.0.2.1|64500|198.51.100.0/24\n";
        let long =
            "BGP4MP|101|A|192.0.2.1|64500|198.51.100.0/24|".to_owned() + &"1 ".repeat(1 << 20);
        let (records, seen) = read(&format!("{good}{long}\n{good}"));
        assert_eq!((records, seen.lines.len(), seen.damage.len()), (2, 2, 1));
        assert!(seen.damage[0].cause.contains("beyond all measure"));
    }
}
