//! One request and its answer: sent by us to the last byte, received up to a limit.

mod post;

pub use post::Message;

use std::{error::Error as StdError, io, net::IpAddr, time::Duration};

use backpedal_model::Truncation;
use hyper::ext::ReasonPhrase;
use jiff::Timestamp;
use reqwest::{
    Client, Response,
    header::{
        ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, HOST, HeaderMap, HeaderValue,
        IF_MODIFIED_SINCE, IF_NONE_MATCH, USER_AGENT,
    },
    redirect::Policy,
};
use tokio::time::{Instant, timeout_at};
use url::{Position, Url};

use crate::{
    capture::{self, Hop, Validators},
    error::{Cause, Error},
    guard,
    resolver::{NoAddress, Resolver},
    secret::Secret,
    settings::Settings,
};

/// What to ask for, and how much of it.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The media types wanted.
    pub(crate) accept: &'static str,
    /// Whether the server may pack the answer.
    pub(crate) packed: bool,
    /// The version at hand.
    pub(crate) validators: Validators,
    /// The most bytes of a body.
    pub(crate) limit: u64,
    /// Whether to keep the first `limit` bytes of a larger body rather than fail.
    pub(crate) cut: bool,
    /// Whether its bytes count against the budget of the host.
    pub(crate) counts: bool,
    /// For head and body together.
    pub(crate) timeout: Duration,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) request_head: Vec<u8>,
    pub(crate) response_head: Vec<u8>,
    pub(crate) remote: Option<IpAddr>,
    pub(crate) at: Timestamp,
    pub(crate) truncated: Option<Truncation>,
}

/// Why there is no whole answer, and what there is of it.
pub(crate) struct Broken {
    pub(crate) cause: Cause,
    /// The head and the beginning of the body, once the head had come.
    pub(crate) received: Option<Box<Answer>>,
}

impl From<Cause> for Broken {
    fn from(cause: Cause) -> Self {
        Self {
            cause,
            received: None,
        }
    }
}

impl Answer {
    /// A header field as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The same as a step on the way.
    pub(crate) fn hop(self, url: &Url) -> Hop {
        Hop {
            url: url.to_string(),
            status: self.status,
            request_head: self.request_head,
            response_head: self.response_head,
            remote: self.remote,
            at: self.at,
            body: self.body,
            truncated: self.truncated,
        }
    }
}

/// The client, with what each request needs.
pub(crate) struct Transport {
    client: Client,
    has_roots: bool,
    user_agent: HeaderValue,
    clock: fn() -> Timestamp,
    settings: Settings,
}

