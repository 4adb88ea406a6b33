//! Panics of libraries, which must not end a run.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
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

/// Keeps the words of panics that are caught off standard error. To be called once, by a program.
pub fn hush() {
    let told = take_hook();
    set_hook(Box::new(move |panic| {
        if !GUARDED.get() {
            told(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none_and_the_guard_ends_with_its_work() {
        let inner = || caught(|| assert!(!GUARDED.get(), "as a library would"));
        let outer = caught(|| (GUARDED.get(), inner(), GUARDED.get()));
        assert_eq!(outer, Some((true, None, true)));
        assert!(!GUARDED.get());
    }
}
