use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

fn record(kind: &str, url: &str, fields: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n{fields}Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn page(url: &str, words: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{words}");
    record(
        "response",
        url,
        "WARC-Payload-Digest: sha1:AAAA\r\n",
        &block,
    )
}

fn shown(bytes: &[u8]) -> (Vec<String>, usize) {
    let found = warc_captures("a.warc", bytes);
    let one = |one: &Archived| {
        format!(
            "{} {} {}",
            one.url,
            one.at,
            String::from_utf8_lossy(&one.body)
        )
    };
    (found.value.iter().map(one).collect(), found.problems.len())
}

const A: &str = "https://halyard.example/a 2031-03-04T10:00:00Z <p>down";
const B: &str = "https://halyard.example/b 2031-03-04T10:00:00Z <p>up";

fn two() -> [String; 2] {
    [
        page("https://halyard.example/a", "down"),
        page("https://halyard.example/b", "up"),
    ]
}

fn gz(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn plain_gzip_and_zstd_files_give_the_same() {
    let [a, b] = two();
    let zstd = |text: &str| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest);
    let skippable = [
        &[0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2][..],
        &zstd(&a),
        &zstd(&b),
    ]
    .concat();
    let files = [
        format!("{a}{b}").into_bytes(),
        [gz(&a), gz(&b)].concat(),
        gz(&format!("{a}{b}")),
        [zstd(&a), zstd(&b)].concat(),
        skippable,
    ];
    for (number, file) in files.iter().enumerate() {
        assert_eq!(
            shown(file),
            (vec![A.to_owned(), B.to_owned()], 0),
            "file {number}"
        );
    }
}

#[test]
fn what_was_cut_when_it_was_captured_is_told_and_left_out() {
    let block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>do";
    let cut = record(
        "response",
        "https://halyard.example/a",
        "WARC-Truncated: disconnect\r\n",
        block,
    );
    let (found, problems) = shown(format!("{cut}{}", two()[1]).as_bytes());
    assert_eq!((found, problems), (vec![B.to_owned()], 1));
}

#[test]
fn a_damaged_record_is_left_out_and_the_next_is_read() {
    let [a, b] = two();
    let long = a.replace("Content-Length: ", "Content-Length: 9");
    let short = a.replacen("Content-Length: 5", "Content-Length: 3", 1);
    let none = a.replace("Content-Length", "Content-Width");
    for damaged in [&long, &short, &none, "rubbish\n"] {
        let (found, problems) = shown(format!("{damaged}{b}").as_bytes());
        assert_eq!((found, problems), (vec![B.to_owned()], 1), "{damaged}");
    }
    let mut first = gz(&a);
    let middle = first.len() / 2;
    first[middle] ^= 0xff;
    let (found, problems) = shown(&[first, gz(&b)].concat());
    assert!(found.contains(&B.to_owned()) && problems > 0, "{found:?}");
    let cut = gz(&format!("{a}{b}"));
    let (_, problems) = shown(&cut[..cut.len() - 12]);
    assert!(problems > 0, "an early end is told");
}

#[test]
fn only_texts_that_were_answered_count_and_revisits_refer_to_them() {
    let answer =
        |status: &str, kind: &str| format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\nx");
    let of = |url: &str, block: &str| record("response", url, "", block);
    let file = [
        record("warcinfo", "", "", "software: x"),
        of(
            "https://a.example/404",
            &answer("404 Not Found", "text/html"),
        ),
        of("https://a.example/x.png", &answer("200 OK", "image/png")),
        of("https://a.example/x.css", &answer("200 OK", "text/css")),
        of(
            "https://a.example/robots.txt",
            &answer("200 OK", "text/plain"),
        ),
        of("dns:a.example", "x"),
        page("https://halyard.example/a", "down"),
        record(
            "revisit",
            "https://halyard.example/b",
            "WARC-Payload-Digest: sha1:AAAA\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
        ),
        record(
            "revisit",
            "https://halyard.example/c",
            "WARC-Payload-Digest: sha1:BBBB\r\n",
            "",
        ),
        record(
            "resource",
            "https://halyard.example/d",
            "Content-Type: text/plain\r\n",
            "up",
        ),
    ];
    let (found, problems) = shown(file.concat().as_bytes());
    let b = "https://halyard.example/b 2031-03-04T10:00:00Z <p>down";
    let d = "https://halyard.example/d 2031-03-04T10:00:00Z up";
    assert_eq!(
        (found, problems),
        (vec![A.to_owned(), b.to_owned(), d.to_owned()], 1)
    );
}

#[test]
fn chunks_are_joined_where_they_are_chunks() {
    let of = |body: &str| {
        let block = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
        );
        shown(record("response", "https://a.example/", "", &block).as_bytes()).0[0].clone()
    };
    assert!(of("4\r\n<p>a\r\n2;x=1\r\nbc\r\n0\r\n\r\n").ends_with("<p>abc"));
    assert!(of("<p>joined already").ends_with("<p>joined already"));
}

#[test]
fn other_files_are_named() {
    for other in [
        &b"<html>"[..],
        b"",
        b"\x1f\x8b\x08rubbish",
        b"\x28\xb5\x2f\xfd",
    ] {
        let (found, problems) = shown(other);
        assert!(found.is_empty() && problems > 0, "{other:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_damage_ends(at in 0_usize..2000, byte in 0_u8.., cut in 0_usize..2000, packed in 0..3) {
        let text = two().concat();
        let mut bytes = match packed {
            0 => text.into_bytes(),
            1 => gz(&text),
            _ => compress_to_vec(text.as_bytes(), CompressionLevel::Fastest),
        };
        bytes.truncate(cut.max(1));
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = warc_captures("a", &bytes);
    }
}
