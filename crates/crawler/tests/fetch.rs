//! One address at a time, against the loopback site. Nothing leaves the machine.
#![allow(clippy::unwrap_used, clippy::panic)] // its helpers are tests too

mod common;

use std::time::{Duration, Instant};

use backpedal_crawler::{Cause, Fetched, Hop, RefusalReason, Settings, Validators, Want};
use backpedal_model::Truncation;
use backpedal_testkit::{Answer, LoopbackSite};

use common::{capture, crawler, crawler_with, settings};

/// Statuses and paths of the answers on the way.
fn ways(hops: &[Hop]) -> Vec<String> {
    let path = |hop: &Hop| hop.url.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
    let way = |hop: &Hop| format!("{} /{}", hop.status, path(hop));
    hops.iter().map(way).collect()
}

#[tokio::test]
async fn what_is_kept_is_what_was_sent_and_received() {
    let site = LoopbackSite::start().unwrap();
    let page = Answer::html("<p>All systems up.</p>")
        .etag("\"1\"")
        .header("set-cookie", "session=secret");
    site.on("/a?b=c", page);
    let url = site.url("/a?b=c");
    let capture = capture(crawler().fetch(&format!("{url}#top"), None).await);

    let sent = &site.requests()[1];
    assert_eq!(sent.head.as_bytes(), capture.exchange_request_head);
    let agent = sent.header("user-agent").unwrap();
    assert!(agent.starts_with("Backpedal/") && agent.ends_with("(+desk@paper.example)"));
    assert_eq!(sent.header("accept-encoding"), Some("gzip"));
    assert_eq!(sent.header("cookie"), None);
    assert_eq!(
        String::from_utf8(capture.exchange_response_head.clone()).unwrap(),
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\netag: \"1\"\r\n\
         content-length: 22\r\nconnection: close\r\n\r\n"
    );
    let snapshot = &capture.snapshot;
    assert_eq!(snapshot.origin.as_str(), format!("{url}#top"));
    assert_eq!(capture.final_url, url);
    assert_eq!(snapshot.status, Some(200));
    assert_eq!(snapshot.header("ETag"), Some("\"1\""));
    assert_eq!(snapshot.header("set-cookie"), None);
    assert_eq!(snapshot.captured_at, common::clock());
    assert_eq!(capture.body, b"<p>All systems up.</p>");
    assert_eq!(capture.remote, Some([127, 0, 0, 1].into()));
    assert!(capture.is_text() && ways(&capture.hops) == ["404 /robots.txt"]);
}

#[tokio::test]
async fn chunks_are_joined_and_the_kept_head_does_not_announce_them() {
    let site = LoopbackSite::start().unwrap();
    let text = "All systems have been up since this morning.";
    site.on("/whole", Answer::text(text).chunked())
        .on("/cut", Answer::text(text).chunked().cut(30));
    let whole = capture(crawler().fetch(&site.url("/whole"), None).await);
    assert_eq!(whole.body, text.as_bytes());
    let head = String::from_utf8(whole.exchange_response_head).unwrap();
    assert!(head.contains("\r\nx-archive-orig-transfer-encoding: chunked\r\n"));
    let field = whole.snapshot.header("transfer-encoding");
    assert_eq!(field, Some("chunked"), "as received");
    let cut = crawler().fetch(&site.url("/cut"), None).await.unwrap_err();
    assert!(matches!(cut.cause, Cause::CutOff { .. }), "{cut}");
}

#[tokio::test]
async fn a_site_that_speaks_no_tls_is_said() {
    let site = LoopbackSite::start().unwrap();
    let url = site.url("/").replace("http:", "https:");
    let error = crawler().fetch(&url, None).await.unwrap_err();
    // The second where this machine has no root certificates.
    let said = match error.cause {
        Cause::Robots(ref cause) => matches!(**cause, Cause::Tls { .. } | Cause::NoRoots(_)),
        _ => false,
    };
    assert!(said, "{error:?}");
    assert!(
        error.to_string().contains("no secure connection") || error.to_string().contains("root")
    );
}

