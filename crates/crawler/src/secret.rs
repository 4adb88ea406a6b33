//! A secret that no log, message or archive shows.

use std::fmt;

/// A token. It is shown by nothing; the transport alone reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A token as given, without white space around it; `None` where nothing is left or it cannot
    /// stand in a header field.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The field's value for RFC 6750, section 2.1.
    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown_and_cannot_end_a_header_line() {
        let secret = Secret::new(" open-sesame\n").unwrap();
        assert_eq!(
            format!("{secret:?} {:#?}", Some(&secret))
                .matches("sesame")
                .count(),
            0
        );
        assert_eq!(secret.bearer(), "Bearer open-sesame");
        assert!(Secret::new("a\r\nb").is_none() && Secret::new(" ").is_none());
    }
}
