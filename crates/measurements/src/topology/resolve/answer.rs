//! What is asked, and what is answered.

use backpedal_model::{Asn, Dataset, DatasetId};
use ipnet::IpNet;
use jiff::civil::Date;
use serde::Serialize;

use super::fit::{Fit, Words};

/// What is looked for: a party, or what a person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Names, any of which may lead to an AS.
    pub names: Vec<String>,
    /// ASes that are listed already: they are kept, checked, and their siblings shown.
    pub asns: Vec<Asn>,
    /// Networks or addresses whose origins are looked up.
    pub networks: Vec<IpNet>,
}

impl Wanted {
    /// What a person may have typed: AS numbers, an address or prefix, else a name.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let text = text.trim();
        let network = text.parse().ok();
        let network = network.or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from));
        let numbers: Result<Vec<Asn>, String> = text
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect();
        match (network, numbers) {
            (Some(network), _) => Self {
                networks: vec![network],
                ..Self::default()
            },
            (None, Ok(asns)) if !asns.is_empty() => Self {
                asns,
                ..Self::default()
            },
            _ => Self {
                names: vec![text.to_owned()],
                ..Self::default()
            },
        }
    }
}

/// What was found for each of those wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Resolution {
    /// In the order asked.
    pub answers: Vec<Resolved>,
    /// The files read.
    pub datasets: Vec<Dataset>,
}

/// Every candidate for one of those wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Resolved {
    /// Those listed first, then by how well a name fits, then by number.
    pub candidates: Vec<Candidate>,
    /// The holders of the candidates to which a name led, each once, those that fit best first. More
    /// than one: the name is ambiguous.
    pub holders: Vec<String>,
    /// Exchanges of that name, or whose peering LAN holds an address asked about.
    pub exchanges: Vec<Exchange>,
}

/// An AS that may be meant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The AS.
    pub asn: Asn,
    /// Whether it was listed already.
    pub listed: bool,
    /// Who holds it, by the best file at hand.
    pub holder: Option<String>,
    /// Why it may be meant, and what is known of it.
    pub grounds: Vec<Ground>,
}

impl Candidate {
    /// How well the best of its names fits; `None` where no name led to it.
    #[must_use]
    pub fn fit(&self) -> Option<Fit> {
        self.grounds.iter().filter_map(|ground| ground.fit).min()
    }
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ground {
    /// What it rests on.
    pub why: Why,
    /// How well the name fits; `None` where it does not, or where no name is compared.
    pub fit: Option<Fit>,
    /// The words of the file.
    pub text: String,
    /// The day for which the file holds.
    pub date: Date,
    /// The file.
    pub dataset: DatasetId,
}

/// What a reason rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The name of the AS.
    AsName,
    /// The name of the organisation that holds the AS.
    Organisation,
    /// The name of the network in PeeringDB.
    PeeringDbNetwork,
    /// The name of the organisation of the network in PeeringDB.
    PeeringDbOrganisation,
    /// One organisation holds it and an AS that is listed.
    Sibling,
    /// It originates a network asked about.
    Origin,
    /// It stands in a relationship file, so the number was in use.
    InUse,
    /// It originates prefixes, so the number was in use.
    Originates,
}

/// An internet exchange.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exchange {
    /// What PeeringDB calls it.
    pub name: String,
    /// Prefixes of its peering LANs.
    pub prefixes: Vec<IpNet>,
    /// How well the name fits; `None` where an address led to it.
    pub fit: Option<Fit>,
    /// The day for which the file holds.
    pub date: Date,
    /// The file.
    pub dataset: DatasetId,
}

/// The different holders of the candidates to which a name led, those that fit best first. An AS
/// without a known holder stands for itself: it may be anybody's.
pub(super) fn holders(candidates: &[Candidate]) -> Vec<String> {
    let mut named: Vec<&Candidate> = candidates.iter().filter(|c| c.fit().is_some()).collect();
    named.sort_by_key(|candidate| (candidate.fit(), candidate.asn));
    let mut seen: Vec<Words> = Vec::new();
    let mut holders = Vec::new();
    for candidate in named {
        let holder = candidate.holder.clone();
        let holder = holder.unwrap_or_else(|| candidate.asn.to_string());
        let words = Words::new(&holder);
        if !seen.contains(&words) {
            seen.push(words);
            holders.push(holder);
        }
    }
    holders
}
