//! From a name to every AS that may stand for it, with source, day and reason.
//!
//! Nothing is chosen here. A name that several holders carry is said to be ambiguous, and it is for
//! the person to put numbers into the case file.

mod answer;
mod fit;
mod prefixes;

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{Asn, Dataset, DatasetId, Parsed, Problem, TopologyKind, TopologySpec};
use ipnet::IpNet;
use jiff::civil::Date;

use answer::holders;
pub use answer::{Candidate, Exchange, Ground, Resolution, Resolved, Wanted, Why};
pub use fit::Fit;
use fit::{AsName, Words, best};
use prefixes::Prefixes;

use super::{
    Reading, Taken, dataset, dataset_id, lines, names,
    organisations::{self, Organisations},
    origins,
    peeringdb::{self, PeeringDb},
    relations,
};
use crate::input::{Input, Progress};

/// Finds every candidate for each of those wanted. Names are read before prefixes and links, whatever
/// the order of the files; tables and cones tell nothing of names and are not read.
pub fn resolve(
    wanted: &[Wanted],
    mut inputs: Vec<Input<TopologySpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Resolution> {
    let mut problems = Vec::new();
    let mut search = Search::new(wanted);
    inputs.sort_by_key(|input| {
        let rank = match input.spec.kind {
            TopologyKind::PrefixOrigins => 1,
            TopologyKind::Relationships(_) => 2,
            _ => 0,
        };
        (rank, input.spec.date)
    });
    for input in inputs {
        search.take(input, &mut problems, progress);
    }
    Parsed {
        value: search.finish(),
        problems,
    }
}

/// The file that is being read.
struct File<'a> {
    spec: &'a TopologySpec,
    id: DatasetId,
}

impl File<'_> {
    fn ground(&self, why: Why, fit: Option<Fit>, text: impl Into<String>) -> Ground {
        Ground {
            why,
            fit,
            text: text.into(),
            date: self.spec.date,
            dataset: self.id.clone(),
        }
    }
}

/// One of those wanted, while files are read.
struct Asked {
    names: Vec<Words>,
    listed: BTreeSet<Asn>,
    networks: Vec<IpNet>,
    candidates: BTreeMap<Asn, Vec<Ground>>,
    exchanges: Vec<Exchange>,
}

struct Search {
    asked: Vec<Asked>,
    /// Who holds an AS, by the words of a file; the best kind of file first, then the newest.
    holders: BTreeMap<Asn, ((Why, std::cmp::Reverse<Date>), String)>,
    datasets: Vec<Dataset>,
}

impl Search {
    fn new(wanted: &[Wanted]) -> Self {
        let asked = wanted.iter().map(|wanted| Asked {
            names: wanted.names.iter().map(|name| Words::new(name)).collect(),
            listed: wanted.asns.iter().copied().collect(),
            networks: wanted.networks.clone(),
            candidates: wanted.asns.iter().map(|asn| (*asn, vec![])).collect(),
            exchanges: vec![],
        });
        Self {
            asked: asked.collect(),
            holders: BTreeMap::new(),
            datasets: vec![],
        }
    }

    fn take(
        &mut self,
        Input { spec, bytes }: Input<TopologySpec>,
        problems: &mut Vec<Problem>,
        progress: &mut dyn FnMut(Progress),
    ) {
        let file = &mut Reading {
            name: spec.origin.as_str(),
            problems,
            tell: progress,
        };
        let of = |read: &Taken| File {
            spec: &spec,
            id: dataset_id(&spec, read),
        };
        let read = match spec.kind {
            TopologyKind::AsNames => {
                let (read, found) = lines(file, bytes, names::parse);
                self.as_names(&of(&read), &found);
                read
            }
            TopologyKind::Organisations => {
                let (read, found) = lines(file, bytes, organisations::parse);
                self.organisations(&of(&read), &found);
                read
            }
            TopologyKind::PeeringDb => {
                let (read, found) = lines(file, bytes, peeringdb::parse);
                self.peeringdb(&of(&read), &found);
                read
            }
            TopologyKind::Relationships(format) => {
                let (read, graph) = relations::read(file, bytes, format);
                let known = graph.map(|graph| graph.ases).unwrap_or_default();
                let text = "in the relationships";
                self.of_use(&of(&read), Why::InUse, |asn| {
                    known.contains(&asn).then(|| text.to_owned())
                });
                read
            }
            TopologyKind::PrefixOrigins => {
                let mut prefixes = Prefixes::new(
                    self.asked
                        .iter()
                        .map(|asked| asked.networks.clone())
                        .collect(),
                );
                let (read, ()) = lines(file, bytes, |file, content| {
                    let each = |prefix: IpNet, origins: &[Asn]| prefixes.take(prefix, origins);
                    (origins::parse(file, content, each), ())
                });
                self.prefixes(&of(&read), &prefixes);
                read
            }
            TopologyKind::BgpTable | TopologyKind::CustomerCones => return,
        };
        self.datasets.push(dataset(&spec, &read));
    }

    /// Notes what a file calls an AS and how well that fits, where it fits, or where the AS is listed.
    fn note(&mut self, file: &File<'_>, why: Why, asn: Asn, text: &str, words: &[Words]) {
        for asked in &mut self.asked {
            let fit = best(&asked.names, words);
            if fit.is_some() || asked.listed.contains(&asn) {
                let grounds = asked.candidates.entry(asn).or_default();
                grounds.push(file.ground(why, fit, text));
            }
        }
    }

