//! Reads the tables at the start, several at a time.
//!
//! A prefix is watched once any table shows a party as its origin. A table that shows it with other
//! origins alone, or before it shows the party, has then passed over routes to it: it is read
//! again. So what is found depends neither on the order of the tables nor on that of their entries.

use backpedal_model::Problem;

use crate::{
    input::Contents,
    side_by_side,
    source::{self, FileRead, Tell},
    table::Table,
    watch::Watch,
};

/// A table to read.
pub(crate) struct First {
    pub(crate) name: String,
    pub(crate) bytes: Box<dyn Contents>,
}

/// A table that was read.
pub(crate) struct Seen {
    pub(crate) name: String,
    pub(crate) table: Table,
    pub(crate) read: FileRead,
    pub(crate) problems: Vec<Problem>,
}

/// Reads all tables, in the order given, and watches what they show of the parties.
pub(crate) fn read(firsts: Vec<First>, watch: &mut Watch, tell: &mut Tell<'_>) -> Vec<Seen> {
    let second: Vec<_> = firsts.iter().map(|first| first.bytes.again()).collect();
    let known = &*watch;
    let found = side_by_side::all(firsts, tell, |first, tell| one(first, known.clone(), tell));
    let (mut all, mut numbers) = (Vec::new(), Vec::new());
    for (seen, own) in found {
        numbers.push(watch.join(&own));
        all.push(seen);
    }
    let mut missed = Vec::new();
    for (place, (seen, bytes)) in all.iter_mut().zip(second).enumerate() {
        seen.table.renumber(&numbers[place]);
        if !seen.table.missed(watch) {
            continue;
        }
        match bytes {
            Some(bytes) => {
                let name = seen.name.clone();
                missed.push((place, First { name, bytes }));
            }
            None => seen.problems.push(incomplete(&seen.name)),
        }
    }
    let watch = &*watch;
    let again = side_by_side::all(missed, tell, |(place, first), tell| {
        (place, one(first, watch.clone(), tell).0)
    });
    for (place, again) in again {
        let seen = &mut all[place];
        if again.read.digest == seen.read.digest {
            seen.table = again.table;
        } else {
            seen.problems.push(incomplete(&seen.name));
        }
    }
    all
}

fn incomplete(name: &str) -> Problem {
    let message = "shows prefixes of a party with other origins, which only later turned out to be \
                   the party's, and could not be read a second time; these routes are not counted";
    Problem::new(name, message)
        .hint("name the prefixes in `prefixes` of the party in the case file")
}

/// Reads a table. Returns what is watched after it too.
fn one(First { name, bytes }: First, mut watch: Watch, tell: &mut Tell<'_>) -> (Seen, Watch) {
    let (mut table, mut problems) = (Table::default(), Vec::new());
    let read = source::read(&name, bytes, &mut problems, tell, &mut |element| {
        table.take_and_watch(element, &mut watch);
    });
    let seen = Seen {
        name,
        table,
        read,
        problems,
    };
    (seen, watch)
}
