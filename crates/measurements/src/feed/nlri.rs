//! Prefix lists that break off. bgpkit-parser drops the whole list and keeps a warning; the
//! prefixes before the break are still good, and bgpdump prints them too.

use bgpkit_parser::{
    error::BgpValidationWarning,
    models::{AttrType, Bgp4MpMessage, Bgp4MpType, BgpMessage, NetworkPrefix},
};
use ipnet::{IpNet, Ipv4Net};

/// Puts the intact prefixes of broken IPv4 lists back. Returns what was broken.
pub(super) fn mend(message: &mut Bgp4MpMessage) -> Option<String> {
    let add_path = matches!(
        message.msg_type,
        Bgp4MpType::MessageAddpath
            | Bgp4MpType::MessageAs4Addpath
            | Bgp4MpType::MessageLocalAddpath
            | Bgp4MpType::MessageLocalAs4Addpath
    );
    let BgpMessage::Update(update) = &mut message.bgp_message else {
        return None;
    };
    let mut broken = None;
    for warning in update.attributes.validation_warnings() {
        if let BgpValidationWarning::OptionalAttributeError { attr_type, .. }
        | BgpValidationWarning::PartialAttributeError { attr_type, .. } = warning
            && matches!(
                attr_type,
                AttrType::MP_REACHABLE_NLRI | AttrType::MP_UNREACHABLE_NLRI
            )
        {
            broken = Some("holds a list of prefixes that cannot be read".to_owned());
        }
        let BgpValidationWarning::MalformedNlri {
            nlri_type,
            raw_bytes,
            ..
        } = warning
        else {
            continue;
        };
        let list = match *nlri_type {
            "withdrawn" if !add_path => Some(&mut update.withdrawn_prefixes),
            "announced" if !add_path => Some(&mut update.announced_prefixes),
            _ => None,
        };
        let saved = list.map_or(0, |list| {
            list.extend(intact(raw_bytes));
            list.len()
        });
        broken = Some(format!(
            "holds a list of {nlri_type} prefixes that breaks off; {saved} before the break are used"
        ));
    }
    broken
}

/// The prefixes before the break (RFC 4271, section 4.3: a length in bits, then as many octets as
/// it takes).
fn intact(mut bytes: &[u8]) -> Vec<NetworkPrefix> {
    let mut found = Vec::new();
    while let Some((length, rest)) = bytes.split_first() {
        let octets = usize::from(*length).div_ceil(8);
        if *length > 32 || rest.len() < octets {
            break;
        }
        let mut address = [0; 4];
        address[..octets].copy_from_slice(&rest[..octets]);
        if let Ok(net) = Ipv4Net::new(address.into(), *length) {
            found.push(NetworkPrefix::new(IpNet::V4(net.trunc()), None));
        }
        bytes = &rest[octets..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_before_the_break_are_kept() {
        let printed = |bytes: &[u8]| {
            let prefixes = intact(bytes).into_iter();
            prefixes.map(|p| p.prefix.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(printed(&[13, 11, 13, 11]), ["11.8.0.0/13"]);
        assert_eq!(printed(&[0, 33, 1, 2, 3, 4, 5]), ["0.0.0.0/0"]);
        assert_eq!(printed(&[24, 1, 2]), [] as [&str; 0]);
    }
}