impl Transport {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Error> {
        let wrong = |setting, why: &str| {
            let why = why.to_owned();
            Error::new("crawler", Cause::Setting { setting, why })
        };
        let clock = settings
            .clock
            .ok_or_else(|| wrong("clock", "is missing: captures need the time"))?;
        let user_agent = HeaderValue::from_str(&settings.user_agent())
            .map_err(|_| wrong("contact", "cannot stand in a header field"))?;
        // An error means that the program has already chosen one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let (client, has_roots) = match builder(settings).build() {
            Ok(client) => (client, true),
            // Without root certificates plain http still works; https then says what is missing.
            Err(_) => (
                builder(settings)
                    .tls_certs_only([])
                    .build()
                    .map_err(|e| wrong("TLS", &format!("cannot be set up: {e}")))?,
                false,
            ),
        };
        Ok(Self {
            client,
            has_roots,
            user_agent,
            clock,
            settings: settings.clone(),
        })
    }

    /// The caller's time.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Sends one request. Redirects are answers like any other.
    pub(crate) async fn send(&self, url: &Url, ask: &Ask) -> Result<Answer, Broken> {
        guard::check(url, self.settings.allow_loopback)?;
        let host = host(url);
        if url.scheme() == "https" && !self.has_roots {
            return Err(Cause::NoRoots(host).into());
        }
        let until = Instant::now() + ask.timeout;
        let head = timeout_at(until, self.head(url, ask, &host)).await;
        let (mut answer, mut response) = head.unwrap_or_else(|_| Err(late(&host, ask)))?;
        let broken = self.body(&mut response, &mut answer, ask, until).await;
        let Some((cause, why)) = broken else {
            return Ok(answer);
        };
        // A beginning proves what was said; a large file without an end need not be kept.
        answer
            .body
            .truncate(usize::try_from(self.settings.page_limit).unwrap_or(usize::MAX));
        answer.truncated = Some(why);
        Err(Broken {
            cause,
            received: Some(Box::new(answer)),
        })
    }

    /// The answer without its body, and where that comes from.
    async fn head(&self, url: &Url, ask: &Ask, host: &str) -> Result<(Answer, Response), Cause> {
        let headers = self.headers(url, ask);
        let target = &url[Position::BeforePath..Position::AfterQuery];
        let request_head = capture::head(format!("GET {target} HTTP/1.1").as_bytes(), &headers);
        let request = self.client.get(url.clone()).headers(headers);
        let response = request
            .send()
            .await
            .map_err(|error| self.cause(error, host))?;
        let at = self.now();
        let remote = response.remote_addr().map(|address| address.ip());
        if let Some(ip) = remote.filter(|ip| !guard::allowed(*ip, self.settings.allow_loopback)) {
            let host = host.to_owned();
            return Err(Cause::NotPublic { host, ip });
        }
        let status = response.status();
        let first_line = format!("{:?} {} ", response.version(), status.as_u16());
        let mut first_line = first_line.into_bytes();
        first_line.extend_from_slice(reason(&response));
        let headers = response.headers().clone();
        let limit = self.settings.head_limit;
        if head_bytes(&headers) > limit {
            return Err(Cause::HeadTooLarge { limit });
        }
        let answer = Answer {
            status: status.as_u16(),
            response_head: capture::head(&first_line, &headers),
            headers,
            body: Vec::new(),
            request_head,
            remote,
            at,
            truncated: None,
        };
        Ok((answer, response))
    }

    /// All header fields, so that what is kept is what was sent.
    fn headers(&self, url: &Url, ask: &Ask) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name, value: &str| {
            // Header values from outside were header values before; others are our own.
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(HOST, &url[Position::BeforeHost..Position::AfterPort]);
        set(ACCEPT, ask.accept);
        let coding = if ask.packed { "gzip" } else { "identity" };
        set(ACCEPT_ENCODING, coding);
        if let Some(tag) = &ask.validators.etag {
            set(IF_NONE_MATCH, tag);
        }
        if let Some(date) = &ask.validators.last_modified {
            set(IF_MODIFIED_SINCE, date);
        }
        if let Some(token) = self.token(url)
            && let Ok(mut value) = HeaderValue::from_str(&token.bearer())
        {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers
    }

    /// The token of X, for its API alone: asked of the address of each request, so that neither a
    /// redirect nor a case file can send it elsewhere. In tests the API is on this machine.
    fn token(&self, url: &Url) -> Option<&Secret> {
        let api = url.scheme() == "https" && url.host_str() == Some("api.x.com");
        let test =
            self.settings.allow_loopback && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
        let token = self.settings.x_token.as_ref();
        token.filter(|_| (api || test) && url.path().starts_with("/2/"))
    }

    /// Receives the body, and says why it is not whole where that is a failure.
    async fn body(
        &self,
        response: &mut Response,
        answer: &mut Answer,
        ask: &Ask,
        until: Instant,
    ) -> Option<(Cause, Truncation)> {
        let host = response.url().host_str().unwrap_or_default().to_owned();
        let limit = ask.limit;
        let too_large = (Cause::TooLarge { limit }, Truncation::Length);
        let announced = answer
            .header(CONTENT_LENGTH.as_str())
            .and_then(|bytes| bytes.parse::<u64>().ok());
        if !ask.cut && announced.is_some_and(|bytes| bytes > limit) {
            return Some(too_large);
        }
        let body = &mut answer.body;
        loop {
            match timeout_at(until, response.chunk()).await {
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                Ok(Ok(None)) => return None,
                Ok(Err(error)) if error.is_timeout() => {
                    return Some((self.cause(error, &host), Truncation::Time));
                }
                Ok(Err(_)) => {
                    let received = body.len() as u64;
                    return Some((Cause::CutOff { received }, Truncation::Disconnect));
                }
                Err(_) => return Some((late(&host, ask), Truncation::Time)),
            }
            if body.len() as u64 > limit {
                if !ask.cut {
                    return Some(too_large);
                }
                answer.truncated = Some(Truncation::Length);
                return None;
            }
        }
    }

    /// What a failure of the library means, by types, not by words.
    fn cause(&self, error: reqwest::Error, host: &str) -> Cause {
        let host = host.to_owned();
        let mut next: Option<&(dyn StdError + 'static)> = Some(&error);
        while let Some(inner) = next {
            if let Some(found) = known(inner, &host) {
                return found;
            }
            next = inner.source();
        }
        if error.is_timeout() {
            let limit = if error.is_connect() {
                self.settings.connect_timeout
            } else {
                self.settings.read_timeout
            };
            return Cause::Timeout { host, limit };
        }
        Cause::Transport {
            host,
            source: error,
        }
    }
}

fn late(host: &str, ask: &Ask) -> Cause {
    Cause::Timeout {
        host: host.to_owned(),
        limit: ask.timeout,
    }
}

fn known(error: &(dyn StdError + 'static), host: &str) -> Option<Cause> {
    let host = host.to_owned();
    if let Some(no_address) = error.downcast_ref::<NoAddress>() {
        return Some(match no_address {
            NoAddress::NotPublic(ip) => Cause::NotPublic { host, ip: *ip },
            NoAddress::Unknown(e) => Cause::UnknownHost {
                host,
                source: io::Error::new(e.kind(), e.to_string()),
            },
        });
    }
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        let source = tls.clone();
        return Some(Cause::Tls { host, source });
    }
    let io = error.downcast_ref::<io::Error>()?;
    if let Some(inner) = io.get_ref() {
        return known(inner, &host);
    }
    match io.kind() {
        io::ErrorKind::ConnectionRefused => Some(Cause::ConnectionRefused(host)),
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkDown => Some(Cause::NoNetwork(host)),
        _ => None,
    }
}

/// How many bytes the fields of a head take, with colon, space and line end. Their number is
/// bounded by the HTTP library (100).
fn head_bytes(headers: &HeaderMap) -> u64 {
    let fields = headers.iter();
    let bytes = fields.map(|(name, value)| name.as_str().len() + value.len() + 4);
    bytes.sum::<usize>() as u64
}

/// The server's words for the status. The library keeps them where they are not the usual ones.
fn reason(response: &Response) -> &[u8] {
    let own = response.extensions().get::<ReasonPhrase>();
    let usual = response.status().canonical_reason().unwrap_or_default();
    own.map_or(usual.as_bytes(), ReasonPhrase::as_bytes)
}

/// The host for messages.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn builder(settings: &Settings) -> reqwest::ClientBuilder {
    Client::builder()
        // Each hop is checked before it is asked, so the library must follow none.
        .redirect(Policy::none())
        // A proxy of the environment would be asked in place of the address that was checked.
        .no_proxy()
        .referer(false)
        .retry(reqwest::retry::never())
        // A head kept as HTTP/1.1 must have been one.
        .http1_only()
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .pool_max_idle_per_host(settings.per_host.max(1))
        .tcp_nodelay(true)
        .dns_resolver(Resolver {
            allow_loopback: settings.allow_loopback,
        })
}
