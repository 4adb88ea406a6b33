//! The sentence for the reader, in the fixed wording scale.

use crate::Verdict;

impl Verdict {
    /// One or two sentences that say the outcome and its grounds. Never "lied", never "fake".
    #[must_use]
    pub fn sentence(&self) -> String {
        self.outcome().as_str().to_owned()
    }
}