    fn held(&mut self, file: &File<'_>, why: Why, asn: Asn, holder: &str) {
        let rank = (why, std::cmp::Reverse(file.spec.date));
        let entry = self.holders.entry(asn);
        let held = entry.or_insert_with(|| (rank, holder.to_owned()));
        if rank < held.0 {
            *held = (rank, holder.to_owned());
        }
    }

    fn as_names(&mut self, file: &File<'_>, found: &BTreeMap<Asn, String>) {
        for (asn, text) in found {
            let name = AsName::new(text);
            self.note(file, Why::AsName, *asn, text, &name.words());
            if let Some(holder) = name.holder {
                self.held(file, Why::AsName, *asn, holder);
            }
        }
    }

    fn organisations(&mut self, file: &File<'_>, found: &Organisations) {
        let words: BTreeMap<&str, Words> = found
            .names
            .iter()
            .map(|(handle, name)| (handle.as_str(), Words::new(name)))
            .collect();
        for (asn, held) in &found.ases {
            let handle = held.organisation.as_str();
            if let Some(words) = words.get(handle) {
                let words = std::slice::from_ref(words);
                self.note(file, Why::Organisation, *asn, found.name(handle), words);
            }
            if let Some(name) = &held.name {
                self.note(file, Why::AsName, *asn, name, &AsName::new(name).words());
            }
            self.held(file, Why::Organisation, *asn, found.name(handle));
        }
        for asked in &mut self.asked {
            for listed in &asked.listed {
                let Some(held) = found.ases.get(listed) else {
                    continue;
                };
                let text = format!("{listed} is of {} too", found.name(&held.organisation));
                for asn in found
                    .holdings(&held.organisation)
                    .filter(|asn| asn != listed)
                {
                    let grounds = asked.candidates.entry(asn).or_default();
                    grounds.push(file.ground(Why::Sibling, None, text.as_str()));
                }
            }
        }
    }

    fn peeringdb(&mut self, file: &File<'_>, found: &PeeringDb) {
        for (asn, network) in &found.networks {
            for name in &network.names {
                let words = [Words::new(name)];
                self.note(file, Why::PeeringDbNetwork, *asn, name, &words);
            }
            let organisation = network
                .organisation
                .and_then(|id| found.organisations.get(&id));
            for name in organisation.into_iter().flatten() {
                let words = [Words::new(name)];
                self.note(file, Why::PeeringDbOrganisation, *asn, name, &words);
            }
            if let Some(name) = organisation.into_iter().flatten().next() {
                self.held(file, Why::PeeringDbOrganisation, *asn, name);
            } else if let Some(name) = network.names.first() {
                self.held(file, Why::PeeringDbNetwork, *asn, name);
            }
        }
        for exchange in found.exchanges.values() {
            let words: Vec<Words> = exchange.names.iter().map(|name| Words::new(name)).collect();
            for asked in &mut self.asked {
                let fit = best(&asked.names, &words);
                let inside =
                    |asked: &IpNet| exchange.prefixes.iter().any(|lan| lan.contains(asked));
                if fit.is_some() || asked.networks.iter().any(inside) {
                    asked.exchanges.push(Exchange {
                        name: exchange.names.first().cloned().unwrap_or_default(),
                        prefixes: exchange.prefixes.clone(),
                        fit,
                        date: file.spec.date,
                        dataset: file.id.clone(),
                    });
                }
            }
        }
    }

    /// Notes for every candidate whether its number was in use.
    fn of_use(&mut self, file: &File<'_>, why: Why, text: impl Fn(Asn) -> Option<String>) {
        for asked in &mut self.asked {
            for (asn, grounds) in &mut asked.candidates {
                grounds.extend(text(*asn).map(|text| file.ground(why, None, text)));
            }
        }
    }

    fn prefixes(&mut self, file: &File<'_>, prefixes: &Prefixes) {
        for (asked, best) in self.asked.iter_mut().zip(&prefixes.best) {
            for (network, found) in asked.networks.iter().zip(best) {
                let Some((prefix, origins)) = found else {
                    continue;
                };
                for asn in origins {
                    let grounds = asked.candidates.entry(*asn).or_default();
                    let text = format!("{prefix} holds {network}");
                    grounds.push(file.ground(Why::Origin, None, text));
                }
            }
        }
        self.of_use(file, Why::Originates, |asn| {
            let count = prefixes.counts.get(&asn)?;
            let noun = if *count == 1 { "prefix" } else { "prefixes" };
            Some(format!("originates {count} {noun}"))
        });
    }

    fn finish(self) -> Resolution {
        let held = &self.holders;
        let answers = self.asked.into_iter().map(|asked| {
            let listed = &asked.listed;
            let candidate = |(asn, grounds)| Candidate {
                asn,
                listed: listed.contains(&asn),
                holder: held.get(&asn).map(|(_, holder)| holder.clone()),
                grounds,
            };
            let mut candidates: Vec<Candidate> =
                asked.candidates.into_iter().map(candidate).collect();
            candidates.sort_by_key(|c| (!c.listed, c.fit().is_none(), c.fit(), c.asn));
            Resolved {
                holders: holders(&candidates),
                candidates,
                exchanges: asked.exchanges,
            }
        });
        Resolution {
            answers: answers.collect(),
            datasets: self.datasets,
        }
    }
}

#[cfg(test)]
mod tests;
