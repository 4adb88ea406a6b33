//! Counts that do not fit together. Not built yet: see `timing` for times and durations.

use super::Found;
use crate::reading::World;

pub(super) fn find(_world: &World<'_>, _found: &mut Found) {}
