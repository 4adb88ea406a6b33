//! Reads one file of routing elements: bytes to elements, with everything that is told of the file
//! itself (digest, size, faults, progress).

use std::io::Read;

use backpedal_model::{DatasetId, Interval, Problem, Sha256};

use crate::{
    element::Element,
    feed::{self, Damage, Sink},
    hours,
    input::{Meter, Progress},
    unpack::{Packing, Unpacked},
};

/// How a caller is told how far the reading has come.
pub(crate) type Tell<'a> = dyn FnMut(Progress) + 'a;

/// Elements between two reports of progress.
const STEP: u64 = 1 << 15;

/// How much a clock may go back between two elements of a file before it is worth a word: feeds of
/// several sessions are interleaved to the second only.
const CLOCK_SLACK: i64 = 60;

/// Places that could not be read are told one by one up to this number, then counted.
const TOLD: u64 = 5;

/// What is known of a file when it was read.
pub(crate) struct FileRead {
    pub(crate) digest: Sha256,
    pub(crate) bytes: u64,
    pub(crate) records: u64,
    pub(crate) packing: Packing,
    pub(crate) shape: feed::Shape,
    pub(crate) faults: Vec<Fault>,
}

/// A stretch of a file that could not be read, by the times of the elements around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Whether the file ends there.
    pub(crate) truncated: bool,
    /// Time of the last element before; `None` where there is none.
    pub(crate) after: Option<i64>,
    /// Time of the next element behind; `None` where there is none.
    pub(crate) before: Option<i64>,
}

impl FileRead {
    /// The identifier of the dataset, when it holds for that time.
    pub(crate) fn id(&self, covers: Interval) -> DatasetId {
        dataset_id(&self.digest, covers)
    }
}

/// The identifier of a dataset: digest and time covered.
pub(crate) fn dataset_id(digest: &Sha256, covers: Interval) -> DatasetId {
    DatasetId::from_content(&[
        &digest.to_string(),
        &covers.start.to_string(),
        &covers.end.to_string(),
    ])
}

