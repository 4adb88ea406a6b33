//! A web site on the loopback with scripted answers, so that no test leaves the machine.
//!
//! Threads and blocking sockets only: the tests that use it bring their own runtime, or none.

mod answer;
mod fast;
mod pages;

use std::{
    collections::BTreeMap,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

pub use answer::Answer;
pub use fast::FastSite;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path and query: `/a?b=c`.
    pub path: String,
    /// Request line and header fields, with the empty line, byte for byte.
    pub head: String,
    /// Time since the site was started.
    pub at: Duration,
}

impl Request {
    /// The first header field of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1);
        fields
            .filter_map(|line| line.split_once(':'))
            .find_map(|(n, v)| n.eq_ignore_ascii_case(name).then(|| v.trim()))
    }
}

#[derive(Debug)]
struct Shared {
    answers: Mutex<BTreeMap<String, Vec<Answer>>>,
    requests: Mutex<Vec<Request>>,
    statuses: Mutex<BTreeMap<u16, usize>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
    stop: AtomicBool,
    started: Instant,
}

/// A site on `127.0.0.1` at a free port. Paths without an answer give 404. Dropping it closes it.
///
/// ```
/// use backpedal_testkit::{Answer, LoopbackSite};
/// let site = LoopbackSite::start()?;
/// site.on("/", Answer::html("<p>All systems up.</p>").etag("\"1\""));
/// assert!(site.url("/").starts_with("http://127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct LoopbackSite {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl LoopbackSite {
    /// Listens on a free port.
    ///
    /// # Errors
    /// When the machine has no port left to give.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            answers: Mutex::default(),
            requests: Mutex::default(),
            statuses: Mutex::default(),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            started: Instant::now(),
        });
        let inner = Arc::clone(&shared);
        thread::spawn(move || listen(&listener, &inner));
        Ok(Self { address, shared })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path, which starts with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Adds an answer for a path (with its query, if any). Several answers are given one after
    /// the other; the last stays.
    pub fn on(&self, path: &str, answer: Answer) -> &Self {
        let mut answers = lock(&self.shared.answers);
        answers.entry(path.to_owned()).or_default().push(answer);
        self
    }

    /// Forgets the answers for a path and gives this one from now on.
    pub fn replace(&self, path: &str, answer: Answer) -> &Self {
        lock(&self.shared.answers).insert(path.to_owned(), vec![answer]);
        self
    }

    /// All requests so far, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// How often a path was asked for.
    #[must_use]
    pub fn hits(&self, path: &str) -> usize {
        let requests = lock(&self.shared.requests);
        requests.iter().filter(|r| r.path == path).count()
    }

    /// How many answers had this status: 304 tells what conditional requests saved.
    #[must_use]
    pub fn answered(&self, status: u16) -> usize {
        let statuses = lock(&self.shared.statuses);
        statuses.get(&status).copied().unwrap_or(0)
    }

    /// The most requests that were open at one time.
    #[must_use]
    pub fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for LoopbackSite {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees the flag.
        drop(TcpStream::connect(self.address));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            // A client that hangs up early is part of many tests.
            drop(serve(stream, &shared));
        });
    }
}

/// Answers one request and closes the connection.
fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let Some(head) = read_head(&mut stream)? else {
        // Whoever speaks TLS gets the answer of a server that does not.
        return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    };
    read_body(&mut stream, &head)?;
    let open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
    shared.most_open.fetch_max(open, Ordering::SeqCst);
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    let request = Request {
        path,
        head,
        at: shared.started.elapsed(),
    };
    let answer = next_answer(&mut lock(&shared.answers), &request.path);
    lock(&shared.requests).push(request.clone());
    let status = answer.status_for(&request);
    *lock(&shared.statuses).entry(status).or_default() += 1;
    let sent = answer.send(&request, &mut stream);
    shared.open.fetch_sub(1, Ordering::SeqCst);
    sent
}

fn next_answer(answers: &mut BTreeMap<String, Vec<Answer>>, path: &str) -> Answer {
    match answers.get_mut(path) {
        Some(list) if list.len() > 1 => list.remove(0),
        Some(list) => list.first().cloned().unwrap_or_else(|| Answer::status(404)),
        None => Answer::status(404),
    }
}

fn read_head(stream: &mut TcpStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 || head.len() > 65_536 {
            return Ok(None);
        }
        if head.is_empty() && !byte[0].is_ascii_uppercase() {
            return Ok(None);
        }
        head.push(byte[0]);
    }
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}

/// Takes the body of a POST: closing with a part unread would reset the connection.
fn read_body(stream: &mut TcpStream, head: &str) -> io::Result<()> {
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<u64>().ok())?
    });
    let mut body = stream.take(length.unwrap_or(0).min(1 << 20));
    io::copy(&mut body, &mut io::sink()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(site: &LoopbackSite, head: &str) -> String {
        let mut stream = TcpStream::connect(site.address()).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn answers_come_in_order_and_the_last_stays() {
        let site = LoopbackSite::start().unwrap();
        site.on("/a", Answer::status(503).retry_after("1"))
            .on("/a", Answer::text("fine"));
        assert!(ask(&site, "GET /a HTTP/1.1\r\n\r\n").contains("retry-after: 1\r\n"));
        for _ in 0..2 {
            assert!(ask(&site, "GET /a HTTP/1.1\r\n\r\n").ends_with("\r\n\r\nfine"));
        }
        assert!(ask(&site, "GET /b HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert_eq!((site.hits("/a"), site.hits("/b")), (3, 1));
    }

    #[test]
    fn a_known_tag_gives_304_and_another_does_not() {
        let site = LoopbackSite::start().unwrap();
        site.on("/a", Answer::html("<p>x</p>").etag("\"1\""));
        let with = |tag: &str| {
            ask(
                &site,
                &format!("GET /a HTTP/1.1\r\nIf-None-Match: {tag}\r\n\r\n"),
            )
        };
        assert!(with("\"1\"").starts_with("HTTP/1.1 304 Not Modified\r\n"));
        assert!(with("\"2\"").starts_with("HTTP/1.1 200 OK\r\n"));
        assert_eq!((site.answered(304), site.answered(200)), (1, 1));
    }
}
