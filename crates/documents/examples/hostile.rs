//! Pages made to be slow, 10 MB each, and how long each takes.
//!
//! `cargo run --release -p backpedal-documents --example hostile`

use std::{fs, time::Instant};

use backpedal_documents::{Given, Input, Media, read};

/// So long are the pages.
const SIZE: usize = 10 << 20;

fn filled(start: &str, piece: &str, end: &str) -> String {
    let times = SIZE.saturating_sub(start.len() + end.len()) / piece.len();
    format!("{start}{}{end}", piece.repeat(times))
}

fn numbered(times: usize, piece: impl Fn(usize) -> String) -> String {
    let mut page: String = (0..times).map(piece).collect();
    page.truncate(SIZE);
    page
}

fn pages() -> Vec<(&'static str, String)> {
    let words =
        "<p>The network was down on Monday, and nobody, it seems, could say why that was so.</p>";
    vec![
        (
            "attributes",
            format!(
                "<p {}>x</p>{words}",
                numbered(600_000, |n| format!("a{n}=b{n} "))
            ),
        ),
        (
            "one attribute",
            format!("<p {}>x</p>", "class=x ".repeat(1_200_000)),
        ),
        ("depth", filled("", "<div>", "")),
        ("depth, spans", filled("", "<span>x", "")),
        (
            "depth, closed",
            format!("{}x{}", "<div>".repeat(900_000), "</div>".repeat(900_000)),
        ),
        ("formatting", filled("", "<b><i>", "")),
        (
            "formatting, classes",
            numbered(700_000, |n| format!("<b class=c{n}>")),
        ),
        ("formatting in paragraphs", filled("", "<p><b><i><u>x", "")),
        ("misnested", filled("", "<b><p></b><i></p></i>x", "")),
        ("links in links", filled("", "<a href=x>x", "")),
        ("fonts and tables", filled("", "<font><table><font>x", "")),
        ("tables", filled("", "<table><tr><td>x", "")),
        ("one table", filled("<table>", "<tr><td>x<td>y", "</table>")),
        ("text in tables", filled("<table>", "x<tr>", "")),
        ("siblings", filled("", "<p>x", "")),
        ("breaks", filled("", "<br>", "")),
        ("list items", filled("<ul>", "<li>x<ul>", "")),
        ("entities", filled("<p>", "&amp;&notin;&#x26;&nope;", "")),
        (
            "script",
            filled("<script>", "if(a<b){x('</p>')}", "</script><p>x</p>"),
        ),
        ("scripts", filled("", "<script>", "")),
        (
            "data address",
            filled("<img src='data:image/png;base64,", "AAAA", "'><p>x</p>"),
        ),
        ("comment", filled("<!--", " -- <p>x</p>", "")),
        ("comments", filled("", "<!-- <p>", "")),
        ("drawings", filled("", "<svg><g>", "")),
        ("unclosed selects", filled("", "<select><option>x", "")),
        ("quotes", filled("", "<p title=\"", "")),
        ("templates", filled("", "<template><p>x", "")),
        ("one paragraph", filled("<p>", "word ", "</p>")),
        ("paragraphs", filled("<article>", words, "</article>")),
        (
            "comments of readers",
            filled(
                "",
                "<div class=comment><p>It was down for me as well.</p></div>",
                "",
            ),
        ),
        (
            "comments in comments",
            filled("", "<div class=comment><p>Down.</p>", ""),
        ),
        (
            "posts",
            filled(
                "<html id=XF>",
                "<div class=message-body>It was down for me as well.</div>",
                "",
            ),
        ),
        ("furniture", filled("", "<div class=related>", words)),
        (
            "furniture and text",
            format!(
                "{}{}",
                "<div class=related>".repeat(150),
                filled("", words, "")
            ),
        ),
        (
            "dates",
            filled("", "<time>x</time><span class=date>4</span>", ""),
        ),
        (
            "updates",
            filled(
                "",
                "<div class=update-row><small>Jun 4, 08:06</small>x</div>",
                "",
            ),
        ),
        (
            "articles",
            filled("", &format!("<article>{words}</article>"), ""),
        ),
        ("headings", filled("", "<h1>Pontoon is down</h1>", "")),
        (
            "structured data",
            filled(
                "<script type=application/ld+json>",
                "[",
                "</script><p>x</p>",
            ),
        ),
        (
            "structured text",
            format!(
                "<script type=application/ld+json>{{\"@type\":\"Article\",\"articleBody\":\"{}\"}}</script>{}",
                "The network was down on Monday. ".repeat(60_000),
                words.repeat(90_000)
            ),
        ),
        (
            "bytes",
            (0..SIZE)
                .map(|n| char::from(b"<>/a=\"' !-&;b"[n * n * 31 % 13]))
                .collect(),
        ),
    ]
}

#[expect(clippy::print_stdout, reason = "the result of the program")]
fn main() {
    for (name, page) in pages() {
        let start = Instant::now();
        let found = read(&Input {
            name: "page.html",
            bytes: page.as_bytes(),
            media: Media::Html,
            content_type: Some("text/html; charset=utf-8"),
            url: Some("https://forum.pier.example/thread/1"),
            snapshot: None,
            given: Given::default(),
        });
        let taken = start.elapsed().as_secs_f64();
        let chars: usize = found.value.iter().map(|document| document.text.len()).sum();
        println!(
            "{name:<26} {taken:>6.2} s  {:>6} documents  {chars:>8} bytes of text  {} MB at most",
            found.value.len(),
            memory()
        );
    }
}

/// The most memory so far, in MB, where the system says so.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
