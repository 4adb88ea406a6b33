//! A measurement or topology file.

use backpedal_model::{Parsed, Problem};

use super::{Answer, Lead, Source};
use crate::fetch::Want;

/// Large, often packed by itself, never read here.
pub(crate) struct Measurement;

impl Source for Measurement {
    fn want(&self) -> Want {
        Want::File
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let input = answer.snapshot.origin.as_str();
        let problem = match answer.snapshot.status {
            None | Some(200) => None,
            Some(status) => {
                let message = format!("the site answers with status {status}, not with the file");
                Some(Problem::new(input, message).hint("is the address right?"))
            }
        };
        Parsed {
            value: Vec::new(),
            problems: problem.into_iter().collect(),
        }
    }
}