/// Reads a file of routing elements to its end.
pub(crate) fn read(
    name: &str,
    bytes: Box<dyn Read + Send>,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
    each: &mut dyn FnMut(&Element<'_>),
) -> FileRead {
    let meter = Meter::new(bytes);
    let unpacked = Unpacked::new(meter.clone());
    read_on(name, meter, unpacked, problems, tell, each)
}

/// [`read`], for a file that was opened to see what it is.
pub(crate) fn read_on(
    name: &str,
    meter: Meter,
    mut unpacked: Unpacked,
    problems: &mut Vec<Problem>,
    tell: &mut Tell<'_>,
    each: &mut dyn FnMut(&Element<'_>),
) -> FileRead {
    let shape = feed::shape(&unpacked.head);
    let mut watch = Watched {
        name,
        meter: &meter,
        tell,
        each,
        problems,
        count: 0,
        first: None,
        last: None,
        back: (0, 0),
        faults: Vec::new(),
        damaged: 0,
        cut: None,
    };
    let records = match feed::open(&mut unpacked) {
        Ok(feed) => feed.read(&mut watch),
        Err((message, hint)) => {
            watch.problems.push(Problem::new(name, message).hint(hint));
            watch.fault(true);
            0
        }
    };
    watch.finish(unpacked.fault(), records > 0);
    let (count, faults) = (watch.count, watch.faults);
    let packing = unpacked.packing;
    drop(unpacked);
    let (digest, bytes, failure) = meter.finish();
    let mut read = FileRead {
        digest,
        bytes,
        records,
        packing,
        shape,
        faults,
    };
    if let Some(failure) = failure {
        problems.push(Problem::new(
            name,
            format!("cannot be read to its end: {failure}"),
        ));
        read.faults.push(Fault {
            truncated: true,
            after: None,
            before: None,
        });
    }
    tell(Progress {
        input: name.to_owned(),
        bytes,
        records: count,
        done: true,
    });
    read
}

/// Stands between a feed and its reader, and notes what concerns the file.
struct Watched<'a, 'b> {
    name: &'a str,
    meter: &'a Meter,
    tell: &'a mut Tell<'b>,
    each: &'a mut dyn FnMut(&Element<'_>),
    problems: &'a mut Vec<Problem>,
    count: u64,
    first: Option<i64>,
    last: Option<i64>,
    /// How often the clock went back, and by how much at most.
    back: (u64, i64),
    faults: Vec<Fault>,
    /// How many places could not be read.
    damaged: u64,
    /// The end of the file inside a record, told last and once.
    cut: Option<Damage>,
}

impl Watched<'_, '_> {
    /// Notes that something is lacking between the last element and the next. Faults that touch
    /// are one, so that a file of rubbish fills no memory.
    fn fault(&mut self, truncated: bool) {
        if let Some(fault) = self.faults.last_mut()
            && !truncated
            && !fault.truncated
            && fault.before.is_none_or(|before| Some(before) == self.last)
        {
            fault.before = None;
            return;
        }
        self.faults.push(Fault {
            truncated,
            after: self.last,
            before: None,
        });
    }

    /// Tells what is known only at the end. `some` is whether anything could be read.
    fn finish(&mut self, fault: Option<crate::unpack::Fault>, some: bool) {
        let cut = self.cut.take();
        let place = cut.as_ref().map(|damage| damage.place);
        let message = match (&fault, &cut) {
            (Some(fault), _) if some && fault.truncated => {
                Some(format!("the packed file ends early: {}", fault.cause))
            }
            (Some(fault), _) if some => {
                Some(format!("the packed file is damaged: {}", fault.cause))
            }
            (_, Some(damage)) => Some(damage.cause.clone()),
            _ => None,
        };
        if let Some(message) = message {
            let mut problem = Problem::new(self.name, message)
                .hint("what comes before is used; fetch the file again for the rest");
            problem.place = place;
            self.problems.push(problem);
            self.fault(true);
        }
        if self.damaged > TOLD {
            let message = format!("{} places in it cannot be read", self.damaged);
            self.problems.push(
                Problem::new(self.name, message).hint("the first are told above; all leave gaps"),
            );
        }
        let ends = self.first.zip(self.last);
        if let Some(message) = ends.and_then(|(first, last)| hours::told(self.name, first, last)) {
            self.problems.push(Problem::new(self.name, message).hint(
                "compare it with a file of another collector; leave it out if its clock is wrong",
            ));
        }
        if self.back.0 > 0 {
            let message = format!(
                "the clock goes back {} times, by up to {} s; elements are put in order of time",
                self.back.0, self.back.1
            );
            self.problems.push(Problem::new(self.name, message));
        }
    }
}

impl Sink for Watched<'_, '_> {
    fn element(&mut self, element: &Element<'_>) {
        self.count += 1;
        if self.count.is_multiple_of(STEP) {
            (self.tell)(Progress {
                input: self.name.to_owned(),
                bytes: self.meter.bytes(),
                records: self.count,
                done: false,
            });
        }
        if let Some(fault) = self.faults.last_mut() {
            fault.before.get_or_insert(element.at);
        }
        if let Some(last) = self.last
            && last - element.at > CLOCK_SLACK
        {
            self.back = (self.back.0 + 1, self.back.1.max(last - element.at));
        }
        self.first.get_or_insert(element.at);
        self.last = Some(element.at);
        (self.each)(element);
    }

    fn damage(&mut self, damage: Damage) {
        if damage.truncated {
            self.cut = Some(damage);
            return;
        }
        self.damaged += 1;
        if self.damaged <= TOLD {
            self.problems
                .push(Problem::new(self.name, damage.cause).at(damage.place));
        }
        self.fault(false);
    }
}

#[cfg(test)]
mod tests;
