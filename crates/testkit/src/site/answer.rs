//! What the loopback site answers.

use std::{
    io::{self, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};

use super::Request;

/// One scripted answer.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    wait: Duration,
    cut_at: Option<usize>,
    hang: Duration,
    chunked: bool,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl Answer {
    fn new(status: u16, media_type: &str, body: Vec<u8>) -> Self {
        let headers = if media_type.is_empty() {
            Vec::new()
        } else {
            vec![("content-type".to_owned(), media_type.to_owned())]
        };
        Self {
            status,
            headers,
            body,
            wait: Duration::ZERO,
            cut_at: None,
            hang: Duration::ZERO,
            chunked: false,
            etag: None,
            last_modified: None,
        }
    }

    /// A page, status 200.
    #[must_use]
    pub fn html(body: &str) -> Self {
        Self::new(200, "text/html; charset=utf-8", body.into())
    }

    /// Plain text, status 200.
    #[must_use]
    pub fn text(body: &str) -> Self {
        Self::new(200, "text/plain; charset=utf-8", body.into())
    }

    /// Bytes of a type, status 200.
    #[must_use]
    pub fn bytes(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, media_type, body.into())
    }

    /// A status with a short page.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let body = format!("<p>{status} {}</p>", reason(status));
        Self::new(status, "text/html", body.into_bytes())
    }

    /// A redirect, status 302.
    #[must_use]
    pub fn redirect(to: &str) -> Self {
        Self::new(302, "", Vec::new()).header("location", to)
    }

    /// As many bytes `x`, as plain text.
    #[must_use]
    pub fn huge(bytes: usize) -> Self {
        Self::new(200, "text/plain", vec![b'x'; bytes])
    }

    /// As many zero bytes, packed by gzip to about a thousandth.
    #[must_use]
    pub fn gzip_bomb(unpacked: usize) -> Self {
        Self::new(200, "text/plain", vec![0; unpacked]).gzip()
    }

    /// Adds a header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Retry-After`.
    #[must_use]
    pub fn retry_after(self, value: &str) -> Self {
        self.header("retry-after", value)
    }

    /// Adds an `ETag`, quotes included, and answers 304 to a request that knows it.
    #[must_use]
    pub fn etag(mut self, tag: &str) -> Self {
        self.etag = Some(tag.to_owned());
        self.header("etag", tag)
    }

    /// Adds `Last-Modified` and answers 304 to a request that repeats it.
    #[must_use]
    pub fn last_modified(mut self, date: &str) -> Self {
        self.last_modified = Some(date.to_owned());
        self.header("last-modified", date)
    }

    /// Packs the body with gzip.
    #[must_use]
    pub fn gzip(mut self) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to a Vec cannot fail; an empty body would show in any test.
        drop(packer.write_all(&self.body));
        self.body = packer.finish().unwrap_or_default();
        self.header("content-encoding", "gzip")
    }

    /// Waits before it answers.
    #[must_use]
    pub const fn slow(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Announces the whole body but hangs up after so many bytes.
    #[must_use]
    pub const fn cut(mut self, at: usize) -> Self {
        self.cut_at = Some(at);
        self
    }

    /// Announces the whole body but falls silent after so many bytes, and hangs up later.
    #[must_use]
    pub const fn stalls(mut self, at: usize, silence: Duration) -> Self {
        self.hang = silence;
        self.cut(at)
    }

    /// Sends the body in chunks of at most ten bytes (RFC 9112, section 7.1).
    #[must_use]
    pub const fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    fn in_chunks(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for chunk in self.body.chunks(10) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        bytes
    }

    fn known_to(&self, request: &Request) -> bool {
        let same =
            |have: &Option<String>, name| have.is_some() && have.as_deref() == request.header(name);
        same(&self.etag, "if-none-match") || same(&self.last_modified, "if-modified-since")
    }

    /// The status that this request gets.
    pub(super) fn status_for(&self, request: &Request) -> u16 {
        if self.known_to(request) {
            304
        } else {
            self.status
        }
    }

    pub(super) fn send(&self, request: &Request, stream: &mut TcpStream) -> io::Result<()> {
        thread::sleep(self.wait);
        let status = self.status_for(request);
        let not_modified = status == 304;
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.chunked && !not_modified {
            head.push_str("transfer-encoding: chunked\r\n");
        } else if !not_modified {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("connection: close\r\n\r\n");
        stream.write_all(head.as_bytes())?;
        if !not_modified {
            let body = if self.chunked {
                &self.in_chunks()
            } else {
                &self.body
            };
            let end = self.cut_at.unwrap_or(body.len()).min(body.len());
            stream.write_all(&body[..end])?;
        }
        stream.flush()?;
        thread::sleep(self.hang);
        stream.shutdown(Shutdown::Write)
    }
}

/// The usual words for a status (RFC 9110, section 15).
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        403 => "Forbidden",
        404 => "Not Found",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
