use std::io::Cursor;

use backpedal_model::{Origin, RelationshipFormat};
use jiff::civil::date;

use super::*;

fn ask(wanted: &[Wanted], files: &[(TopologyKind, &str)]) -> Vec<Resolved> {
    let inputs = files.iter().enumerate().map(|(n, (kind, text))| Input {
        spec: TopologySpec {
            kind: *kind,
            origin: Origin::File(format!("{n}.txt")),
            date: date(2009, 1, 1),
            synthetic: false,
            note: None,
        },
        bytes: Box::new(Cursor::new((*text).to_owned().into_bytes())) as Box<_>,
    });
    let parsed = resolve(wanted, inputs.collect(), &mut |_| {});
    assert_eq!(parsed.problems, []);
    parsed.value.answers
}

fn named(names: &[&str]) -> Wanted {
    Wanted {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Wanted::default()
    }
}

fn ases(answer: &Resolved) -> Vec<u32> {
    answer.candidates.iter().map(|c| c.asn.0).collect()
}

const NAMES: &str = "64496 HALYARD-A - Halyard Networks, Inc., US\n\
    64497 HALYARD-B - Halyard Networks, Inc., US\n\
    64500 HERON - Heron Ltd, GB\n\
    64501 TM-NET - TM Net, MY\n64502 TM-USA - TM USA Inc, US\n64503 TMX - Ticket Mill, US\n";

#[test]
fn every_candidate_is_shown_and_ambiguity_is_kept() {
    let wanted = [named(&["Halyard"]), named(&["TM"]), named(&["Kestrel"])];
    let answers = ask(&wanted, &[(TopologyKind::AsNames, NAMES)]);
    assert_eq!(ases(&answers[0]), [64496, 64497]);
    assert_eq!(answers[0].holders, ["Halyard Networks, Inc."]);
    assert_eq!(answers[0].candidates[0].fit(), Some(Fit::Begins));
    // Several holders of the name: ambiguous. A longer word is another word.
    assert_eq!(ases(&answers[1]), [64501, 64502]);
    assert_eq!(answers[1].holders, ["TM Net", "TM USA Inc"]);
    assert_eq!(answers[2], Resolved::default());
}

#[test]
fn a_better_fit_comes_first_and_does_not_settle_who_is_meant() {
    let text = "64496 HALYARD\n64497 HALYARD-VOICE - Kestrel Ltd\n64498 K - Kestrel dba Halyard\n";
    let answers = ask(&[named(&["Halyard"])], &[(TopologyKind::AsNames, text)]);
    assert_eq!(ases(&answers[0]), [64496, 64497, 64498]);
    // Without a known holder the AS stands for itself; legal forms tell nobody apart.
    assert_eq!(
        answers[0].holders,
        ["AS64496", "Kestrel Ltd", "Kestrel dba Halyard"]
    );
    let text = "64496 HALYARD-A - Heron Ltd\n64497 HALYARD-B - HERON Limited\n";
    let answers = ask(&[named(&["Halyard"])], &[(TopologyKind::AsNames, text)]);
    assert_eq!(answers[0].holders, ["Heron Ltd"]);
}

#[test]
fn listed_ones_are_checked_and_their_siblings_shown() {
    let organisations = "# format:org_id|changed|org_name|country|source\n\
        HALY|1|Halyard Networks, Inc.|US|ARIN\nHERO|1|Heron Ltd|GB|RIPE\n\
        # format:aut|changed|aut_name|org_id|source\n\
        64496|1|HAL-A|HALY|ARIN\n64499|1|QUARTO|HALY|ARIN\n64500|1|HERON|HERO|RIPE\n";
    let wanted = Wanted {
        asns: vec![Asn(64496), Asn(64500)],
        ..named(&["Halyard"])
    };
    let files = [
        (TopologyKind::PrefixOrigins, "198.51.100.0\t24\t64499\n"),
        (TopologyKind::Organisations, organisations),
        (
            TopologyKind::Relationships(RelationshipFormat::Serial1),
            "64500|64499|-1\n",
        ),
    ];
    let answers = ask(&[wanted], &files);
    assert_eq!(ases(&answers[0]), [64496, 64500, 64499]);
    let grounds = |n: usize| {
        let grounds = answers[0].candidates[n].grounds.iter();
        grounds.map(|g| (g.why, g.fit)).collect::<Vec<_>>()
    };
    let (organisation, name) = (Why::Organisation, Why::AsName);
    assert_eq!(
        grounds(0),
        [(organisation, Some(Fit::Begins)), (name, None)]
    );
    // Listed, and no file calls it so: that is to be seen.
    assert_eq!(
        grounds(1),
        [(organisation, None), (name, None), (Why::InUse, None)]
    );
    assert_eq!(
        grounds(2),
        [
            (organisation, Some(Fit::Begins)),
            (Why::Sibling, None),
            (Why::Originates, None),
            (Why::InUse, None)
        ]
    );
    assert_eq!(answers[0].holders, ["Halyard Networks, Inc."]);
}

#[test]
fn networks_lead_to_the_longest_prefix_and_to_exchanges() {
    let prefixes = "198.51.0.0\t16\t64500\n198.51.100.0\t24\t64496_64497\n203.0.113.0\t24\t64498\n";
    let dump = r#"{"ix": {"data": [{"id": 1, "name": "HERON-IX", "media": "Ethernet"}]},
        "ixpfx": {"data": [{"ixlan_id": 1, "prefix": "192.0.2.0/24"}]},
        "net": {"data": [{"asn": 64510, "name": "Heron Voice", "aka": "HV", "org_id": 2}]},
        "org": {"data": [{"id": 2, "name": "Pontoon"}]}}"#;
    let network = |text: &str| Wanted {
        networks: vec![text.parse().unwrap()],
        ..Wanted::default()
    };
    let wanted = [
        network("198.51.100.7/32"),
        network("192.0.2.9/32"),
        network("198.51.96.0/20"),
        named(&["Heron"]),
        named(&["HV"]),
        named(&["Pontoon"]),
    ];
    let files = [
        (TopologyKind::PrefixOrigins, prefixes),
        (TopologyKind::PeeringDb, dump),
    ];
    let answers = ask(&wanted, &files);
    assert_eq!(ases(&answers[0]), [64496, 64497]);
    assert_eq!(answers[1].exchanges[0].name, "HERON-IX");
    assert_eq!(
        (answers[1].exchanges[0].fit, ases(&answers[1])),
        (None, vec![])
    );
    // No prefix inside the asked one counts, only those around it.
    assert_eq!(ases(&answers[2]), [64500]);
    assert_eq!(answers[3].exchanges[0].fit, Some(Fit::Begins));
    for answer in &answers[3..] {
        assert_eq!(ases(answer), [64510]);
        assert_eq!(answer.holders, ["Pontoon"]);
    }
}

#[test]
fn what_was_typed_is_a_number_a_network_or_a_name() {
    let of = |text: &str| {
        let wanted = Wanted::of_text(text);
        (wanted.names.len(), wanted.asns.len(), wanted.networks.len())
    };
    assert_eq!(of("AS64496, 64497"), (0, 2, 0));
    for network in ["198.51.100.7", "198.51.100.0/24", "2001:db8::/32"] {
        assert_eq!(of(network), (0, 0, 1), "{network}");
    }
    for name in ["Halyard", "3com", "AS Halyard", "64496 Halyard", ""] {
        assert_eq!(of(name), (1, 0, 0), "{name}");
    }
}
