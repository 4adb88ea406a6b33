//! Panics of libraries, which must not end a run.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs code of a library that is known to panic on some input; `None` where it did.
///
/// What `work` has changed by then stays changed.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.ok()
}

/// Whether a panic of this thread would be caught: then a hook has nothing to tell.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none_and_the_guard_ends_with_its_work() {
        let inner = || caught(|| assert!(!is_guarded(), "as a library would"));
        assert_eq!(
            caught(|| (is_guarded(), inner(), is_guarded())),
            Some((true, None, true))
        );
        assert!(!is_guarded());
    }
}
