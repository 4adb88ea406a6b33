//! The pages over real connections on the loopback, with a store and an index of an invented case.

#[allow(dead_code, unreachable_pub)]
#[path = "../../report/src/sample/mod.rs"]
mod sample;

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
};

use backpedal_indexer::Index;
use backpedal_store::Store;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

use crate::{Error, Site, serve, serve_on};

/// A running server; stops when dropped.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    runtime: Runtime,
    task: Option<tokio::task::JoinHandle<Result<(), Error>>>,
    _dir: tempfile::TempDir,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let mut dossier = sample::dossier();
        let page = &mut dossier.documents[0];
        page.title = Some("<script>alert(1)</script> Voice service".into());
        page.publisher = Some("\"><img src=x onerror=alert(2)>".into());
        dossier.claims[0].speaker.name = Some("<script>alert(3)</script>".into());
        let store = Store::open(dir.path()).expect("a store");
        store.put_dossier(&dossier).expect("kept");
        Index::open(&store.search_dir())
            .expect("an index")
            .update(&dossier)
            .expect("indexed");
        let site = Site::new(dir.path());
        let runtime = Runtime::new().expect("a runtime");
        let (address, stop, task) = runtime.block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .expect("a port");
            let address = listener.local_addr().expect("an address");
            let (stop, stopped) = oneshot::channel::<()>();
            let ended = async { drop(stopped.await) };
            let task = tokio::spawn(serve_on(site, listener, ended));
            (address, stop, task)
        });
        Self {
            address,
            stop: Some(stop),
            runtime,
            task: Some(task),
            _dir: dir,
        }
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut text = Vec::new();
        stream.read_to_end(&mut text).expect("answered");
        let text = String::from_utf8(text).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .expect("a status");
        Answer {
            status,
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ))
    }
}

/// For looking at: `BACKPEDAL_WEB_OUT=DIR cargo test -p backpedal-web look`.
#[test]
fn look() {
    let Some(out) = std::env::var_os("BACKPEDAL_WEB_OUT") else {
        return;
    };
    let server = Server::start();
    let claim = &sample::dossier().claims[3].id;
    let paths = [
        ("search.html", "/?q=heron&type=claim".to_owned()),
        ("cases.html", "/cases".to_owned()),
        ("case.html", "/case/halyard-heron-2031".to_owned()),
        ("claim.html", format!("/claim/{claim}")),
        ("missing.html", "/nowhere".to_owned()),
        ("style.css", "/style.css".to_owned()),
    ];
    for (name, path) in paths {
        let body = server.get(&path).body.replace("/style.css", "style.css");
        std::fs::write(std::path::Path::new(&out).join(name), body).expect("writable");
    }
}

#[test]
fn search_finds_marks_and_counts() {
    let server = Server::start();
    let all = server.get("/");
    assert_eq!(all.status, 200);
    assert!(
        all.body.contains("14 entries"),
        "4 documents and 10 claims: {}",
        all.body
    );
    let found = server.get("/?q=downtime&type=claim");
    assert!(
        found.body.contains("<mark>downtime</mark>"),
        "{}",
        found.body
    );
    assert!(found.body.contains("1 entry") && found.body.contains("contradicted by measurement"));
    assert!(
        found.body.contains("type: claim"),
        "the filter can be removed"
    );
    let none = server.get("/?q=zeppelin");
    assert!(none.status == 200 && none.body.contains("Nothing found"));
}

#[test]
fn facets_narrow_and_dates_bound() {
    let server = Server::start();
    let denials = server.get("/?polarity=deny");
    assert!(denials.body.contains("2 entries"), "{}", denials.body);
    let late = server.get("/?type=claim&from=2031-03-06");
    assert!(late.body.contains("1 entry"), "{}", late.body);
    let api = server.get("/api/search?polarity=deny");
    let json: serde_json::Value = serde_json::from_str(&api.body).expect("JSON");
    assert_eq!((&json["total"], &json["schema"]), (&2.into(), &1.into()));
    assert_eq!(json["hits"].as_array().map(Vec::len), Some(2));
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let server = Server::start();
    for path in [
        "/",
        "/?q=voice",
        "/?q=%3Cscript%3E",
        "/case/halyard-heron-2031",
        "/cases",
        "/%3Cscript%3E",
    ] {
        let body = server.get(path).body;
        let lower = body.to_lowercase();
        for bad in ["<script", "<img", " style=\"", "javascript:"] {
            assert!(!lower.contains(bad), "{bad} in {path}: {body}");
        }
    }
    assert!(server.get("/?q=voice").body.contains("&#60;script&#62;"));
}

