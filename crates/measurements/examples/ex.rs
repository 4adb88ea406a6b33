use std::fs::File;
fn main() {
    for f in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let p = backpedal_measurements::summarize(&f, Box::new(File::open(&f).unwrap()));
        let v = &p.value;
        println!(
            "{} {:?} rec {} B{} A{} W{} S{} peers {} pfx {} org {} {:?} {:?}  {:?} {:?}",
            f.rsplit('/').next().unwrap(),
            v.kind,
            v.records,
            v.entries,
            v.announcements,
            v.withdrawals,
            v.session_changes,
            v.peers.len(),
            v.prefixes,
            v.origins,
            v.first.map(|t| t.to_string()),
            v.last.map(|t| t.to_string()),
            p.problems.iter().map(|p| p.to_string()).collect::<Vec<_>>(),
            t.elapsed()
        );
    }
}
