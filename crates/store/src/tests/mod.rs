//! The store as its callers see it.

mod any;
mod captures;
mod crashes;
mod frontier;
mod old;
mod places;
mod records;
mod segments;

use std::{fs, path::Path};

use backpedal_model::{Origin, Sha256, Snapshot};

use crate::{Error, Exchange, Hop, Put, Store, Validators};

const PAGE: &str = "https://news.example/lindholm-down";

fn snapshot(at: &str, body: &[u8]) -> Snapshot {
    Snapshot::new(Origin::Url(PAGE.into()), at.parse().expect("a time"), body)
}

fn exchange() -> Exchange {
    Exchange {
        request_head: b"GET /lindholm-down HTTP/1.1\r\nHost: news.example\r\n\r\n".to_vec(),
        response_head: b"HTTP/1.1 200 OK\r\nETag: \"a1\"\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_vec(),
        remote: Some([192, 0, 2, 7].into()),
        ..Exchange::default()
    }
}

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    (dir, store)
}

/// Every file of captures, in order.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir.join("captures"))
        .expect("a folder")
        .flatten()
    {
        if entry.path().is_dir() {
            let below = fs::read_dir(entry.path()).expect("a folder").flatten();
            files.extend(below.map(|e| e.path()));
        } else {
            files.push(entry.path());
        }
    }
    files.retain(|path| path.to_string_lossy().ends_with(".warc.gz"));
    files.sort();
    files
}

/// The only file of captures.
fn file(dir: &Path) -> std::path::PathBuf {
    let files = files(dir);
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// Forgets everything but the files of captures.
fn lose_database(dir: &Path) {
    for name in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(dir.join(format!("backpedal.sqlite{name}")));
    }
}

/// The records of one type in a file, unpacked.
fn records(file: &Path, kind: &str) -> Vec<String> {
    let text = unpack(file);
    let records = text.split("WARC/1.1\r\n").skip(1);
    let of_kind = records.filter(|r| r.starts_with(&format!("WARC-Type: {kind}\r\n")));
    of_kind.map(str::to_owned).collect()
}

fn unpack(file: &Path) -> String {
    use std::io::Read as _;
    let bytes = fs::read(file).expect("a file");
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(&*bytes)
        .read_to_end(&mut text)
        .expect("gzip");
    String::from_utf8_lossy(&text).into_owned()
}
