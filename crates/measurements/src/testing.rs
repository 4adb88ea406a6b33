//! Small inputs for the tests of this crate.

use std::{io::Cursor, sync::Arc};

use backpedal_model::{
    Asn, Case, Dated, Interval, MeasurementKind, MeasurementSpec, Origin, Parties, Party, PartyId,
    Policy, Schedule,
};

use crate::{Input, clock::stamp};

/// A case over a window in seconds since 1970.
pub(crate) fn case(from: i64, to: i64, parties: Vec<Party>) -> Case {
    Case {
        id: "halyard".to_owned(),
        title: "Halyard".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(stamp(from), stamp(to)),
        zone: "UTC".to_owned(),
        parties: Parties(parties),
        sources: vec![],
        measurements: vec![],
        archives: Vec::new(),
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

pub(crate) fn party(id: &str, asns: &[u32]) -> Party {
    Party {
        id: PartyId::new(id).expect("a good id"),
        name: id.to_owned(),
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns: asns.iter().map(|asn| Dated::always(Asn(*asn))).collect(),
        prefixes: vec![],
        targets: vec![],
        unresolved: None,
    }
}

pub(crate) fn input(
    kind: MeasurementKind,
    from: i64,
    to: i64,
    bytes: &[u8],
) -> Input<MeasurementSpec> {
    Input {
        spec: MeasurementSpec {
            kind,
            origin: Origin::File(format!("{kind:?}-{from}")),
            covers: Interval::new(stamp(from), stamp(to)),
            collector: None,
            synthetic: false,
            note: None,
            series: Default::default(),
        },
        bytes: Box::new(Cursor::new(Arc::<[u8]>::from(bytes))),
    }
}
