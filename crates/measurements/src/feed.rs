//! Sources of routing elements, one file each behind the [`Feed`] trait.

mod json;
mod mrt;
mod nlri;
mod ripestat;
mod rislive;
#[cfg(test)]
mod testing;
mod text;

use std::io::BufRead;

use backpedal_model::Place;

use crate::{element::Element, unpack::Unpacked};

/// A source of routing elements.
pub(crate) trait Feed {
    /// Reads to the end and hands everything to `sink`. Returns the number of records read.
    fn read(self: Box<Self>, sink: &mut dyn Sink) -> u64;
}

/// Takes what a feed gives.
pub(crate) trait Sink {
    /// One routing fact.
    fn element(&mut self, element: &Element<'_>);
    /// Something that could not be read. Reading goes on behind it where that is possible.
    fn damage(&mut self, damage: Damage);
}

/// Something in a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    pub(crate) place: Place,
    /// Whether the file ends here too early.
    pub(crate) truncated: bool,
    /// What is wrong, as one clause about the file.
    pub(crate) cause: String,
}

/// What a file's content looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing at all.
    Empty,
    /// Binary MRT (RFC 6396).
    Mrt,
    /// One line of `bgpdump -m` an element.
    Bgpdump,
    /// An answer of RIPEstat, in JSON.
    Ripestat,
    /// Messages of RIS Live, in JSON.
    RisLive,
    /// Something else that is text.
    Text,
    /// Something else.
    Unknown,
}

/// Tells what the content is from its first bytes.
pub(crate) fn shape(head: &[u8]) -> Shape {
    let starts = |words: &[&[u8]]| words.iter().any(|word| head.starts_with(word));
    if head.is_empty() {
        Shape::Empty
    } else if starts(&[b"TABLE_DUMP", b"BGP4MP", b"BGP4PLUS"]) {
        Shape::Bgpdump
    } else if mrt::plausible(head) {
        Shape::Mrt
    } else if ripestat::plausible(head) {
        Shape::Ripestat
    } else if rislive::plausible(head) {
        Shape::RisLive
    } else if head
        .iter()
        .all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace())
    {
        Shape::Text
    } else {
        Shape::Unknown
    }
}

/// The feed for a file's content, or what is wrong with it and the next step.
pub(crate) fn open(unpacked: &mut Unpacked) -> Result<Box<dyn Feed>, (String, &'static str)> {
    const EXPECTED: &str =
        "MRT, the output of `bgpdump -m`, answers of RIPEstat and messages of RIS Live are read";
    let content: Box<dyn BufRead> = match shape(&unpacked.head) {
        Shape::Mrt => return Ok(Box::new(mrt::Mrt::new(unpacked.content()))),
        Shape::Ripestat => return Ok(Box::new(ripestat::Ripestat::new(unpacked.content()))),
        Shape::RisLive => return Ok(Box::new(rislive::RisLive::new(unpacked.content()))),
        Shape::Bgpdump => unpacked.content(),
        Shape::Empty => {
            let cause = unpacked.fault().map_or_else(
                || "is empty".to_owned(),
                |fault| format!("cannot be unpacked: {}", fault.cause),
            );
            return Err((cause, "fetch it again, or take it out of the case"));
        }
        Shape::Text => {
            return Err(("is text of no kind that is known here".to_owned(), EXPECTED));
        }
        Shape::Unknown => {
            return Err(("holds neither MRT records nor text".to_owned(), EXPECTED));
        }
    };
    Ok(Box::new(text::Text::new(content)))
}
