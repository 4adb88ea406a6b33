//! One result of a probe, of any type and firmware.
//!
//! The fields are those of "Measurement Result Format" of RIPE Atlas, versions 1 to 5000
//! (<https://atlas.ripe.net/docs/apis/measurement-result-format/>). What a version lacks is unknown;
//! nothing is taken as zero.

use std::net::IpAddr;

use serde_json::{Map, Value};

use super::fields::{address, count, text};
use super::{dns, http, ping, trace};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Ping,
    Traceroute,
    Dns,
    Http,
    /// Read by nobody here.
    Sslcert,
    /// Likewise.
    Ntp,
    /// Likewise.
    Wifi,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Traceroute => "traceroute",
            Self::Dns => "dns",
            Self::Http => "http",
            Self::Sslcert => "sslcert",
            Self::Ntp => "ntp",
            Self::Wifi => "wifi",
        }
    }

    /// Whether its results tell of reachability here.
    pub(crate) const fn is_used(self) -> bool {
        matches!(self, Self::Ping | Self::Traceroute | Self::Dns | Self::Http)
    }
}

/// What all results have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) kind: Kind,
    /// 0 where none is given: before version 1.
    pub(crate) firmware: u64,
    pub(crate) probe: u64,
    /// Seconds since 1970.
    pub(crate) at: i64,
    /// The probe's address as the controller saw it, or else its own.
    pub(crate) from: Option<IpAddr>,
}

/// What one try at one target gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Try {
    pub(crate) name: Option<String>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) sent: u32,
    pub(crate) received: u32,
    /// Round-trip times in milliseconds.
    pub(crate) least: Option<f64>,
    pub(crate) median: Option<f64>,
    /// Rcode or status, where the target gave one.
    pub(crate) answer: Option<String>,
    /// The probe's own error: the try tells nothing of the target.
    pub(crate) own_error: bool,
    /// The way of a traceroute.
    pub(crate) way: Option<Way>,
}

/// The hops of a traceroute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Way {
    /// Addresses that answered, each once, in order of the first answer.
    pub(crate) hops: Vec<IpAddr>,
    /// Hops before the last answer from which nothing came.
    pub(crate) silent: u32,
    /// The last hop that answered, with its number.
    pub(crate) last: Option<(u64, IpAddr)>,
}

/// A result's type: as it says, or else by its shape.
fn kind(result: &Map<String, Value>) -> Option<Kind> {
    let all = [
        Kind::Ping,
        Kind::Traceroute,
        Kind::Dns,
        Kind::Http,
        Kind::Sslcert,
        Kind::Ntp,
        Kind::Wifi,
    ];
    if let Some(given) = text(result.get("type")) {
        return all.into_iter().find(|kind| kind.name() == given);
    }
    let has = |key| result.contains_key(key);
    let first = result.get("result").and_then(|list| list.get(0));
    let inner = |key| first.is_some_and(|entry| entry.get(key).is_some());
    let line = text(result.get("result"))
        .or(text(result.get("src_addr")))
        .unwrap_or_default();
    if has("rcvd") && has("sent") {
        Some(Kind::Ping)
    } else if line.starts_with("traceroute") || inner("hop") {
        Some(Kind::Traceroute)
    } else if has("resultset")
        || result
            .get("result")
            .is_some_and(|r| r.get("ANCOUNT").is_some())
    {
        Some(Kind::Dns)
    } else if http::is_line(line) || inner("res") || inner("bsize") {
        Some(Kind::Http)
    } else if has("cert") {
        Some(Kind::Sslcert)
    } else {
        None
    }
}

/// Reads a result.
///
/// # Errors
/// What it lacks to be one.
pub(crate) fn read(value: &Value) -> Result<(Head, Vec<Try>), &'static str> {
    let result = value.as_object().ok_or("is no result of a probe")?;
    let probe = count(result.get("prb_id")).ok_or("names no probe")?;
    let kind = kind(result).ok_or("is of no known type")?;
    let at = count(result.get("timestamp")).or(count(result.get("time")));
    let at = at.ok_or("has no time")?;
    let own = address(result.get("src_addr")).filter(|own| is_public(*own));
    let head = Head {
        kind,
        firmware: count(result.get("fw")).unwrap_or(0),
        probe,
        at: i64::try_from(at).map_err(|_| "has no time")?,
        from: address(result.get("from")).or(own),
    };
    let tries = match kind {
        Kind::Ping => vec![ping::read(result)],
        Kind::Traceroute => vec![trace::read(result)],
        Kind::Dns => dns::read(result),
        Kind::Http => http::read(result),
        Kind::Sslcert | Kind::Ntp | Kind::Wifi => Vec::new(),
    };
    if kind.is_used() && tries.is_empty() {
        return Err("holds nothing that was tried");
    }
    Ok((head, tries))
}

/// A try with the target that the fields of all types and versions name.
pub(super) fn aimed(result: &Map<String, Value>) -> Try {
    let name = text(result.get("dst_name")).or(text(result.get("name")));
    let address = address(result.get("dst_addr"))
        .or_else(|| address(result.get("addr")))
        .or_else(|| name.and_then(|name| name.parse().ok()));
    Try {
        name: name.map(str::to_owned),
        address,
        ..Try::default()
    }
}

/// Whether an address can be reached from elsewhere: not that of a home network, of the machine
/// itself, of one link, or of nobody (RFC 1918, RFC 6598, RFC 4193).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_multicast()
                || shared)
        }
        IpAddr::V6(v6) => {
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local())
        }
    }
}
