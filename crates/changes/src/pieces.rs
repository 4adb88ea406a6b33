//! A difference for reading: the differing words with some around them.

use backpedal_model::{Piece, PieceSide};

use crate::{diff::Hunk, reading::Reading};

/// How many words of both stand around a difference; our choice.
const AROUND: usize = 8;

/// How many differences are shown; our choice.
const SHOWN: usize = 40;

/// Longer pieces are cut, in characters; our choice.
const LONGEST: usize = 600;

/// The pieces in reading order.
pub(crate) fn pieces(old: &Reading, new: &Reading, hunks: &[Hunk]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for hunk in hunks.iter().take(SHOWN) {
        let from = hunk.new.start.saturating_sub(AROUND);
        if from > end {
            if !pieces.is_empty() {
                let after = (end + AROUND).min(from);
                push(&mut pieces, PieceSide::Both, new.slice(end..after));
            }
            push(&mut pieces, PieceSide::Gap, "…");
        }
        let start = from.max(end);
        push(
            &mut pieces,
            PieceSide::Both,
            new.slice(start..hunk.new.start),
        );
        push(&mut pieces, PieceSide::Old, old.slice(hunk.old.clone()));
        push(&mut pieces, PieceSide::New, new.slice(hunk.new.clone()));
        end = hunk.new.end;
    }
    if end > 0 || !hunks.is_empty() {
        push(
            &mut pieces,
            PieceSide::Both,
            new.slice(end..(end + AROUND).min(new.words.len())),
        );
        if hunks.len() > SHOWN || end + AROUND < new.words.len() {
            push(&mut pieces, PieceSide::Gap, "…");
        }
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, side: PieceSide, text: &str) {
    if !text.is_empty() {
        let mut shown: String = text.chars().take(LONGEST).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        pieces.push(Piece { side, text: shown });
    }
}
