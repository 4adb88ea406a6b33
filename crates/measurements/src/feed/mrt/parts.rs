//! What BGP messages and table entries are made of: path attributes and lists of prefixes.

use bgpkit_parser::models::AsPath;

use super::wire::{Family, Wire};
use crate::{
    element::Route,
    path::{Path, Segments},
};

/// Why a record is not read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declined {
    /// It is of a rarer kind.
    Rare,
    /// Something in it is not whole.
    Broken,
}

/// The attributes that routes are made of.
#[derive(Clone, Copy, Default)]
pub(super) struct Attributes<'a> {
    pub(super) path: Option<&'a [u8]>,
    pub(super) path4: Option<&'a [u8]>,
    pub(super) reach: Option<&'a [u8]>,
    pub(super) unreach: Option<&'a [u8]>,
}

impl<'a> Attributes<'a> {
    /// RFC 4271, section 4.3. Each may stand once.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Declined> {
        let mut rest = Wire(bytes);
        let mut found = Self::default();
        while !rest.0.is_empty() {
            let (flags, kind) = (rest.u8(), rest.u8());
            let (Some(flags), Some(kind)) = (flags, kind) else {
                return Err(Declined::Broken);
            };
            let length = if flags & 0x10 == 0 {
                rest.u8().map(usize::from)
            } else {
                rest.u16().map(usize::from)
            };
            let value = length.and_then(|length| rest.take(length));
            let value = value.ok_or(Declined::Broken)?;
            let slot = match kind {
                2 => &mut found.path,
                14 => &mut found.reach,
                15 => &mut found.unreach,
                17 => &mut found.path4,
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(Declined::Rare);
            }
        }
        Ok(found)
    }

    pub(super) fn path(&self, wide: bool) -> Result<Path<'a>, Declined> {
        let Some(bytes) = self.path else {
            return Ok(Path::Missing);
        };
        let segments = Segments::new(bytes, wide).ok_or(Declined::Rare)?;
        Ok(Path::Wire(segments))
    }

    /// The path of two octets to a number with what AS4_PATH tells of it, if it does.
    pub(super) fn merged(&self) -> Result<Option<AsPath>, Declined> {
        let (Some(path), Some(path4)) = (self.path, self.path4) else {
            return Ok(None);
        };
        let path = Segments::new(path, false).ok_or(Declined::Rare)?;
        let path4 = Segments::new(path4, true).ok_or(Declined::Rare)?;
        Ok(Some(path.merged(path4)))
    }
}

/// A list of prefixes.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    family: Family,
    bytes: &'a [u8],
    add_path: bool,
}

impl<'a> List<'a> {
    const EMPTY: Self = Self {
        family: Family::V4,
        bytes: &[],
        add_path: false,
    };

    /// The list, if it is whole. A length of 0 outside of add-path sessions may be a default route,
    /// or the identifier of a path on a session whose file does not say so: that is for others.
    pub(super) fn new(family: Family, bytes: &'a [u8], add_path: bool) -> Result<Self, Declined> {
        let list = Self {
            family,
            bytes,
            add_path,
        };
        let mut rest = Wire(bytes);
        while !rest.0.is_empty() {
            if !add_path && rest.0[0] == 0 {
                return Err(Declined::Rare);
            }
            list.first(&mut rest).ok_or(Declined::Rare)?;
        }
        Ok(list)
    }

    fn first(&self, rest: &mut Wire<'a>) -> Option<Route> {
        let path_id = if self.add_path { rest.u32()? } else { 0 };
        let prefix = rest.prefix(self.family)?;
        Some(Route { prefix, path_id })
    }

    pub(super) fn each(&self, mut f: impl FnMut(Route)) {
        let mut rest = Wire(self.bytes);
        while let Some(route) = self.first(&mut rest) {
            f(route);
        }
    }

    /// What MP_REACH_NLRI announces (RFC 4760, section 3).
    pub(super) fn reach(bytes: Option<&'a [u8]>, add_path: bool) -> Result<Self, Declined> {
        let Some(bytes) = bytes else {
            return Ok(Self::EMPTY);
        };
        let mut rest = Wire(bytes);
        let (family, rest) = Self::unicast(&mut rest)?;
        let mut rest = Wire(rest);
        let hop = rest.u8().map(usize::from).ok_or(Declined::Rare)?;
        // Two addresses where the second is link-local (RFC 2545, section 3).
        let known = matches!(hop, 0 | 4 | 16 | 24 | 32 | 48);
        let whole = rest.take(hop).and_then(|_| rest.u8());
        if !known || whole.is_none() {
            return Err(Declined::Rare);
        }
        Self::new(family, rest.0, add_path)
    }

    /// What MP_UNREACH_NLRI withdraws (RFC 4760, section 4).
    pub(super) fn unreach(bytes: Option<&'a [u8]>, add_path: bool) -> Result<Self, Declined> {
        let Some(bytes) = bytes else {
            return Ok(Self::EMPTY);
        };
        let (family, rest) = Self::unicast(&mut Wire(bytes))?;
        Self::new(family, rest, add_path)
    }

    fn unicast(rest: &mut Wire<'a>) -> Result<(Family, &'a [u8]), Declined> {
        match (rest.family(), rest.u8()) {
            (Some(family), Some(1)) => Ok((family, rest.0)),
            _ => Err(Declined::Rare),
        }
    }
}
