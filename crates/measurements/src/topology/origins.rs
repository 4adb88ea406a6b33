//! Prefixes and the ASes that originate them.
//!
//! CAIDA `pfx2as`: address, length and origin apart by tabs; several origins of one prefix are
//! joined by `_`, the most frequent first since 2010-10-27, and the members of a set by `,`
//! (<https://publicdata.caida.org/datasets/routing/routeviews-prefix2as/README.txt>). The `.dat`
//! files of pyasn: prefix and origin apart by a tab, `;` before remarks.

use std::{io::BufRead, net::IpAddr};

use backpedal_model::Asn;
use ipnet::IpNet;

use super::{
    Reading,
    rows::{self, rows},
};

/// Calls `each` with every prefix and its origins, those of sets among them.
pub(super) fn parse(
    file: &mut Reading<'_, '_>,
    content: &mut dyn BufRead,
    mut each: impl FnMut(IpNet, &[Asn]),
) -> u64 {
    let what = "a line of a prefix and its origin";
    rows(file, content, what, |text| {
        if text.starts_with([';', '#']) {
            return rows::Taken::Remark;
        }
        match line(text) {
            Some((prefix, origins)) => {
                each(prefix, &origins);
                rows::Taken::Record
            }
            None => rows::Taken::Wrong,
        }
    })
}

fn line(text: &str) -> Option<(IpNet, Vec<Asn>)> {
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    let (prefix, origins) = match fields.as_slice() {
        [address, length, origins] if !address.contains('/') => {
            let address: IpAddr = address.parse().ok()?;
            (IpNet::new(address, length.parse().ok()?).ok()?, origins)
        }
        [prefix, origins] if prefix.contains('/') => (prefix.parse().ok()?, origins),
        _ => return None,
    };
    let origins: Option<Vec<Asn>> = origins
        .split(['_', ','])
        .map(|asn| asn.trim_matches(['{', '}']).parse::<u32>().ok().map(Asn))
        .collect();
    Some((prefix.trunc(), origins?))
}

/// Whether the first bytes of a file are such lines.
pub(super) fn looks_like(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let first = lines.find(|line| !line.starts_with([';', '#']));
    first.is_some_and(|first| line(first).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_with_several_origins_and_sets() {
        let read = |text: &str| {
            let (prefix, ases) = line(text)?;
            Some((
                prefix.to_string(),
                ases.iter().map(|asn| asn.0).collect::<Vec<_>>(),
            ))
        };
        let prefix = || "198.51.100.0/24".to_owned();
        let cases = [
            ("198.51.100.0\t24\t64496", Some((prefix(), vec![64496]))),
            ("198.51.100.0/24\t64496", Some((prefix(), vec![64496]))),
            (
                "198.51.100.0\t24\t64497_64496",
                Some((prefix(), vec![64497, 64496])),
            ),
            (
                "198.51.100.0\t24\t64496,64497_64500",
                Some((prefix(), vec![64496, 64497, 64500])),
            ),
            (
                "198.51.100.0\t24\t{64496,64497}",
                Some((prefix(), vec![64496, 64497])),
            ),
            (
                "2001:db8::\t32\t64496",
                Some(("2001:db8::/32".to_owned(), vec![64496])),
            ),
            ("198.51.100.0\t33\t64496", None),
            ("198.51.100.0\t24\t64496_", None),
            ("198.51.100.0/24", None),
            ("198.51.100.0 64496", None),
            ("64496 64497 64498", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn told_from_files_of_links_and_names() {
        assert!(looks_like(
            "; IP-ASN-DAT file\n; CIDRs : 2\n198.51.100.0/24\t64496\n"
        ));
        assert!(looks_like("198.51.100.0\t24\t64496\n"));
        for other in [
            "1\t10\t-1\n",
            "64496 HALYARD\n",
            "64500 64500 64501\n",
            "; nothing\n",
        ] {
            assert!(!looks_like(other), "{other}");
        }
    }
}
