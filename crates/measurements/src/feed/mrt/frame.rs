//! Cuts a stream into MRT records (RFC 6396, section 2), and finds the next record behind damage.
//!
//! A record is cut by the length in its header. Where that leads nowhere, the bytes behind are
//! searched for the next header that can be one: of a known type, with a time near the last one,
//! and followed by a second header that can be one. Nothing in between is guessed at.

use std::io::{ErrorKind, Read};

use super::legacy;

/// The length of a record's header.
pub(super) const HEADER: usize = 12;

/// The largest body that is taken for an MRT record.
const LARGEST: usize = 16 * 1024 * 1024;

/// The largest body that holds one BGP message: the message itself (RFC 8654), with what goes
/// before it between two IPv6 addresses, and the microseconds.
const LARGEST_MESSAGE: usize = 65_535 + 44 + 4;

/// How far the time of a record behind damage may lie from that of the last one before, in
/// seconds. Our choice: files hold hours at most, and a clock may be wrong by some more.
const NEAR: u32 = 86_400;

/// How many bytes are asked for at once.
const STEP: usize = 1 << 18;

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) at: u32,
    pub(super) kind: u16,
    pub(super) subtype: u16,
    /// Octets of the body as declared.
    pub(super) length: usize,
}

impl Header {
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let (head, _) = bytes.split_first_chunk::<HEADER>()?;
        let [t0, t1, t2, t3, k0, k1, s0, s1, l0, l1, l2, l3] = *head;
        Some(Self {
            at: u32::from_be_bytes([t0, t1, t2, t3]),
            kind: u16::from_be_bytes([k0, k1]),
            subtype: u16::from_be_bytes([s0, s1]),
            length: usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).ok()?,
        })
    }

    /// Whether there is a record that begins so: a type and subtype of the IANA registry "MRT",
    /// with a length that it can have.
    pub(super) fn possible(&self) -> bool {
        let (known, largest) = match self.kind {
            5 => (self.subtype <= 7, LARGEST_MESSAGE),
            9 | 10 => (self.subtype <= 10, LARGEST_MESSAGE),
            12 => (matches!(self.subtype, 1 | 2), LARGEST),
            13 => ((1..=13).contains(&self.subtype), LARGEST),
            16 => (self.subtype <= 11, LARGEST_MESSAGE),
            17 => (self.subtype <= 11 && self.length >= 4, LARGEST_MESSAGE),
            11 | 32 | 33 | 48 | 49 => (self.subtype <= 1, LARGEST_MESSAGE),
            _ => (false, 0),
        };
        known && self.length <= largest
    }

    fn near(&self, last: Option<u32>) -> bool {
        last.is_none_or(|last| last.abs_diff(self.at) <= NEAR)
    }
}

/// What comes next in a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A record; its body is at hand. `firm`: what follows can be a record too, or is the end.
    Record { header: Header, firm: bool },
    /// A header that no record has, but whose length leads to one.
    Strange { header: Header },
    /// Bytes that are no record.
    Lost,
    /// The stream ends inside of a record.
    Cut,
    /// The stream ends.
    End,
}

/// How a search behind damage went.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search {
    /// Where in the stream the damage begins.
    pub(super) from: u64,
    /// How many bytes are skipped.
    pub(super) skipped: u64,
    /// Whether a record follows.
    pub(super) found: bool,
}

/// A stream of records.
pub(super) struct Frames {
    content: Box<dyn Read>,
    /// What is at hand lies between `start` and `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// The place of `start` in the stream.
    place: u64,
    ended: bool,
    /// Octets of the body of the record at hand.
    body: usize,
}

impl Frames {
    pub(super) fn new(content: Box<dyn Read>) -> Self {
        Self {
            content,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            place: 0,
            ended: false,
            body: 0,
        }
    }