#[test]
fn every_answer_carries_the_policy() {
    let server = Server::start();
    for path in [
        "/",
        "/nowhere",
        "/api/search",
        "/healthz",
        "/style.css",
        "/?page=x",
    ] {
        let head = server.get(path).head;
        assert!(
            head.contains("content-security-policy: default-src 'none'; style-src 'self'"),
            "{path}"
        );
        assert!(head.contains("x-content-type-options: nosniff"), "{path}");
        assert!(head.contains("referrer-policy: no-referrer"), "{path}");
    }
    let policy = server.get("/").head;
    assert!(!policy.contains("unsafe") && !policy.contains("script-src"));
}

#[test]
fn other_hosts_methods_and_long_addresses_are_refused() {
    let server = Server::start();
    let end = "Connection: close\r\n\r\n";
    for host in [
        "Host: evil.example\r\n",
        "",
        "Host: localhost\r\nHost: evil.example\r\n",
    ] {
        let answer = server.ask(&format!("GET /cases HTTP/1.1\r\n{host}{end}"));
        assert!(
            matches!(answer.status, 400 | 421),
            "{host:?}: {}",
            answer.status
        );
        assert!(!answer.body.contains("halyard"), "{host:?}");
    }
    let answer = server.ask(&format!(
        "GET http://evil.example/cases HTTP/1.1\r\nHost: localhost\r\n{end}"
    ));
    assert_eq!(answer.status, 421);
    let answer = server.ask(&format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n{end}"
    ));
    assert!(answer.status == 405 && answer.head.contains("allow: get, head"));
    assert_eq!(
        server.get(&format!("/?party={}", "x".repeat(5000))).status,
        414
    );
    assert_eq!(server.get(&format!("/?q={}", "x".repeat(501))).status, 400);
}

#[test]
fn what_is_not_there_is_said() {
    let server = Server::start();
    for path in [
        "/case/none",
        "/claim/c-0",
        "/nowhere",
        "/api/case/none",
        "/claim/c-0?case=none",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    for path in ["/?from=yesterday", "/?page=0", "/?q=%22open"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{path}: {}", answer.body);
    }
    assert_eq!(server.get("/healthz").body, "ok");
}

#[test]
fn a_case_and_a_claim_explain_themselves() {
    let server = Server::start();
    let case = server.get("/case/halyard-heron-2031");
    assert!(
        case.status == 200 && case.body.contains("<svg") && case.body.contains("Finding, as of")
    );
    let claim = &sample::dossier().claims[3].id;
    assert!(
        case.body.contains(&format!("/claim/{claim}")),
        "the report leads to the claim"
    );
    for query in ["", "?case=halyard-heron-2031"] {
        let page = server.get(&format!("/claim/{claim}{query}"));
        assert!(
            page.status == 200 && page.body.contains("Contradicted by measurement"),
            "{}",
            page.body
        );
    }
    let json = server.get("/api/case/halyard-heron-2031").body;
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok_and(|json| json["schema"] == 1));
}

#[test]
fn it_stops_when_asked_and_stays_on_the_loopback() {
    let mut server = Server::start();
    drop(server.stop.take());
    let task = server.task.take().expect("running");
    server
        .runtime
        .block_on(task)
        .expect("no panic")
        .expect("a clean end");
    let everywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let refused = server
        .runtime
        .block_on(serve(Site::new("unused"), everywhere, async {}));
    assert!(matches!(refused, Err(Error::NotLoopback { .. })));
}

#[test]
fn an_empty_directory_is_told() {
    let server = Server::start();
    std::fs::remove_dir_all(server._dir.path()).expect("removed");
    let answer = server.get("/");
    assert!(
        answer.status >= 500 && answer.body.contains("run a case first"),
        "{}",
        answer.body
    );
}
