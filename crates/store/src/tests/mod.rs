//! The store as its callers see it.

mod any;
mod captures;
mod crashes;
mod places;
mod records;

use std::{fs, path::Path};

use backpedal_model::{Origin, Sha256, Snapshot};

use crate::{Error, Exchange, Store, Validators, captures::Captures};

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
    }
}

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    (dir, store)
}

fn file_of(store: &Store, snapshot: &Snapshot) -> std::path::PathBuf {
    store.captures.path(&Captures::name(snapshot))
}

/// Every file under `captures/`, the lock aside.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let folders = fs::read_dir(dir.join("captures"))
        .expect("a folder")
        .flatten();
    let folders = folders.map(|e| e.path()).filter(|path| path.is_dir());
    folders
        .flat_map(|f| {
            fs::read_dir(f)
                .expect("a folder")
                .flatten()
                .map(|e| e.path())
        })
        .collect()
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
