//! How fast routing files are read, against bgpkit-parser's own element iterator on the same
//! unpacked bytes, and against `bgpdump -m FILE | wc -l` from the packed file.
//!
//! `cargo run --release -p backpedal-measurements --example throughput -- FILES…` prints, for each
//! file, the best of five runs of each in turn, on one thread. Our reading is all of `observe` for
//! a case that watches the AS with the most prefixes in the file: filtering, state, minutes, digest
//! of the file. Update files get a small table first, of that AS's routes at the file's peers. The
//! last two columns are the packed file at eight collectors, with all cores, against eight times one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "an example that prints figures and stops at the first thing that goes wrong"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{Cursor, Read},
    net::IpAddr,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use backpedal_measurements::{Input, observe};
use backpedal_model::Case;
use bgpkit_parser::BgpkitParser;
use ipnet::IpNet;
use jiff::Timestamp;

/// As many collectors have the same file, to see what several cores bring.
const SEVERAL: u32 = 8;

/// Runs of each kind; the best counts, since other work on the machine only slows down.
const RUNS: usize = 5;

/// What a first look found out about a file.
struct Look {
    elements: u64,
    table: bool,
    first: i64,
    last: i64,
    asn: u32,
    prefixes: BTreeSet<IpNet>,
    peers: BTreeSet<(IpAddr, u32)>,
}

fn main() {
    println!(
        "file · AS · elements · iterator s · ours s · ratio · bgpdump s · from file s · ratio · \
         {SEVERAL} at once s · ratio"
    );
    for file in std::env::args().skip(1) {
        let packed: Arc<[u8]> = std::fs::read(&file).expect("a readable file").into();
        let plain: Arc<[u8]> = unpack(&packed).into();
        let look = look(&plain);
        let (mut theirs, mut ours, mut whole) = (Duration::MAX, Duration::MAX, Duration::MAX);
        let (mut dumped, mut several) = (Duration::MAX, Duration::MAX);
        for _ in 0..RUNS {
            theirs = theirs.min(iterate(&plain));
            ours = ours.min(read(&look, &plain, 1));
            whole = whole.min(read(&look, &packed, 1));
            several = several.min(read(&look, &packed, SEVERAL));
            dumped = dumped.min(bgpdump(Path::new(&file)).unwrap_or(Duration::MAX));
        }
        let (theirs, ours, whole) = (
            theirs.as_secs_f64(),
            ours.as_secs_f64(),
            whole.as_secs_f64(),
        );
        let ratio = theirs / ours;
        let (asn, elements) = (look.asn, look.elements);
        print!("{file} · AS{asn} · {elements} · {theirs:.3} · {ours:.3} · {ratio:.2}");
        if dumped == Duration::MAX {
            print!(" · no bgpdump · {whole:.3} · –");
        } else {
            let dumped = dumped.as_secs_f64();
            print!(" · {dumped:.3} · {whole:.3} · {:.2}", dumped / whole);
        }
        let several = several.as_secs_f64();
        let times = f64::from(SEVERAL) * whole / several;
        println!(" · {several:.3} · {times:.2}");
    }
}

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let read = match packed {
        [0x1f, 0x8b, ..] => flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut plain),
        [b'B', b'Z', b'h', ..] => bzip2::read::MultiBzDecoder::new(packed).read_to_end(&mut plain),
        _ => (&mut &packed[..]).read_to_end(&mut plain),
    };
    read.expect("a file that can be unpacked");
    plain
}

fn look(plain: &[u8]) -> Look {
    let mut origins: BTreeMap<u32, BTreeSet<IpNet>> = BTreeMap::new();
    let mut peers = BTreeSet::new();
    let (mut elements, mut first, mut last) = (0, i64::MAX, i64::MIN);
    for elem in BgpkitParser::from_reader(Cursor::new(plain.to_vec())) {
        elements += 1;
        peers.insert((elem.peer_ip, u32::from(elem.peer_asn)));
        for asn in elem.origin_asns.into_iter().flatten() {
            let prefixes = origins.entry(asn.into()).or_default();
            prefixes.insert(elem.prefix.prefix);
        }
    }
    // The time of a table's entry is when the route came up; that of the record counts here.
    let mut at = 0;
    while let Some(head) = plain.get(at..at + 12) {
        let time = i64::from(u32::from_be_bytes(head[..4].try_into().unwrap()));
        (first, last) = (first.min(time), last.max(time));
        at += 12 + u32::from_be_bytes(head[8..12].try_into().unwrap()) as usize;
        // Early tables declare four octets too few; their times are those of the first record.
        if head[5] == 12 {
            break;
        }
    }
    let most = origins
        .into_iter()
        .max_by_key(|(_, prefixes)| prefixes.len());
    let (asn, prefixes) = most.expect("a file with routes");
    Look {
        elements,
        table: matches!(plain[5], 12 | 13),
        first,
        last,
        asn,
        prefixes,
        peers,
    }
}

