//! Numbers, addresses and prefixes from bytes in network order, and the AS paths among them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// An address family as MRT and BGP number it (IANA, "Address Family Numbers").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

impl Family {
    pub(super) const fn octets(self) -> usize {
        match self {
            Self::V4 => 4,
            Self::V6 => 16,
        }
    }
}

/// Bytes being read from the front. Everything returns `None` where bytes are lacking or make no
/// sense.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire<'a>(pub(super) &'a [u8]);

impl<'a> Wire<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    pub(super) fn asn(&mut self, wide: bool) -> Option<u32> {
        if wide {
            self.u32()
        } else {
            self.u16().map(u32::from)
        }
    }

    pub(super) fn family(&mut self) -> Option<Family> {
        match self.u16()? {
            1 => Some(Family::V4),
            2 => Some(Family::V6),
            _ => None,
        }
    }

    pub(super) fn address(&mut self, family: Family) -> Option<IpAddr> {
        match family {
            Family::V4 => self.array::<4>().map(|octets| IpAddr::V4(octets.into())),
            Family::V6 => self.array::<16>().map(|octets| IpAddr::V6(octets.into())),
        }
    }

    /// A prefix as BGP writes it (RFC 4271, section 4.3): a length in bits, then as many octets as
    /// it takes. Bits behind the length are cleared.
    pub(super) fn prefix(&mut self, family: Family) -> Option<IpNet> {
        let bits = self.u8()?;
        let octets = self.take(usize::from(bits).div_ceil(8))?;
        net(family, octets, bits)
    }
}

/// The network of some leading octets.
pub(super) fn net(family: Family, octets: &[u8], bits: u8) -> Option<IpNet> {
    if octets.len() > family.octets() {
        return None;
    }
    let mut address = [0; 16];
    address[..octets.len()].copy_from_slice(octets);
    match family {
        Family::V4 => {
            let [a, b, c, d, ..] = address;
            let net = Ipv4Net::new(Ipv4Addr::new(a, b, c, d), bits).ok()?;
            Some(IpNet::V4(net.trunc()))
        }
        Family::V6 => {
            let net = Ipv6Net::new(Ipv6Addr::from(address), bits).ok()?;
            Some(IpNet::V6(net.trunc()))
        }
    }
}
