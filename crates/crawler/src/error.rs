//! Why something could not be fetched: the thing, the cause, the next step.

use std::{net::IpAddr, time::Duration};

use backpedal_model::Problem;

use crate::capture::Hop;

/// A fetch that failed.
#[derive(Debug, thiserror::Error)]
#[error("{url}: {cause} ({})", cause.hint())]
pub struct Error {
    /// What was asked for.
    pub url: Box<str>,
    /// Why it could not be had.
    #[source]
    pub cause: Cause,
    /// The answers on the way there.
    pub hops: Box<[Hop]>,
}

impl Error {
    /// Keeps the address, but never a password in it.
    pub(crate) fn new(url: &str, cause: Cause) -> Self {
        let mut url = url.to_owned();
        if let Ok(mut parsed) = url::Url::parse(&url)
            && parsed.password().is_some()
            && parsed.set_password(None).is_ok()
        {
            url = parsed.into();
        }
        Self {
            url: url.into(),
            cause,
            hops: Box::default(),
        }
    }

    /// The same as a problem of the address.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(&*self.url, self.cause.to_string()).hint(self.cause.hint())
    }
}

/// Why a fetch failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// A setting cannot be used.
    #[error("the crawler's setting {setting} {why}")]
    Setting {
        /// Its name.
        setting: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Not an address.
    #[error("this is not an address: {0}")]
    NotAnAddress(#[source] url::ParseError),
    /// Neither http nor https.
    #[error("the scheme {0} is not fetched")]
    Scheme(String),
    /// The address carries a user name or password.
    #[error("the address holds a user name or password")]
    Credentials,
    /// The host is, or resolves to, an address that is not public.
    #[error("{}", not_public(host, *ip))]
    NotPublic {
        /// The host as the address names it.
        host: String,
        /// Where it leads.
        ip: IpAddr,
    },
    /// The name could not be resolved.
    #[error("the host {host} was not found")]
    UnknownHost {
        /// The host.
        host: String,
        /// What the resolver said.
        #[source]
        source: std::io::Error,
    },
    /// The machine has no way to the host.
    #[error("there is no way to {0} from here")]
    NoNetwork(String),
    /// Nothing listens there.
    #[error("{0} refused the connection")]
    ConnectionRefused(String),
    /// The certificate or the handshake failed.
    #[error("no secure connection to {host}: {source}")]
    Tls {
        /// The host.
        host: String,
        /// What was wrong.
        #[source]
        source: rustls::Error,
    },
    /// This machine has no root certificates.
    #[error("this machine has no root certificates to check {0} with")]
    NoRoots(String),
    /// It took too long.
    #[error("{host} did not answer in full within {} s", limit.as_secs_f64())]
    Timeout {
        /// The host.
        host: String,
        /// The limit that was reached.
        limit: Duration,
    },
    /// The body is larger than allowed.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The header fields are larger than allowed.
    #[error("the head of the answer is larger than {limit} bytes")]
    HeadTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The unpacked body is larger than allowed.
    #[error("the answer unpacks to more than {limit} bytes")]
    UnpacksTooLarge {
        /// The limit that was reached, in bytes.
        limit: u64,
    },
    /// The body is packed in a way that cannot be read.
    #[error("the answer is packed as {0}, which was not asked for")]
    UnknownEncoding(String),
    /// The packed body is damaged.
    #[error("the packed answer is damaged")]
    Damaged(#[source] std::io::Error),
    /// The connection ended inside the body.
    #[error("the answer was cut off after {received} bytes")]
    CutOff {
        /// How many bytes had arrived.
        received: u64,
    },
    /// Too many redirects.
    #[error("the address redirects more than {0} times")]
    Redirects(usize),
    /// A redirect to an address on the way.
    #[error("the address redirects in a circle, by way of {0}")]
    Circle(String),
    /// A redirect without a usable target.
    #[error("the redirect leads to {0:?}, which is not an address")]
    BadRedirect(String),
    /// The host asks for fewer requests.
    #[error("{host} asks to be left alone for {} s", wait.as_secs_f64().ceil())]
    Busy {
        /// The host.
        host: String,
        /// How long, as asked or as policy has it.
        wait: Duration,
    },
    /// The crawl was told to stop before this was sent.
    #[error("the crawl was stopped first")]
    Stopped,
    /// The site's robots.txt could not be had, so nothing of it may be fetched (RFC 9309).
    #[error("{0}")]
    Robots(std::sync::Arc<Cause>),
    /// Something else went wrong on the way.
    #[error("the request to {host} failed: {}", deepest(source))]
    Transport {
        /// The host.
        host: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
}

impl Cause {
    /// The next step for the person.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Robots(cause) => cause.hint(),
            Self::Setting { .. } => "correct the setting",
            Self::NotAnAddress(_) => "write it in full, as in https://example.org/page",
            Self::Scheme(_) => "use an http or https address, or give the path of a file",
            Self::Credentials => "take them out; only public pages are fetched",
            Self::NotPublic { .. } => "only public hosts are asked; import the page as a file",
            Self::UnknownHost { .. } => "is the name right, is the network up?",
            Self::NoNetwork(_) => "is the network up?",
            Self::ConnectionRefused(_) => "is the address right, is the network up?",
            Self::Tls { .. } => "is the address right, is this machine's clock right?",
            Self::NoRoots(_) => "install the ca-certificates package or set SSL_CERT_FILE",
            Self::Timeout { .. } => "try again later, or save the page and import the file",
            Self::TooLarge { .. } | Self::UnpacksTooLarge { .. } | Self::HeadTooLarge { .. } => {
                "raise the size limit if the address is to be trusted"
            }
            Self::UnknownEncoding(_) | Self::Damaged(_) => {
                "save the page with a browser and import the file"
            }
            Self::CutOff { .. } | Self::Busy { .. } => "try again later",
            Self::Redirects(_) | Self::Circle(_) | Self::BadRedirect(_) => {
                "open the address in a browser and use the one it ends at"
            }
            Self::Stopped => "crawl again to go on",
            Self::Transport { .. } => "try again later; is the network up?",
        }
    }

    /// Whether a further attempt can help.
    pub(crate) const fn passes(&self) -> bool {
        matches!(
            self,
            Self::Timeout { .. } | Self::CutOff { .. } | Self::Transport { .. }
        )
    }
}

fn not_public(host: &str, ip: IpAddr) -> String {
    if host.trim_matches(['[', ']']) == ip.to_string() {
        return format!("{ip} is not a public address");
    }
    format!("{host} leads to {ip}, which is not a public address")
}

/// The innermost cause: the outer ones only say that a request failed.
fn deepest(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_thing_the_cause_and_the_next_step() {
        let cause = Cause::ConnectionRefused("example.org".to_owned());
        let error = Error::new("https://example.org/a", cause);
        assert_eq!(
            error.to_string(),
            "https://example.org/a: example.org refused the connection \
             (is the address right, is the network up?)"
        );
        assert!(error.problem().to_string().contains("refused"));
    }

    #[test]
    fn a_password_is_never_repeated() {
        let error = Error::new("https://a:secret@example.org/", Cause::Credentials);
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
