//! Times in prose: clock times, days, durations, resolved against the publication or the part's
//! own time stamp. A small grammar of our own over jiff; it returns ranges, with zone and
//! precision, and keeps the words where it cannot resolve them.

mod clock;
mod day;
mod duration;
mod resolve;

pub(crate) use resolve::{Clock, Time, What, said_at};