fn iterate(plain: &[u8]) -> Duration {
    let content = Cursor::new(plain.to_vec());
    let start = Instant::now();
    let elements = BgpkitParser::from_reader(content).into_iter().count();
    assert!(elements > 0);
    start.elapsed()
}

/// A table of the watched AS's routes at all peers, in MRT (RFC 6396, section 4.3).
fn table(look: &Look) -> Vec<u8> {
    let mut index = vec![0; 6];
    index.extend((look.peers.len() as u16).to_be_bytes());
    for (ip, asn) in &look.peers {
        index.extend([if ip.is_ipv6() { 3 } else { 2 }, 0, 0, 0, 0]);
        match ip {
            IpAddr::V4(ip) => index.extend(ip.octets()),
            IpAddr::V6(ip) => index.extend(ip.octets()),
        }
        index.extend(asn.to_be_bytes());
    }
    let mut table = record(look, 1, &index);
    for prefix in &look.prefixes {
        let octets = match prefix {
            IpNet::V4(net) => net.addr().octets().to_vec(),
            IpNet::V6(net) => net.addr().octets().to_vec(),
        };
        let mut body = vec![0, 0, 0, 0, prefix.prefix_len()];
        body.extend(&octets[..usize::from(prefix.prefix_len()).div_ceil(8)]);
        body.extend((look.peers.len() as u16).to_be_bytes());
        for (number, (_, asn)) in (0_u16..).zip(&look.peers) {
            body.extend(number.to_be_bytes());
            body.extend([0, 0, 0, 0, 0, 13, 0x40, 2, 10, 2, 2]);
            body.extend(asn.to_be_bytes());
            body.extend(look.asn.to_be_bytes());
        }
        let subtype = if octets.len() == 4 { 2 } else { 4 };
        table.extend(record(look, subtype, &body));
    }
    table
}

fn record(look: &Look, subtype: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = (look.first as u32).to_be_bytes().to_vec();
    bytes.extend([0, 13]);
    bytes.extend(subtype.to_be_bytes());
    bytes.extend((body.len() as u32).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Reads the file as that of so many collectors.
fn read(look: &Look, bytes: &Arc<[u8]>, collectors: u32) -> Duration {
    let stamp = |second| Timestamp::from_second(second).unwrap();
    let (start, end) = (stamp(look.first), stamp(look.last + 60));
    let mut case = format!(
        "id = \"throughput\"\ntitle = \"Throughput\"\n[window]\nstart = {start}\nend = {end}\n\
         [[party]]\nid = \"watched\"\nname = \"Watched\"\nasns = [{}]\n\
         [[source]]\nkind = \"page\"\nurl = \"https://www.example.com/\"\n",
        look.asn
    );
    let table: Arc<[u8]> = if look.table {
        Arc::clone(bytes)
    } else {
        table(look).into()
    };
    let mut contents = Vec::new();
    for n in 0..collectors {
        write!(
            case,
            "[[measurement]]\nkind = \"bgp-table\"\npath = \"table{n}\"\ncollector = \"c{n}\"\nat = {start}\n"
        )
        .unwrap();
        contents.push(Arc::clone(&table));
        if !look.table {
            write!(
                case,
                "[[measurement]]\nkind = \"bgp-updates\"\npath = \"updates{n}\"\ncollector = \"c{n}\"\n\
                 from = {start}\nto = {end}\n"
            )
            .unwrap();
            contents.push(Arc::clone(bytes));
        }
    }
    let case = Case::parse(&case).expect("a good case");
    let specs = case.measurements.clone().into_iter();
    let inputs = specs.zip(contents).map(|(spec, bytes)| Input {
        spec,
        bytes: Box::new(Cursor::new(bytes)),
    });
    let inputs = inputs.collect();
    let start = Instant::now();
    let observed = observe(&case, inputs, &mut |_| {}).value;
    let taken = start.elapsed();
    assert_eq!(observed.observations.len(), 1);
    taken
}

/// `None` where there is no bgpdump.
fn bgpdump(file: &Path) -> Option<Duration> {
    let start = Instant::now();
    let mut dump = Command::new("bgpdump")
        .arg("-m")
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let lines = Command::new("wc")
        .arg("-l")
        .stdin(dump.stdout.take()?)
        .output()
        .ok()?;
    dump.wait().ok()?;
    lines.status.success().then(|| start.elapsed())
}
