//! What is read where it lies is what bgpkit-parser reads, element by element, on real files.

use super::*;
use crate::{input::Meter, unpack::Unpacked};

/// Elements with everything that rules ask of them.
#[derive(Default, PartialEq, Eq, Debug)]
struct Full(Vec<(Peer, String, Vec<u32>, u64)>);

impl Sink for Full {
    fn element(&mut self, element: &Element<'_>) {
        let (what, path) = match element.kind {
            Kind::Entry(route, path) => (format!("B {route:?}"), Some(path)),
            Kind::Announce(route, path) => (format!("A {route:?}"), Some(path)),
            Kind::Withdraw(route) => (format!("W {route:?}"), None),
            Kind::Session { up } => (format!("{up}"), None),
        };
        let (mut origins, mut print) = (Vec::new(), 0);
        if let Some(path) = path {
            path.origins(|asn| origins.push(asn.0));
            print = path.fingerprint();
        }
        let what = format!("{} {what}", element.at);
        self.0.push((element.peer, what, origins, print));
    }

    fn damage(&mut self, damage: Damage) {
        panic!("{damage:?}");
    }
}

#[test]
fn both_ways_of_reading_agree() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let (mut taken, mut declined) = (0, 0);
    for entry in std::fs::read_dir(shared.join("data/net/mrt")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = Box::new(std::fs::File::open(&path).unwrap());
        let mut unpacked = Unpacked::new(Meter::new(file));
        let mut frames = Frames::new(unpacked.content());
        let (mut fast, mut slow) = (Fast::default(), Slow::default());
        while let Next::Record { header, .. } = frames.next() {
            let (mut left, mut right) = (Full::default(), Full::default());
            let read = fast.record(&header, frames.body(), &mut left);
            let other = slow.record(frames.whole(), &mut right);
            if read.is_ok() {
                taken += 1;
                assert_eq!(other, Ok(None), "{name}");
                assert_eq!(left, right, "{name}");
            } else {
                declined += 1;
                assert!(left.0.is_empty(), "{name}");
            }
            frames.advance();
        }
    }
    // Nearly all records of real files go the fast way.
    assert!(declined * 50 < taken, "{declined} of {taken}");
}
