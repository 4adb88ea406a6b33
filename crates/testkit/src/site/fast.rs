//! A site of many alike pages that costs next to nothing to serve: for figures of speed.

use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

/// Serves `/0` to `/{pages - 1}`, lists of them, and keeps connections open (HTTP/1.1).
///
/// `/` is an HTML page with a link to each page, `/feed/0` an RSS feed of the first thousand pages,
/// `/feed/1` of the next; `/short/0` one of the first fifty, `/short/1` of the next. Each page is an article of some kilobytes; all else is 404, and so is
/// robots.txt: all is allowed.
#[derive(Debug)]
pub struct FastSite {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// How many pages stand in one feed.
const FEED: usize = 1000;
/// And in a short one: as many as a crawl follows by default.
const SHORT: usize = 50;

#[derive(Debug)]
struct Shared {
    pages: usize,
    text: String,
    asked: AtomicUsize,
    stop: AtomicBool,
}

impl FastSite {
    /// Listens on a free port of 127.0.0.1. Each page has about `bytes` bytes.
    ///
    /// # Errors
    /// When the machine has no port left to give.
    pub fn start(pages: usize, bytes: usize) -> io::Result<Self> {
        Self::start_on(Ipv4Addr::LOCALHOST, pages, bytes)
    }

    /// The same on another address of the loopback, where the system has them: a host of its own.
    ///
    /// # Errors
    /// When the machine has no such address, or no port left to give.
    pub fn start_on(host: Ipv4Addr, pages: usize, bytes: usize) -> io::Result<Self> {
        let listener = TcpListener::bind((host, 0))?;
        let address = listener.local_addr()?;
        let sentence = "<p>Halyard says that its network is up again.</p>\n";
        let shared = Arc::new(Shared {
            pages,
            text: sentence.repeat(bytes / sentence.len()),
            asked: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        });
        let inner = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if inner.stop.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&inner)) else {
                    continue;
                };
                // Who hangs up ends the connection.
                thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Ok(Self { address, shared })
    }

    /// The address of a path, which starts with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many requests were answered.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }
}

impl Drop for FastSite {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees the flag.
        drop(TcpStream::connect(self.address));
    }
}

/// Answers the requests of one connection.
fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut pending, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let end = pending.windows(4).position(|part| part == b"\r\n\r\n");
        let Some(end) = end else {
            let read = stream.read(&mut piece)?;
            if read == 0 || pending.len() > 65_536 {
                return Ok(());
            }
            pending.extend_from_slice(&piece[..read]);
            continue;
        };
        let head = String::from_utf8_lossy(&pending[..end]).into_owned();
        pending.drain(..end + 4);
        let path = head.split(' ').nth(1).unwrap_or("/");
        shared.asked.fetch_add(1, Ordering::Relaxed);
        stream.write_all(&answer(path, shared))?;
    }
}

fn feed(number: &str, entries: usize, pages: usize) -> String {
    let first = number.parse::<usize>().unwrap_or(0) * entries;
    let item = |n| format!("<item><link>/{n}</link></item>\n");
    let items: String = (first..(first + entries).min(pages)).map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>T</title><link>/</link>\
         <description>T</description>{items}</channel></rss>"
    )
}

fn answer(path: &str, shared: &Shared) -> Vec<u8> {
    let number = path.strip_prefix('/').and_then(|n| n.parse::<usize>().ok());
    let (status, media_type, body) = match (path, number) {
        ("/", _) => {
            let link = |n| format!("<a href=\"/{n}\">{n}</a>\n");
            let links: String = (0..shared.pages).map(link).collect();
            ("200 OK", "text/html", links)
        }
        _ if path.starts_with("/feed/") => {
            let feed = feed(&path["/feed/".len()..], FEED, shared.pages);
            ("200 OK", "application/rss+xml", feed)
        }
        _ if path.starts_with("/short/") => {
            let feed = feed(&path["/short/".len()..], SHORT, shared.pages);
            ("200 OK", "application/rss+xml", feed)
        }
        (_, Some(n)) if n < shared.pages => {
            let page = format!(
                "<!doctype html><title>{n}</title><h1>{n}</h1>\n{}",
                shared.text
            );
            ("200 OK", "text/html", page)
        }
        _ => ("404 Not Found", "text/plain", String::new()),
    };
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_connection_serves_many_pages() {
        let site = FastSite::start(3, 200).unwrap();
        let mut stream = TcpStream::connect(site.address).unwrap();
        let heads = "GET /2 HTTP/1.1\r\nhost: x\r\n\r\nGET /3 HTTP/1.1\r\n\r\n";
        stream.write_all(heads.as_bytes()).unwrap();
        let mut answers = String::new();
        let mut piece = [0; 4096];
        while !answers.contains("404") {
            let read = stream.read(&mut piece).unwrap();
            assert_ne!(read, 0, "{answers}");
            answers.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
        assert!(answers.contains("<title>2</title>"), "{answers}");
        assert_eq!(site.asked(), 2);
    }
}
