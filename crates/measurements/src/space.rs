//! How much address space prefixes hold, each address counted once.

use ipnet::IpNet;

/// A party's baseline prefixes in order of address, the less specific first.
pub(crate) struct Space {
    /// (number of the prefix, first unit, one past the last unit), by family.
    ranges: [Vec<(u32, u64, u64)>; 2],
}

/// What part of a party's prefixes is visible.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Visible {
    /// Visible prefixes.
    pub(crate) prefixes: u32,
    /// Prefixes that are visible or that a visible less specific one covers.
    pub(crate) covered: u32,
    /// Visible address space by family: IPv4 addresses, IPv6 /48s.
    pub(crate) units: [u64; 2],
}

impl Space {
    pub(crate) fn new(prefixes: impl Iterator<Item = (u32, IpNet)>) -> Self {
        let mut ranges = [Vec::new(), Vec::new()];
        for (number, prefix) in prefixes {
            let (family, start, length) = units(&prefix);
            ranges[family].push((number, start, start.saturating_add(length)));
        }
        for range in &mut ranges {
            range.sort_unstable_by_key(|(number, start, end)| (*start, u64::MAX - end, *number));
        }
        Self { ranges }
    }

    /// The families that it has prefixes of.
    pub(crate) fn families(&self) -> [bool; 2] {
        [0, 1].map(|family| !self.ranges[family].is_empty())
    }

    /// The numbers of all prefixes, in order.
    pub(crate) fn prefixes(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.ranges.iter().flatten().map(|(n, _, _)| *n).collect();
        all.sort_unstable();
        all
    }

    /// Counts what is visible. Prefixes are nested or apart, so one sweep is enough.
    pub(crate) fn measure(&self, visible: impl Fn(u32) -> bool) -> Visible {
        let mut sum = Visible::default();
        for (family, ranges) in self.ranges.iter().enumerate() {
            let mut reached = 0;
            for (number, start, end) in ranges {
                let seen = visible(*number);
                sum.prefixes += u32::from(seen);
                sum.covered += u32::from(seen || *end <= reached);
                if seen && *end > reached {
                    sum.units[family] += end - reached.max(*start);
                    reached = *end;
                }
            }
        }
        sum
    }
}

/// Family, first unit and number of units: IPv4 addresses, IPv6 networks of 48 bits. A longer IPv6
/// prefix takes up its /48.
fn units(prefix: &IpNet) -> (usize, u64, u64) {
    match prefix {
        IpNet::V4(net) => {
            let bits = 32 - u32::from(net.prefix_len());
            (0, u64::from(net.network().to_bits()), 1_u64 << bits)
        }
        IpNet::V6(net) => {
            let start = net.network().to_bits() >> 80;
            let bits = 48_u32.saturating_sub(u32::from(net.prefix_len()));
            (1, u64::try_from(start).unwrap_or(0), 1_u64 << bits)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn space(prefixes: &[&str]) -> Space {
        let nets = prefixes.iter().map(|p| p.parse::<IpNet>().unwrap());
        Space::new((0..).zip(nets))
    }

    #[test]
    fn nested_space_counts_once() {
        let space = space(&["10.0.0.0/24", "10.0.0.0/25", "10.0.1.0/24", "2001:db8::/32"]);
        let all = space.measure(|_| true);
        assert_eq!((all.prefixes, all.units), (4, [512, 65_536]));
        let specific = space.measure(|n| n == 1);
        assert_eq!((specific.prefixes, specific.units), (1, [128, 0]));
    }

    #[test]
    fn a_withdrawn_more_specific_under_a_visible_one_is_covered() {
        let space = space(&["10.0.0.0/24", "10.0.0.0/25", "10.0.1.0/24"]);
        assert_eq!(space.measure(|n| n != 1).covered, 3);
        // The other way round nothing covers: half of the aggregate is really gone.
        assert_eq!(space.measure(|n| n != 0).covered, 2);
    }

    #[test]
    fn the_largest_prefixes_do_not_overflow() {
        assert_eq!(space(&["0.0.0.0/0"]).measure(|_| true).units, [1 << 32, 0]);
        assert_eq!(space(&["::/0"]).measure(|_| true).units, [0, 1 << 48]);
        let two = space(&["2001:db8::1/128", "2001:db8::2/128"]);
        assert_eq!(two.measure(|_| true).units, [0, 1]);
    }

    proptest! {
        #[test]
        fn visible_space_equals_a_count_one_by_one(
            nets in proptest::collection::vec((0_u32..64, 26_u8..=32, any::<bool>()), 0..12)
        ) {
            let nets: Vec<(IpNet, bool)> = nets
                .into_iter()
                .map(|(low, len, seen)| {
                    let net = ipnet::Ipv4Net::new(std::net::Ipv4Addr::from_bits(low), len).unwrap();
                    (IpNet::V4(net.trunc()), seen)
                })
                .collect();
            let space = Space::new((0..).zip(nets.iter().map(|(net, _)| *net)));
            let one_by_one = (0_u32..64).filter(|low| {
                let ip = std::net::IpAddr::V4(std::net::Ipv4Addr::from_bits(*low));
                nets.iter().any(|(net, seen)| *seen && net.contains(&ip))
            });
            let measured = space.measure(|n| nets[n as usize].1);
            prop_assert_eq!(measured.units[0], one_by_one.count() as u64);
        }
    }
}
