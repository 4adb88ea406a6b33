//! Which addresses may be asked. A case file or a redirect written by others must not make this
//! program read what only this machine can reach.
//!
//! Sources: the IANA special-purpose address registries (RFC 6890 and its updates).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::error::Cause;

/// Checks scheme, credentials and literal addresses. Names are checked when they are resolved.
pub(crate) fn check(url: &Url, allow_loopback: bool) -> Result<(), Cause> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Cause::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Cause::Credentials);
    }
    // `url` reads 2130706433 and 0x7f.1 as IPv4 addresses, as browsers do.
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain(_)) => return Ok(()),
        None => return Err(Cause::NotAnAddress(url::ParseError::EmptyHost)),
    };
    if allowed(ip, allow_loopback) {
        return Ok(());
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    Err(Cause::NotPublic { host, ip })
}

/// Whether an address may be asked: public, or loopback where that is allowed.
pub(crate) fn allowed(ip: IpAddr, allow_loopback: bool) -> bool {
    if allow_loopback && ip.is_loopback() {
        return true;
    }
    match ip {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = match a {
        0 | 10 | 127 | 224.. => true,
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        198 => matches!((b, c), (18 | 19, _) | (51, 100)),
        203 => (b, c) == (0, 113),
        _ => false,
    };
    !special
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        // IPv4-mapped: the kernel connects to the IPv4 address.
        [0, 0, 0, 0, 0, 0xffff, high, low] => v4(high, low),
        // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        // Protocol assignments with Teredo, and the two blocks for documentation.
        [0x2001, b, ..] if b < 0x200 || b == 0xdb8 => false,
        [0x3fff, b, ..] if b < 0x1000 => false,
        // Only 2000::/3 is given out for use on the Internet.
        [a, ..] => (0x2000..0x4000).contains(&a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str, allow_loopback: bool) -> bool {
        check(&Url::parse(url).unwrap(), allow_loopback).is_err()
    }

    #[test]
    fn private_hosts_are_refused_however_they_are_written() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "10.0.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "198.18.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::a00:1]",
            "[64:ff9b:1::1]",
            "[2002:a00:1::]",
            "[2001:0:1::1]",
            "[2001:db8::1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fec0::1]",
            "[ff02::1]",
        ] {
            assert!(refused(&format!("http://{host}/"), false), "{host}");
        }
    }

    #[test]
    fn public_hosts_and_names_pass() {
        for host in [
            "1.1.1.1",
            "100.63.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "223.255.255.1",
            "[2606:4700::1111]",
            "[::ffff:1.1.1.1]",
            "[64:ff9b::101:101]",
            "[2001:4860::8888]",
            "example.org",
        ] {
            assert!(!refused(&format!("https://{host}/"), false), "{host}");
        }
    }

    #[test]
    fn the_loopback_switch_opens_the_loopback_only() {
        for host in ["127.0.0.1", "127.9.9.9", "[::1]"] {
            assert!(!refused(&format!("http://{host}/"), true), "{host}");
        }
        for host in ["10.0.0.1", "[::ffff:127.0.0.1]", "169.254.1.1", "0.0.0.0"] {
            assert!(refused(&format!("http://{host}/"), true), "{host}");
        }
    }

    #[test]
    fn other_schemes_and_credentials_are_refused() {
        for url in [
            "ftp://example.org/",
            "file:///etc/hosts",
            "http://a:b@example.org/",
        ] {
            assert!(refused(url, true), "{url}");
        }
    }
}
