//! What kind of topology file it is, by its first bytes.

use std::{
    collections::BTreeSet,
    io::{BufRead, Read as _},
};

use backpedal_model::{Asn, Problem, RelationshipFormat, TopologyKind};

use super::{Reading, cones, names, organisations, origins, peeringdb, relations};
use crate::{input::Meter, unpack::Unpacked};

/// How far a header is looked through for the first link.
const HEADER: u64 = 1 << 20;

/// The kind of a file that is no routing data, by its first bytes; `None` where it is none of these.
/// The format of relationships is not told by this: see [`relationship_format`].
pub(crate) fn kind_of(head: &[u8]) -> Option<TopologyKind> {
    let text = String::from_utf8_lossy(head);
    // The last line may be cut in the middle.
    let whole = text.rfind('\n').map_or(&*text, |end| &text[..end]);
    if organisations::looks_like(whole) {
        Some(TopologyKind::Organisations)
    } else if peeringdb::looks_like(&text) {
        Some(TopologyKind::PeeringDb)
    } else if origins::looks_like(whole) {
        Some(TopologyKind::PrefixOrigins)
    } else if looks_like_cones(&text) {
        Some(TopologyKind::CustomerCones)
    } else if relations::looks_like_links(head) {
        Some(TopologyKind::Relationships(RelationshipFormat::Serial1))
    } else if names::looks_like(&text) {
        Some(TopologyKind::AsNames)
    } else {
        None
    }
}

/// Lines of AS numbers alone, in which the first stands once more: a cone holds its own AS. A first
/// line that is too long to be seen whole must be of more numbers than a link has.
fn looks_like_cones(head: &str) -> bool {
    if head.starts_with("# inferred clique:") && head.contains("# total size:") {
        return true;
    }
    let mut rows = head.split_inclusive('\n');
    let mut rows = rows.by_ref().filter(|row| !row.starts_with('#'));
    let Some(first) = rows.find(|row| !row.trim().is_empty()) else {
        return false;
    };
    let numbers: Option<Vec<Asn>> = first
        .split_ascii_whitespace()
        .map(|number| number.parse::<u32>().ok().map(Asn))
        .collect();
    match numbers.as_deref() {
        Some([own, cone @ ..]) if first.ends_with('\n') => cone.contains(own),
        Some(numbers) => numbers.len() > 4,
        None => false,
    }
}

/// The format of a relationship file, where its content leaves no doubt; else a problem that says
/// what is in doubt. The sign of a link without a header could mean either direction.
///
/// Lines with `|` are serial-1, with four fields serial-2 (CAIDA). Blanks between the fields are
/// read as the SNAP copies only where the header explains their sign.
pub fn relationship_format(
    name: &str,
    bytes: Box<dyn std::io::Read + Send>,
) -> Result<RelationshipFormat, Problem> {
    let mut unpacked = Unpacked::new(Meter::new(bytes));
    let (mut explained, mut fields, mut link) = (false, 0, Vec::new());
    // Headers of CAIDA's files run over hundreds of lines.
    let mut content = unpacked.content().take(HEADER);
    while fields == 0 {
        link.clear();
        if !content
            .read_until(b'\n', &mut link)
            .is_ok_and(|read| read > 0)
        {
            break;
        }
        let row = String::from_utf8_lossy(&link).to_lowercase();
        explained |= row.contains("is a customer of");
        // A broken header may have lines without its sign.
        if row.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            fields = row.split('|').count();
        }
    }
    let problem = match fields {
        _ if explained => return Ok(RelationshipFormat::Snap),
        3 => return Ok(RelationshipFormat::Serial1),
        4 => return Ok(RelationshipFormat::Serial2),
        _ if relations::is_link(&link) => "does not say which way round its signs are",
        _ => "is no file of AS relationships that is known here",
    };
    Err(Problem::new(name, problem).hint("write serial-1:, serial-2: or snap: before the file"))
}

/// Counts the records of a file of such a kind, and tells what is wrong with it.
pub(crate) fn count(
    name: &str,
    kind: TopologyKind,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
) -> u64 {
    let file = &mut Reading {
        name,
        problems,
        tell: &mut |_| {},
    };
    match kind {
        TopologyKind::CustomerCones => cones::parse(file, content, &BTreeSet::new()).0,
        TopologyKind::Organisations => organisations::parse(file, content).0,
        TopologyKind::PrefixOrigins => origins::parse(file, content, |_, _| {}),
        TopologyKind::PeeringDb => peeringdb::parse(file, content).0,
        TopologyKind::AsNames => names::parse(file, content).0,
        TopologyKind::Relationships(_) => relations::count_links(content),
        TopologyKind::BgpTable => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn each_kind_is_told_by_its_content() {
        let links = Some(TopologyKind::Relationships(RelationshipFormat::Serial1));
        let cones = Some(TopologyKind::CustomerCones);
        let names = Some(TopologyKind::AsNames);
        let prefixes = Some(TopologyKind::PrefixOrigins);
        let long = format!("64500 {}", "64501 ".repeat(90));
        let cases = [
            ("10|1|-1\n10|2|0\n", links),
            ("1\t10\t-1\n8 9 2\n", links),
            (
                "# inferred clique: 10 11\n# total size: 3\n10 1 10\n",
                cones,
            ),
            ("# inferred clique: 10 11\n10 1 10\n", cones),
            ("1 1 2\n", cones),
            (&long, cones),
            // Three numbers, the first not among the rest: a link between siblings.
            ("8 9 2\n", links),
            ("64496 HALYARD - Halyard Inc, US\n", names),
            ("AS64496|Halyard\n", names),
            ("{\"64496\": \"HALYARD\"}", names),
            ("{\n  \"64496\": \"HALYARD\"", names),
            ("ripe,ORG-1,64496\n", Some(TopologyKind::Organisations)),
            ("198.51.100.0\t24\t64496\n", prefixes),
            ("{\"net\": {\"data\": []}}", Some(TopologyKind::PeeringDb)),
            ("{\"data\": {}}", None),
            ("time,value\n2020-01-01,5\n", None),
            ("1655793233,5\n", None),
            ("", None),
        ];
        for (text, kind) in cases {
            assert_eq!(kind_of(text.as_bytes()), kind, "{text}");
        }
    }

    #[test]
    fn a_sign_that_nobody_explains_is_not_guessed() {
        let format = |text: &str| {
            let bytes = Box::new(Cursor::new(text.to_owned().into_bytes()));
            relationship_format("t.txt", bytes).map_err(|problem| problem.message)
        };
        assert_eq!(format("10|1|-1\n"), Ok(RelationshipFormat::Serial1));
        assert_eq!(
            format("# x\n10|1|-1|bgp\n"),
            Ok(RelationshipFormat::Serial2)
        );
        let snap = "# -1 (<FromNodeId> is a customer of <ToNodeId>)\n1\t10\t-1\n";
        assert_eq!(format(snap), Ok(RelationshipFormat::Snap));
        let header = "# source:topology|BGP|20160101|ripe|rrc00\n".repeat(20);
        let long = format!("{header}10|1|-1|bgp\n");
        assert_eq!(format(&long), Ok(RelationshipFormat::Serial2));
        assert!(format("1\t10\t-1\n").is_err_and(|told| told.contains("which way round")));
        assert!(format("halyard\n").is_err());
    }
}
