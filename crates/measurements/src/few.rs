//! Places in a file that cannot be used: a few are told, then it is told how many there are.

/// So many are told one by one. Our choice.
const TOLD: u64 = 3;

/// Counts such places.
#[derive(Debug, Default)]
pub(crate) struct Few(u64);

impl Few {
    /// Counts one more. Whether it is to be told by itself.
    pub(crate) const fn tells(&mut self) -> bool {
        self.0 += 1;
        self.0 <= TOLD
    }

    /// How many there are, where not each was told.
    pub(crate) fn many(&self) -> Option<u64> {
        (self.0 > TOLD).then_some(self.0)
    }
}
