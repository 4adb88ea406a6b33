//! How a post takes the claim it answers: supports it, denies it, asks about it, or only comments.
//!
//! The four classes and the task are those of RumourEval (Derczynski et al., SemEval 2017 task 8;
//! Gorrell et al., SemEval 2019 task 7), on whose training part the weights are trained. A post
//! that answers nothing takes the stance of its own claim, mostly support.

mod collect;
mod denial;
mod features;
mod lexicon;
mod model;
mod own;
mod pair;
mod posts;
mod trees;
mod words;

use std::sync::LazyLock;

pub use features::Features;
pub use model::{Linear, StanceModel};
pub use posts::{Mark, PassedOn, PostParts, post_parts};
pub use trees::{Node, Tree};

/// A post and what it answers.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The post.
    pub text: &'a str,
    /// The post that opened the thread, or the statement or claim answered. Nothing for a post
    /// that answers nothing.
    pub source: Option<&'a str>,
    /// The post answered directly, where that is not the source.
    pub parent: Option<&'a str>,
    /// Whether the account of the source wrote the post too.
    pub same_author: bool,
}

/// How a post takes a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It holds the claim to be true.
    Support,
    /// It holds the claim to be false.
    Deny,
    /// It asks for evidence.
    Query,
    /// It says nothing about the claim's truth.
    Comment,
}

impl Stance {
    /// All, in the order of the scores.
    pub const ALL: [Self; 4] = [Self::Support, Self::Deny, Self::Query, Self::Comment];
}

/// A share for each stance; together they make one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StanceScores(pub [f32; 4]);

impl StanceScores {
    /// The share of one stance.
    #[must_use]
    pub fn of(&self, stance: Stance) -> f32 {
        self.0[stance as usize]
    }

    /// The stance with the largest share.
    #[must_use]
    pub fn best(&self) -> Stance {
        let start = (Stance::Comment, self.of(Stance::Comment));
        let best = Stance::ALL.into_iter().fold(start, |best, stance| {
            let score = self.of(stance);
            if score > best.1 {
                (stance, score)
            } else {
                best
            }
        });
        best.0
    }
}

/// The shipped model.
static SHIPPED: LazyLock<Option<StanceModel>> =
    LazyLock::new(|| StanceModel::read(include_bytes!("../../weights/stance.bin")));

/// The stance of a post, by the shipped model.
///
/// ```
/// use backpedal_language::{Answer, Stance, stance};
/// let answer = Answer {
///     text: "@isp that's not true, my line is still down",
///     source: Some("@isp: All customers in the north are back online."),
///     parent: None,
///     same_author: false,
/// };
/// assert_eq!(stance(&answer).best(), Stance::Deny);
/// ```
#[must_use]
pub fn stance(answer: &Answer<'_>) -> StanceScores {
    match &*SHIPPED {
        Some(model) => model.stance(answer),
        None => StanceScores([0.0, 0.0, 0.0, 1.0]),
    }
}

#[cfg(test)]
mod tests;
