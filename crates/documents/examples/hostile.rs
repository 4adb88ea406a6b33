//! Pages made to be slow, 10 MB each, and how long each takes.
//!
//! `cargo run --release -p backpedal-documents --example hostile [PAGE...]`; with pages, those.

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

/// Names of pages, and what they are made of: a start, a piece that is repeated, an end.
const REPEATED: [(&str, &str, &str, &str); 49] = [
    ("one attribute", "<p ", "class=x ", ">x</p>"),
    ("depth", "", "<div>", ""),
    ("depth, spans", "", "<span>x", ""),
    ("sites in a title", "<title>", "Gazette | ", ""),
    ("text without scripts", "", "<noscript>x", "</noscript>"),
    ("ends of others", "", "<x>x</y>", ""),
    ("items in items", "", "<li>x<dd>", ""),
    ("paragraphs in between", "", "<x>x<p></x>", ""),
    ("cells in between", "", "<b><table><td>x</b>", ""),
    ("forms", "", "<form><div>x</form>", ""),
    (
        "templates in items",
        "",
        "<template><li>x</template></li>",
        "",
    ),
    ("ends without starts", "<x><div>", "</x>", ""),
    ("formatting", "", "<b><i>", ""),
    ("formatting in paragraphs", "", "<p><b><i><u>x", ""),
    ("misnested", "", "<b><p></b><i></p></i>x", ""),
    ("links in links", "", "<a href=x>x", ""),
    ("fonts and tables", "", "<font><table><font>x", ""),
    ("tables", "", "<table><tr><td>x", ""),
    ("one table", "<table>", "<tr><td>x<td>y", "</table>"),
    ("text in tables", "<table>", "x<tr>", ""),
    ("siblings", "", "<p>x", ""),
    ("breaks", "", "<br>", ""),
    ("list items", "<ul>", "<li>x<ul>", ""),
    ("signs of two bytes", "<p>", "µ · ", ""),
    (
        "signs in an address",
        "<p>It was down.<a href='/",
        "µ·",
        "'>x</a>",
    ),
    (
        "signs in many addresses",
        "",
        "<p>Down.<a href='/µ·µ·µ·'>x</a>",
        "",
    ),
    ("entities", "<p>", "&amp;&notin;&#x26;&nope;", ""),
    (
        "script",
        "<script>",
        "if(a<b){x('</p>')}",
        "</script><p>x</p>",
    ),
    ("scripts", "", "<script>", ""),
    (
        "data address",
        "<img src='data:image/png;base64,",
        "AAAA",
        "'>x",
    ),
    ("comment", "<!--", " -- <p>x</p>", ""),
    ("comments", "", "<!-- <p>", ""),
    ("drawings", "", "<svg><g>", ""),
    ("unclosed selects", "", "<select><option>x", ""),
    ("quotes", "", "<p title=\"", ""),
    ("templates", "", "<template><p>x", ""),
    ("one paragraph", "<p>", "word ", "</p>"),
    ("paragraphs", "<article>", WORDS, "</article>"),
    (
        "comments of readers",
        "",
        "<div class=comment><p>It was down for me as well.</p></div>",
        "",
    ),
    (
        "comments in comments",
        "",
        "<div class=comment><p>Down.</p>",
        "",
    ),
    (
        "posts",
        "<html id=XF>",
        "<div class=message-body>It was down for me.</div>",
        "",
    ),
    ("furniture", "", "<div class=related>", WORDS),
    ("dates", "", "<time>x</time><span class=date>4</span>", ""),
    (
        "updates",
        "",
        "<div class=update-row><small>Jun 4, 08:06</small>x</div>",
        "",
    ),
    (
        "times in times",
        "<meta name=generator content=Statuspage><div class=update-row>",
        "<time>down <div class=posted>",
        "",
    ),
    (
        "bylines in bylines",
        "",
        "<div class=byline>By Ada Quill",
        "",
    ),
    ("headings", "", "<h1>Pontoon is down</h1>", ""),
    (
        "headings in headings",
        "<title>Pontoon is down, it says</title>",
        "<h1>Pontoon is down<article><x>",
        "",
    ),
    (
        "structured data",
        "<script type=application/ld+json>",
        "[",
        "</script>x",
    ),
];

const WORDS: &str =
    "<p>The network was down on Monday, and nobody, it seems, could say why that was so.</p>";

/// Pages that no single piece makes.
fn others() -> Vec<(&'static str, String)> {
    let attributes = numbered(600_000, |n| format!("a{n}=b{n} "));
    let said = "The network was down on Monday. ".repeat(60_000);
    let data = format!("{{\"@type\":\"Article\",\"articleBody\":\"{said}\"}}");
    let script = format!("<script type=application/ld+json>{data}</script>");
    let signs = b"<>/a=\"' !-&;b";
    vec![
        ("attributes", format!("<p {attributes}>x</p>")),
        (
            "depth, closed",
            format!("{}x{}", "<div>".repeat(900_000), "</div>".repeat(900_000)),
        ),
        (
            "formatting, classes",
            numbered(700_000, |n| format!("<b class=c{n}>")),
        ),
        (
            "furniture and text",
            filled(&"<div class=related>".repeat(150), WORDS, ""),
        ),
        (
            "articles",
            filled("", &format!("<article>{WORDS}</article>"), ""),
        ),
        ("structured text", filled(&script, WORDS, "")),
        (
            "signs",
            (0..SIZE)
                .map(|n| char::from(signs[n * n * 31 % signs.len()]))
                .collect(),
        ),
    ]
}

fn main() -> std::io::Result<()> {
    let mut own = std::env::args().skip(1).peekable();
    if own.peek().is_some() {
        for path in own {
            time(&path, &fs::read(&path)?);
        }
        return Ok(());
    }
    let made = |(name, start, piece, end)| (name, filled(start, piece, end));
    for (name, page) in REPEATED.into_iter().map(made).chain(others()) {
        time(name, page.as_bytes());
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the result of the program")]
fn time(name: &str, bytes: &[u8]) {
    let start = Instant::now();
    let found = read(&Input {
        name: "page.html",
        bytes,
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

/// The most memory so far, in MB, where the system says so.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_ascii_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