    fn ready(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Brings so many bytes to hand, if the stream holds them.
    fn fill(&mut self, wanted: usize) -> bool {
        if self.end - self.start >= wanted {
            return true;
        }
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        while self.end < wanted && !self.ended {
            // It grows with what comes, not with what a header claims.
            if self.buffer.len() < self.end + STEP {
                self.buffer.resize(self.end + STEP.max(self.end), 0);
            }
            match self.content.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    self.ended = read == 0;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // The layer below keeps its errors and ends the stream instead.
                Err(_) => self.ended = true,
            }
        }
        self.end >= wanted
    }

    fn pass(&mut self, bytes: usize) {
        self.start += bytes;
        self.place += bytes as u64;
    }

    /// The body of the record at hand.
    pub(super) fn body(&self) -> &[u8] {
        &self.ready()[HEADER..HEADER + self.body]
    }

    /// Header and body of the record at hand.
    pub(super) fn whole(&self) -> &[u8] {
        &self.ready()[..HEADER + self.body]
    }

    /// Looks at what comes next, without passing it.
    pub(super) fn next(&mut self) -> Next {
        self.body = 0;
        if !self.fill(HEADER) {
            return if self.ready().is_empty() {
                Next::End
            } else {
                Next::Cut
            };
        }
        let Some(header) = Header::new(self.ready()) else {
            return Next::Lost;
        };
        if header.length > LARGEST {
            return Next::Lost;
        }
        let possible = header.possible();
        if !self.fill(HEADER + header.length) {
            return if possible { Next::Cut } else { Next::Lost };
        }
        self.body = self.true_length(header);
        if !self.fill(HEADER + self.body) {
            self.body = 0;
            return Next::Cut;
        }
        let firm = self.leads_on(self.body, None);
        match (possible, firm) {
            (true, firm) => Next::Record { header, firm },
            (false, true) => Next::Strange { header },
            (false, false) => Next::Lost,
        }
    }

    /// The octets of the body that is at hand.
    fn true_length(&self, header: Header) -> usize {
        let body = &self.ready()[HEADER..HEADER + header.length];
        if header.kind == 12 && legacy::is_short(header.subtype, body) {
            header.length + legacy::LACKING
        } else {
            header.length
        }
    }

    /// Whether the end of the stream, or what can be a header, follows a body of that length.
    fn leads_on(&mut self, body: usize, near: Option<u32>) -> bool {
        let end = HEADER + body;
        if !self.fill(end + HEADER) {
            return self.ready().len() >= end;
        }
        Header::new(&self.ready()[end..]).is_some_and(|next| next.possible() && next.near(near))
    }

    /// Passes the record at hand.
    pub(super) fn advance(&mut self) {
        self.pass(HEADER + self.body);
        self.body = 0;
    }

    /// Passes the damage at hand, and everything up to the next record. `last` is the time of the
    /// last record before.
    pub(super) fn search(&mut self, last: Option<u32>) -> Search {
        let from = self.place;
        self.body = 0;
        let mut found = false;
        while self.fill(1) && !found {
            self.pass(1);
            found = self.begins(last);
        }
        Search {
            from,
            skipped: self.place - from,
            found,
        }
    }

    /// Whether the stream ends inside of the record at hand, and no other record is found in what
    /// is left of it. Passes to that other record.
    pub(super) fn search_in_cut(&mut self, last: Option<u32>) -> Option<Search> {
        let from = self.place;
        let left = self.ready().len();
        for at in 1..left {
            self.start += 1;
            self.place += 1;
            if self.begins(last) {
                return Some(Search {
                    from,
                    skipped: at as u64,
                    found: true,
                });
            }
        }
        None
    }

    /// Whether a record begins here beyond doubt: its header and the one behind it fit, or it ends
    /// with the stream.
    fn begins(&mut self, last: Option<u32>) -> bool {
        if !self.fill(HEADER) {
            return false;
        }
        let Some(header) = Header::new(self.ready()) else {
            return false;
        };
        let possible = header.possible() && header.length > 0 && header.near(last);
        if !possible || !self.fill(HEADER + header.length) {
            return false;
        }
        let body = self.true_length(header);
        self.leads_on(body, Some(header.at))
    }
}
