//! Named values, each under the hash of its name, so that a weight file can say which it knows.

use std::collections::BTreeMap;

/// The values found in a post, by the hash of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    values: BTreeMap<u32, f32>,
}

impl Values {
    /// Sets a value; the name is given in parts.
    pub(super) fn put(&mut self, name: &[&str], value: f32) {
        if value != 0.0 && value.is_finite() {
            self.values.insert(hash(name), value);
        }
    }

    /// Sets a value to one where something holds.
    pub(super) fn flag(&mut self, name: &[&str], holds: bool) {
        self.put(name, f32::from(u8::from(holds)));
    }

    /// The values in the order of their hashes.
    pub(super) fn into_vec(self) -> Vec<(u32, f32)> {
        self.values.into_iter().collect()
    }
}

/// FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv) over the parts, with a mark between them.
pub(super) fn hash(parts: &[&str]) -> u32 {
    let bytes = parts
        .iter()
        .flat_map(|part| part.bytes().chain(std::iter::once(0xff)));
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
