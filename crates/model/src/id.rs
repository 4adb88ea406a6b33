//! Identifiers. Those of things that the program makes are taken from content (SHA-256 over
//! length-prefixed fields), so that a re-run gives the same; those of parties come from the case.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// The SHA-256 of some bytes, printed as 64 hexadecimal digits, as `sha256sum` does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// A digest computed elsewhere, for example while a file was read in pieces.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of a list of fields; each is prefixed with its length, so that
    /// `["ab", "c"]` and `["a", "bc"]` differ.
    #[must_use]
    pub fn of_fields(fields: &[&str]) -> Self {
        let mut hasher = sha2::Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        Self(hasher.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0_u8; 64];
        for (byte, place) in self.0.iter().zip(text.chunks_exact_mut(2)) {
            let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
            place.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Sha256> for String {
    fn from(digest: Sha256) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(format!(
                "a SHA-256 has 64 hexadecimal digits, not {:?}",
                text
            ));
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16)
                .map_err(|_| format!("{:?} is not hexadecimal", &text[at..at + 2]))?;
        }
        Ok(Self(bytes))
    }
}

macro_rules! content_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Makes the identifier from the fields that define the thing.
            #[must_use]
            pub fn from_content(fields: &[&str]) -> Self {
                let digest = Sha256::of_fields(fields).to_string();
                Self(format!(concat!($prefix, "-{}"), &digest[..16]))
            }

            /// An identifier that was printed before, for example typed by a user.
            #[must_use]
            pub fn from_printed(text: &str) -> Self {
                Self(text.to_owned())
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

content_id!(
    /// One capture of one origin: made from the origin, the time and the digest of the bytes.
    SnapshotId, "s"
);
content_id!(
    /// One document: made from where it stands and its text.
    DocumentId, "d"
);
content_id!(
    /// One claim: made from the document's text, the span, the kind and the polarity.
    ClaimId, "c"
);
content_id!(
    /// One contradiction: made from its kind and the two claims.
    ContradictionId, "x"
);
content_id!(
    /// One change at an address: made from the address, the text and the two captures.
    ChangeId, "e"
);
content_id!(
    /// One decision of the person: made from all of its content.
    DecisionId, "r"
);
content_id!(
    /// One observation: made from its datasets, the party and the signal.
    ObservationId, "o"
);
content_id!(
    /// One measurement or topology file: made from its digest and the date it holds for.
    DatasetId, "m"
);
content_id!(
    /// One source of a case: made from its kind and address.
    SourceId, "f"
);

/// The name of a party inside a case, chosen by the person who writes the case file: lower-case
/// letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PartyId(String);

/// Why a text is no [`PartyId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyIdError(String);

impl fmt::Display for PartyIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not a party id: use lower-case letters, digits and hyphens, as in \"blue-cross\"",
            self.0
        )
    }
}

impl std::error::Error for PartyIdError {}

impl PartyId {
    /// Checks the text once; afterwards the type is proof.
    ///
    /// # Errors
    /// When the text is empty or holds anything but `a-z`, `0-9` and `-`.
    pub fn new(text: &str) -> Result<Self, PartyIdError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || !text.chars().all(fits) {
            return Err(PartyIdError(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<PartyId> for String {
    fn from(id: PartyId) -> Self {
        id.0
    }
}

impl TryFrom<String> for PartyId {
    type Error = PartyIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_kept_apart() {
        assert_ne!(
            ClaimId::from_content(&["ab", "c"]),
            ClaimId::from_content(&["a", "bc"])
        );
        assert_eq!(
            ClaimId::from_content(&["ab"]),
            ClaimId::from_content(&["ab"])
        );
        assert!(ClaimId::from_content(&["ab"]).as_str().starts_with("c-"));
    }

    #[test]
    fn a_digest_survives_its_printed_form() {
        let digest = Sha256::of(b"abc");
        assert!(digest.to_string().starts_with("ba7816bf"));
        assert_eq!(Sha256::try_from(digest.to_string()), Ok(digest));
        assert!(Sha256::try_from("zz".repeat(32)).is_err());
        assert!(Sha256::try_from("ab".to_owned()).is_err());
    }

    #[test]
    fn a_party_id_is_checked_where_it_enters() {
        assert!(PartyId::new("blue-cross").is_ok());
        for wrong in ["", "Blue Cross", "ö", "a/b"] {
            assert!(PartyId::new(wrong).is_err(), "{wrong:?}");
        }
    }
}
