//! Names into addresses, without those that must not be asked.
//!
//! The filter stands here, between the name and the connection, so that a name server cannot
//! answer a check with one address and the connection with another.

use std::{fmt, io, net::IpAddr, net::SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::guard;

/// The system's resolver with the guard behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver {
    pub(crate) allow_loopback: bool,
}

/// Why a name gave no address that may be asked.
#[derive(Debug)]
pub(crate) enum NoAddress {
    /// The name is not known, or the resolver cannot be reached.
    Unknown(io::Error),
    /// All its addresses are private; this is the first.
    NotPublic(IpAddr),
}

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(error) => error.fmt(f),
            Self::NotPublic(ip) => write!(f, "{ip} is not a public address"),
        }
    }
}

impl std::error::Error for NoAddress {}

fn choose(found: &[SocketAddr], allow_loopback: bool) -> Result<Vec<SocketAddr>, NoAddress> {
    let fits = |a: &&SocketAddr| guard::allowed(a.ip(), allow_loopback);
    let kept: Vec<_> = found.iter().filter(fits).copied().collect();
    match (kept.is_empty(), found.first()) {
        (false, _) => Ok(kept),
        (true, Some(first)) => Err(NoAddress::NotPublic(first.ip())),
        (true, None) => Err(NoAddress::Unknown(io::ErrorKind::NotFound.into())),
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_loopback = self.allow_loopback;
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(NoAddress::Unknown)?
                .collect();
            let kept = choose(&found, allow_loopback)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_answers_are_dropped_and_public_ones_kept() {
        let private: SocketAddr = "10.0.0.1:0".parse().unwrap();
        let public: SocketAddr = "1.1.1.1:0".parse().unwrap();
        assert_eq!(choose(&[private, public], false).unwrap(), vec![public]);
        assert!(matches!(
            choose(&[private], true),
            Err(NoAddress::NotPublic(_))
        ));
        assert!(matches!(choose(&[], true), Err(NoAddress::Unknown(_))));
    }
}