#[tokio::test]
async fn a_second_look_at_the_same_version_is_not_modified() {
    let site = LoopbackSite::start().unwrap();
    let date = "Tue, 21 Jun 2022 06:27:00 GMT";
    site.on("/tag", Answer::html("x").etag("\"1\""))
        .on("/date", Answer::html("x").last_modified(date))
        .on("/none", Answer::html("x"));
    let crawler = crawler();
    for path in ["/tag", "/date"] {
        let first = capture(crawler.fetch(&site.url(path), None).await);
        let known = Validators::of(&first.snapshot);
        assert!(known.is_some());
        let second = crawler.fetch(&site.url(path), known.as_ref()).await;
        assert!(matches!(second, Ok(Fetched::NotModified { .. })), "{path}");
    }
    let first = capture(crawler.fetch(&site.url("/none"), None).await);
    assert_eq!(Validators::of(&first.snapshot), None);
    // A changed page comes back in full.
    site.replace("/tag", Answer::html("y").etag("\"2\""));
    let known = Validators {
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
    };
    let changed = capture(crawler.fetch(&site.url("/tag"), Some(&known)).await);
    assert_eq!(changed.body, b"y");
    assert_eq!(site.hits("/robots.txt"), 1);
}

#[tokio::test]
async fn what_robots_txt_forbids_is_not_asked() {
    let site = LoopbackSite::start().unwrap();
    let rules = "User-agent: *\nAllow: /\n\nUser-agent: backpedal\nDisallow: /private\n";
    site.on("/robots.txt", Answer::text(rules))
        .on("/open", Answer::html("x"))
        .on("/hop", Answer::redirect("/private/b"));
    let crawler = crawler();
    for (asked, refused) in [("/private/a", "/private/a"), ("/hop", "/private/b")] {
        match crawler.fetch(&site.url(asked), None).await.unwrap() {
            Fetched::Refused(refusal) => {
                assert_eq!(refusal.url, site.url(refused));
                assert_eq!(refusal.reason, RefusalReason::Robots);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(site.hits("/private/a") + site.hits("/private/b"), 0);
    capture(crawler.fetch(&site.url("/open"), None).await);
    assert_eq!(site.hits("/robots.txt"), 1);
}

#[tokio::test]
async fn a_broken_robots_txt_forbids_and_a_redirected_one_is_followed() {
    let site = LoopbackSite::start().unwrap();
    site.on("/robots.txt", Answer::status(500))
        .on("/a", Answer::html("x"));
    let outcome = crawler().fetch(&site.url("/a"), None).await.unwrap();
    match outcome {
        Fetched::Refused(refusal) => {
            assert_eq!(refusal.reason, RefusalReason::RobotsStatus(500));
            assert!(refusal.to_string().contains("500"), "{refusal}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(site.hits("/a"), 0);

    site.replace("/robots.txt", Answer::redirect("/rules"))
        .on("/rules", Answer::text("User-agent: *\nDisallow: /a\n"));
    let outcome = crawler().fetch(&site.url("/a"), None).await.unwrap();
    assert!(matches!(outcome, Fetched::Refused(_)));

    // After five redirects the rules count as missing (RFC 9309, section 2.3.1.2).
    for n in 0..9 {
        let (path, next) = (format!("/rules/{n}"), format!("/rules/{}", n + 1));
        site.on(&path, Answer::redirect(&next));
    }
    site.replace("/rules", Answer::redirect("/rules/0"));
    capture(crawler().fetch(&site.url("/a"), None).await);
    assert_eq!(site.hits("/rules"), 1 + 1);
    assert_eq!(site.hits("/rules/3") + site.hits("/rules/4"), 1);
    // And so they do in a circle.
    site.replace("/rules", Answer::redirect("/rules"));
    capture(crawler().fetch(&site.url("/a"), None).await);
    assert_eq!(site.hits("/rules"), 2 + 1);
}

#[tokio::test]
async fn redirects_are_followed_kept_and_bounded() {
    let site = LoopbackSite::start().unwrap();
    site.on("/old", Answer::redirect("/moved#part"))
        .on("/moved", Answer::redirect(&site.url("/new")))
        .on("/new", Answer::html("here"))
        .on("/wide", Answer::redirect("/café"))
        .on("/caf%C3%A9", Answer::html("wide"))
        .on("/loop", Answer::redirect("/loop"))
        .on("/nowhere", Answer::redirect("http://"));
    let crawler = crawler();
    let found = capture(crawler.fetch(&site.url("/old"), None).await);
    assert_eq!(found.final_url, site.url("/new"));
    assert_eq!(
        ways(&found.hops),
        ["404 /robots.txt", "302 /old", "302 /moved"]
    );
    let old = &found.hops[1];
    assert_eq!(old.status, 302);
    assert!(old.request_head.starts_with(b"GET /old HTTP/1.1\r\n"));
    assert!(
        old.response_head
            .starts_with(b"HTTP/1.1 302 Found\r\nlocation: /moved#part\r\n")
    );
    assert_eq!(old.remote, found.remote);
    assert_eq!(found.snapshot.origin.as_str(), site.url("/old"));
    let wide = capture(crawler.fetch(&site.url("/wide"), None).await);
    assert_eq!(wide.body, b"wide");
    for n in 0..20 {
        site.on(
            &format!("/chain/{n}"),
            Answer::redirect(&format!("/chain/{}", n + 1)),
        );
    }
    let error = crawler.fetch(&site.url("/chain/0"), None).await;
    let error = error.unwrap_err();
    assert!(matches!(error.cause, Cause::Redirects(10)), "{error}");
    assert_eq!(error.hops.len(), 11, "all that was answered is evidence");
    assert_eq!(site.hits("/chain/10") + site.hits("/chain/11"), 1);
    let error = crawler.fetch(&site.url("/loop"), None).await.unwrap_err();
    assert!(matches!(error.cause, Cause::Circle(_)), "{error}");
    assert_eq!((error.hops.len(), site.hits("/loop")), (1, 1));
    let error = crawler.fetch(&site.url("/nowhere"), None).await;
    assert!(matches!(error.unwrap_err().cause, Cause::BadRedirect(_)));
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused_without_a_connection() {
    let site = LoopbackSite::start().unwrap();
    let start = Instant::now();
    for target in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://167772161/",
    ] {
        site.replace("/hop", Answer::redirect(target));
        let error = crawler().fetch(&site.url("/hop"), None).await.unwrap_err();
        assert!(matches!(error.cause, Cause::NotPublic { .. }), "{error}");
    }
    site.replace("/hop", Answer::redirect("file:///etc/hosts"));
    let error = crawler().fetch(&site.url("/hop"), None).await.unwrap_err();
    assert!(matches!(error.cause, Cause::Scheme(_)), "{error}");
    // A connection to 10.0.0.1 would have waited for its time-out.
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn without_the_switch_the_loopback_is_refused_by_number_and_by_name() {
    let site = LoopbackSite::start().unwrap();
    let strict = crawler_with(Settings {
        allow_loopback: false,
        ..settings()
    });
    let port = site.address().port();
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "localhost"] {
        let url = format!("http://{host}:{port}/");
        let error = strict.fetch(&url, None).await.unwrap_err();
        let message = error.to_string();
        assert!(message.contains("not a public address"), "{message}");
    }
    assert!(site.requests().is_empty());
    let by_name = format!("http://localhost:{port}/robots.txt");
    assert!(crawler().fetch(&by_name, None).await.is_ok());
}

#[tokio::test]
async fn limits_hold_for_received_and_for_unpacked_bytes() {
    let site = LoopbackSite::start().unwrap();
    site.on("/huge", Answer::huge(300_000))
        .on("/bomb", Answer::gzip_bomb(32 << 20))
        .on("/ratio", Answer::gzip_bomb(3 << 20))
        .on("/fits", Answer::html(&"up ".repeat(1000)).gzip())
        .on("/odd", Answer::html("x").header("content-encoding", "br"));
    let crawler = crawler_with(Settings {
        page_limit: 200_000,
        ..settings()
    });
    let cause = async |path| {
        crawler
            .fetch(&site.url(path), None)
            .await
            .unwrap_err()
            .cause
    };
    assert!(matches!(
        cause("/huge").await,
        Cause::TooLarge { limit: 200_000 }
    ));
    assert!(matches!(
        cause("/bomb").await,
        Cause::UnpacksTooLarge { limit: 200_000 }
    ));
    assert!(matches!(cause("/odd").await, Cause::UnknownEncoding(_)));

    let fits = capture(crawler.fetch(&site.url("/fits"), None).await);
    assert!(fits.body.starts_with(b"\x1f\x8b"), "kept as received");
    assert_eq!(fits.decoded(200_000).unwrap().len(), 3000);
    assert!(fits.decoded(2999).is_err());

    // Room enough, but no page grows a thousandfold.
    let ratio = common::crawler().fetch(&site.url("/ratio"), None).await;
    assert!(matches!(
        ratio.unwrap_err().cause,
        Cause::UnpacksTooLarge { .. }
    ));
    // A measurement file is neither unpacked nor held to the limit for pages.
    let file = crawler.fetch_as(Want::File, &site.url("/huge"), None).await;
    assert_eq!(capture(file).body.len(), 300_000);
    let sent = site.requests();
    let last = sent.last().unwrap();
    assert_eq!(last.header("accept-encoding"), Some("identity"));
}

#[tokio::test]
async fn slow_and_cut_answers_are_no_evidence() {
    let site = LoopbackSite::start().unwrap();
    site.on("/slow", Answer::html("x").slow(Duration::from_secs(2)))
        .on("/cut", Answer::huge(5000).cut(1000));
    let crawler = crawler_with(Settings {
        page_timeout: Duration::from_millis(400),
        retries: 0,
        ..settings()
    });
    let start = Instant::now();
    let slow = crawler.fetch(&site.url("/slow"), None).await.unwrap_err();
    assert!(matches!(slow.cause, Cause::Timeout { .. }), "{slow}");
    assert!(start.elapsed() < Duration::from_millis(1800));
    let cut = crawler.fetch(&site.url("/cut"), None).await.unwrap_err();
    assert!(
        matches!(cut.cause, Cause::CutOff { received: 1000 }),
        "{cut}"
    );
    assert!(cut.to_string().contains("try again later"), "{cut}");
}

#[tokio::test]
async fn what_came_of_a_broken_answer_is_kept() {
    let site = LoopbackSite::start().unwrap();
    site.on("/cut", Answer::huge(5000).cut(1000))
        .on("/huge", Answer::huge(300_000).chunked())
        .on("/announced", Answer::huge(300_000))
        .on(
            "/slow",
            Answer::huge(5000).stalls(700, Duration::from_secs(3)),
        );
    let crawler = crawler_with(Settings {
        page_timeout: Duration::from_secs(1),
        page_limit: 200_000,
        retries: 0,
        ..settings()
    });
    for (path, why, bytes) in [
        ("/cut", Truncation::Disconnect, 1000),
        ("/huge", Truncation::Length, 200_000),
        ("/announced", Truncation::Length, 0),
        ("/slow", Truncation::Time, 700),
    ] {
        let error = crawler.fetch(&site.url(path), None).await.unwrap_err();
        let hop = error.hops.last().unwrap();
        assert_eq!(
            (hop.truncated, hop.body.len()),
            (Some(why), bytes),
            "{path}"
        );
        assert!(hop.url.ends_with(path) && hop.status == 200);
        assert!(hop.response_head.starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
}

#[tokio::test]
async fn rules_that_are_too_long_are_kept_as_far_as_they_are_read() {
    let site = LoopbackSite::start().unwrap();
    let rules = format!("User-agent: *\nAllow: /\n{}", "# more\n".repeat(100_000));
    site.on("/robots.txt", Answer::text(&rules))
        .on("/a", Answer::html("x"));
    let found = capture(crawler().fetch(&site.url("/a"), None).await);
    assert_eq!(found.hops[0].truncated, Some(Truncation::Length));
}

#[tokio::test]
async fn a_cut_answer_is_asked_for_again() {
    let site = LoopbackSite::start().unwrap();
    site.on("/a", Answer::huge(5000).cut(1000))
        .on("/a", Answer::huge(5000));
    assert_eq!(
        capture(crawler().fetch(&site.url("/a"), None).await)
            .body
            .len(),
        5000
    );
    assert_eq!(site.hits("/a"), 2);
}

#[tokio::test]
async fn error_statuses_are_evidence() {
    let site = LoopbackSite::start().unwrap();
    site.on("/broken", Answer::status(500));
    for (path, status) in [("/gone", 404), ("/broken", 500)] {
        let kept = capture(crawler().fetch(&site.url(path), None).await);
        assert_eq!(kept.snapshot.status, Some(status));
        assert!(!kept.body.is_empty());
        assert_eq!(site.hits(path), 1, "not asked twice");
    }
}

#[tokio::test]
async fn retry_after_is_honoured_and_then_given_up() {
    let site = LoopbackSite::start().unwrap();
    site.on("/busy", Answer::status(503).retry_after("1"))
        .on("/busy", Answer::html("back"))
        .on("/down", Answer::status(503))
        .on("/many", Answer::status(429))
        .on("/long", Answer::status(429).retry_after("3600"));
    let start = Instant::now();
    let busy = capture(crawler().fetch(&site.url("/busy"), None).await);
    assert_eq!(busy.body, b"back");
    assert!(start.elapsed() >= Duration::from_secs(1));

    // A status page that is down says something; a block page about us does not.
    let down = capture(crawler().fetch(&site.url("/down"), None).await);
    assert_eq!(down.snapshot.status, Some(503));
    assert_eq!(site.hits("/down"), 3);
    let many = crawler().fetch(&site.url("/many"), None).await.unwrap_err();
    assert!(matches!(many.cause, Cause::Busy { .. }), "{many}");
    assert_eq!(site.hits("/many"), 3);

    // Who asks for an hour is asked no more, neither for this page nor for another.
    let crawler = crawler();
    let start = Instant::now();
    for path in ["/long", "/other"] {
        let long = crawler.fetch(&site.url(path), None).await.unwrap_err();
        assert!(matches!(long.cause, Cause::Busy { .. }), "{long}");
    }
    assert_eq!((site.hits("/long"), site.hits("/other")), (1, 0));
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn one_host_has_one_request_open_and_a_pause_between_two() {
    let site = LoopbackSite::start().unwrap();
    for path in ["/1", "/2", "/3"] {
        site.on(path, Answer::html("x").slow(Duration::from_millis(20)));
    }
    let crawler = crawler_with(Settings {
        min_delay: Duration::from_millis(60),
        ..settings()
    });
    let urls = ["/1", "/2", "/3"].map(|path| site.url(path));
    let (a, b, c) = tokio::join!(
        crawler.fetch(&urls[0], None),
        crawler.fetch(&urls[1], None),
        crawler.fetch(&urls[2], None)
    );
    for fetched in [a, b, c] {
        capture(fetched);
    }
    assert_eq!(site.most_open(), 1);
    let requests = site.requests();
    assert_eq!(requests.len(), 4);
    for pair in requests.windows(2) {
        assert!(pair[1].at - pair[0].at >= Duration::from_millis(60));
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_with_the_next_step() {
    let closed = LoopbackSite::start().unwrap().url("/");
    // The site is dropped: its port refuses.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let crawler = crawler();
    for _ in 0..2 {
        let error = crawler.fetch(&closed, None).await.unwrap_err().to_string();
        assert!(
            error.contains("127.0.0.1 refused the connection"),
            "{error}"
        );
        assert!(error.contains("is the network up?"), "{error}");
    }
    let said = async |url: &str| crawler.fetch(url, None).await.unwrap_err().to_string();
    // A label has 63 bytes at most (RFC 1035), so no resolver asks anybody for this one.
    let long = "a".repeat(64);
    let unknown = said(&format!("http://{long}.example/")).await;
    assert!(unknown.contains("was not found"), "{unknown}");
    assert!(said("nonsense").await.contains("not an address"));
    assert!(said("ftp://example.org/").await.contains("ftp"));
    assert!(said("http://a:b@example.org/").await.contains("password"));
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_said() {
    let said = |settings| match backpedal_crawler::Crawler::new(settings) {
        Ok(_) => panic!("accepted"),
        Err(error) => error.to_string(),
    };
    assert!(said(Settings::default()).contains("clock"));
    let contact = Some("a\nb".to_owned());
    assert!(
        said(Settings {
            contact,
            ..settings()
        })
        .contains("contact")
    );
}

#[tokio::test]
async fn a_head_has_a_limit_in_bytes_and_in_fields() {
    let site = LoopbackSite::start().unwrap();
    site.on("/fine", Answer::html("x").with_head(60, 900))
        .on("/long", Answer::html("x").with_head(80, 900))
        .on("/many", Answer::html("x").with_head(120, 1));
    capture(crawler().fetch(&site.url("/fine"), None).await);
    for (path, expected) in [("/long", "larger than 65536 bytes"), ("/many", "failed")] {
        let error = crawler().fetch(&site.url(path), None).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn all_that_was_answered_is_evidence() {
    let site = LoopbackSite::start().unwrap();
    site.on(
        "/robots.txt",
        Answer::text("User-agent: *\nDisallow: /no\n"),
    )
    .on("/busy", Answer::status(503).retry_after("0"))
    .on("/busy", Answer::status(429).retry_after("0"))
    .on("/busy", Answer::html("here"))
    .on("/never", Answer::status(429).retry_after("0"))
    .on("/bomb", Answer::gzip_bomb(12 << 20));
    let fresh = || crawler();
    let refused = match fresh().fetch(&site.url("/no"), None).await.unwrap() {
        Fetched::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(ways(&refused.hops), ["200 /robots.txt"]);
    let crawler = fresh();
    let found = capture(crawler.fetch(&site.url("/busy"), None).await);
    assert_eq!(
        ways(&found.hops),
        ["200 /robots.txt", "503 /busy", "429 /busy"]
    );
    assert_eq!(found.snapshot.landed, None, "nothing led on");
    let error = crawler.fetch(&site.url("/never"), None).await.unwrap_err();
    assert_eq!(ways(&error.hops), ["429 /never"; 3]);
    let error = crawler.fetch(&site.url("/bomb"), None).await.unwrap_err();
    assert_eq!(ways(&error.hops), ["200 /bomb"]);
    assert!(error.hops[0].body.starts_with(b"\x1f\x8b"));
}
