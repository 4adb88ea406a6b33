//! How many pages a second the program crawls, kept on the disk with all that belongs to it, beside
//! `wget2`, which throws them away or writes a file for each; and how much memory it needs.
//!
//! ```text
//! $ cargo build --release
//! $ cargo run --release -p backpedal-cli --example crawl_rate -- 100000 8
//! ```
//!
//! Pages of 8 KiB lie on so many hosts as requests may be open at a time, each an address of the
//! loopback: the program has one request a host open at a time. `wget2` (Debian package of that name)
//! has as many threads and reads a page of links for each host; it flushes no file. `lychee` reads the same
//! pages and checks their links, with as many requests open and no pause.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a tool for developers

use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use backpedal_testkit::FastSite;

/// How many pages one feed leads to.
const FEED: usize = 50;

/// What a program took.
struct Taken {
    seconds: f64,
    /// Of processor time, user and system.
    busy: f64,
    /// The peak of resident memory, in MiB.
    memory: u64,
}

fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let pages = numbers.next().map_or(20_000, Result::unwrap);
    let at_once = numbers.next().map_or(8, Result::unwrap);
    let each = pages.div_ceil(at_once);
    let sites: Vec<FastSite> = (1..=at_once)
        .map(|n| {
            let host = Ipv4Addr::new(127, 0, 0, u8::try_from(n).unwrap());
            FastSite::start_on(host, each, 8 * 1024).unwrap()
        })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case.toml");
    std::fs::write(&case, case_of(&sites, each)).unwrap();
    let kept = dir.path().join("index");
    let ours = run(Command::new(program())
        .arg("--store")
        .arg(&kept)
        .arg("crawl")
        .arg(&case)
        .arg("--allow-loopback"))
    .unwrap();
    let asked: usize = sites.iter().map(FastSite::asked).sum();
    told("backpedal, kept", asked, &ours);
    println!("on the disk: {} MiB", size(&kept) >> 20);

    let roots: Vec<String> = sites.iter().map(|site| site.url("/")).collect();
    let many = at_once.to_string();
    let plain = "-q -r -l 1 --no-robots --http2=off -O /dev/null --max-threads";
    let links = "-q --no-progress --host-request-interval 0ms --max-concurrency";
    let files = "-q -r -l 1 --no-robots --http2=off -P files --max-threads";
    for (other, what, flags) in [
        ("wget2", "thrown away", plain),
        ("wget2", "files", files),
        ("lychee", "thrown away", links),
    ] {
        let before: usize = sites.iter().map(FastSite::asked).sum();
        let mut command = Command::new(other);
        command.current_dir(dir.path()).args(flags.split(' '));
        let Some(theirs) = run(command.arg(&many).args(&roots)) else {
            println!("{other} is not installed");
            continue;
        };
        let requests = sites.iter().map(FastSite::asked).sum::<usize>() - before;
        told(&format!("{other}, {what}"), requests, &theirs);
        let times = rate(asked, &ours) / rate(requests, &theirs);
        println!("{times:.2} times as many requests a second");
    }
}

fn rate(requests: usize, taken: &Taken) -> f64 {
    f64::from(u32::try_from(requests).unwrap()) / taken.seconds
}

/// The program, beside the folder of this example.
fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.parent().unwrap().with_file_name("backpedal")
}

/// A case with as many feeds as the pages need.
fn case_of(sites: &[FastSite], each: usize) -> String {
    let mut text = "id = \"rate\"\ntitle = \"Rate\"\n\
         [window]\nstart = 2022-06-21\nend = 2022-06-22\n"
        .to_owned();
    for site in sites {
        for feed in 0..each.div_ceil(FEED) {
            let url = site.url(&format!("/short/{feed}"));
            text.push_str(&format!("[[source]]\nkind = \"feed\"\nurl = \"{url}\"\n"));
        }
    }
    text
}

/// `None` where there is no such program.
fn run(command: &mut Command) -> Option<Taken> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().ok()?;
    let (mut memory, mut busy) = (0, 0.0_f64);
    while child.try_wait().unwrap().is_none() {
        memory = memory.max(peak(&child));
        busy = busy.max(processor(&child));
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(Taken {
        seconds: begun.elapsed().as_secs_f64(),
        busy,
        memory,
    })
}

/// The peak of resident memory so far, in MiB, as Linux tells it.
fn peak(child: &Child) -> u64 {
    let path = format!("/proc/{}/status", child.id());
    let status = std::fs::read_to_string(path).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

/// Processor time so far, in seconds: fields 14 and 15 of proc_pid_stat(5), in hundredths.
fn processor(child: &Child) -> f64 {
    let path = format!("/proc/{}/stat", child.id());
    let stat = std::fs::read_to_string(path).unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let fields: Vec<u32> = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    f64::from(fields.iter().sum::<u32>()) / 100.0
}

fn told(who: &str, requests: usize, taken: &Taken) {
    let Taken {
        seconds,
        busy,
        memory,
    } = taken;
    let rate = rate(requests, taken);
    println!(
        "{who}: {requests} requests in {seconds:.2} s, {rate:.0} a second; {busy:.2} s of processor \
         time; {memory} MiB at most"
    );
}

fn size(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).unwrap().flatten();
    entries
        .map(|entry| {
            let meta = entry.metadata().unwrap();
            if meta.is_dir() {
                size(&entry.path())
            } else {
                meta.len()
            }
        })
        .sum()
}
