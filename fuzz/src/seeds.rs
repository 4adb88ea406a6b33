//! Small good files of each kind, made up, from which the broken ones are made.

use backpedal_testkit::{Column, parquet_file};

/// Lines of `bgpdump -m`: two tables, updates, sessions.
pub(crate) const TEXT: &[&str] = &[
    "TABLE_DUMP2|946684900|B|192.0.2.1|64500|198.51.100.0/24|64500 64501|IGP|192.0.2.1|0|0||NAG||\n\
     TABLE_DUMP2|946684900|B|192.0.2.2|64502|198.51.100.0/24|64502 {64501,64503}|IGP|x|0|0||NAG||\n\
     TABLE_DUMP2_AP|946684900|B|192.0.2.1|64500|203.0.113.0/24|7|64500 64501|IGP|x|0|0||NAG||\n",
    "BGP4MP|946684901|A|2001:db8::1|64502|2001:db8:1::/48|64502 64501|IGP|x|0|0||NAG||\n\
     BGP4MP_ET|946684902.75|W|192.0.2.1|64500|198.51.100.0/24\n\
     BGP4MP|946684903|STATE|192.0.2.1|64500|6|1\nBGP4MP|946684904|STATE|192.0.2.1|64500|5|6\n",
];

/// Answers of RIPEstat.
pub(crate) const RIPESTAT: &[&str] = &[
    r#"{"messages": [], "data_call_name": "bgp-state", "data": {"timestamp": "2000-01-01T00:01:40",
     "bgp_state": [{"target_prefix": "198.51.100.0/24", "source_id": "00-192.0.2.1",
     "path": [64500, 64501], "community": ["64500:1"]}, {"target_prefix": "2001:db8:1::/48",
     "source_id": "05-2001:db8::2", "path": [64502, [64503, 64501]]}], "nr_routes": 2}}"#,
    r#"{"data_call_name": "bgp-updates", "data": {"updates": [{"type": "A", "timestamp": 946685000.5,
     "attrs": {"source_id": "00-192.0.2.1", "target_prefix": "198.51.100.0/24", "path":
     ["64500", "{64501,64503}"]}}, {"type": "W", "timestamp": "2000-01-01T00:03:20", "attrs":
     {"source_id": "00-192.0.2.1", "target_prefix": "198.51.100.0/24"}}], "nr_updates": 2}}"#,
];

/// Messages of RIS Live.
pub(crate) const RISLIVE: &[&str] = &[
    "{\"type\":\"ris_message\",\"data\":{\"timestamp\":946684900.97,\"peer\":\"192.0.2.1\",\"peer_asn\":\
     \"64500\",\"host\":\"rrc00.ripe.net\",\"type\":\"UPDATE\",\"path\":[64500,[64501,64502]],\
     \"announcements\":[{\"next_hop\":\"192.0.2.1\",\"prefixes\":[\"198.51.100.0/24\"]}],\
     \"withdrawals\":[\"192.0.2.0/25\"]}}\n\
     {\"type\":\"ris_message\",\"data\":{\"timestamp\":946684901,\"peer\":\"192.0.2.1\",\"peer_asn\":\
     \"64500\",\"host\":\"rrc00.ripe.net\",\"type\":\"RIS_PEER_STATE\",\"state\":\"down\"}}\n",
];

/// Probe results.
pub(crate) const PROBES: &[&str] = &[
    "time,probe,asn,target,success\n2000-01-01T00:01:40Z,p1,64500,halyard-sip,1\n\
     946684960,p2,64502,halyard-sip,0\n\"946685020\",\"p3\",\"AS64503\",\"heron\",\"1\"\n",
];

/// Results of RIPE Atlas: ping, traceroute, dns, http of several firmwares.
pub(crate) const ATLAS: &[&str] = &[
    "[{\"fw\":4790,\"type\":\"ping\",\"msm_id\":1,\"prb_id\":7,\"timestamp\":946684900,\"dst_addr\":\"198.51.100.7\",\
     \"dst_name\":\"halyard-sip\",\"from\":\"192.0.2.9\",\"sent\":3,\"rcvd\":2,\"result\":[{\"rtt\":3.5},{\"x\":\"*\"},{\"rtt\":4}]},\
     {\"fw\":1,\"type\":\"dns\",\"msm_id\":2,\"prb_id\":8,\"timestamp\":946684910,\"dst_addr\":\"198.51.100.7\",\
     \"result\":{\"ANCOUNT\":0,\"ID\":1,\"rt\":7.5,\"size\":40,\"abuf\":\"AAGBgAABAAAAAAAAA3d3dwA=\"}}]",
    "{\"fw\":4610,\"type\":\"traceroute\",\"msm_id\":3,\"prb_id\":7,\"timestamp\":946684920,\"dst_addr\":\"198.51.100.7\",\
     \"result\":[{\"hop\":1,\"result\":[{\"from\":\"192.0.2.1\",\"rtt\":1.5}]},{\"hop\":2,\"result\":[{\"from\":\"198.51.100.7\",\"rtt\":9}]}]}\n\
     {\"fw\":4720,\"type\":\"http\",\"msm_id\":4,\"prb_id\":9,\"timestamp\":946684930,\"uri\":\"http://halyard-sip/\",\
     \"result\":[{\"af\":4,\"dst_addr\":\"198.51.100.7\",\"res\":200,\"rt\":12.5,\"hsize\":10,\"bsize\":20}]}\n",
];

/// Values over time: IODA as CSV and JSON, Prometheus, OpenMetrics.
pub(crate) const SERIES: &[&str] = &[
    "timestamp,bgp,ping-slash24,merit-nt\n946684800,600,400,5\n946685100,599,,6\n946685400,20,12,0\n",
    "{\"type\":\"signals\",\"data\":[[{\"entityType\":\"asn\",\"entityCode\":\"64501\",\"datasource\":\"bgp\",\"from\":946684800,\
     \"until\":946685400,\"step\":300,\"nativeStep\":300,\"values\":[600,null,20]}]]}",
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"probe_success\",\
     \"instance\":\"halyard-sip\"},\"values\":[[946684800,\"1\"],[946684860.5,\"0\"]]}]}}",
    "# TYPE probe_success gauge\nprobe_success{instance=\"halyard-sip\"} 1 946684800\nprobe_success{instance=\"halyard-sip\"} 0 946684860\n# EOF\n",
];

/// Who is who: cones, organisations, PeeringDB.
pub(crate) const NAMES: &[&str] = &[
    "# inferred clique: 64500\n64500 64500 64501 64502\n64501 64501\n",
    "# format:org_id|changed|org_name|country|source\nA|1|Halyard|US|X\n# format:aut|changed|aut_name|org_id|opaque_id|source\n64500|1|HALYARD|A||X\n",
    "{\"type\":\"ASN\",\"asn\":\"64500\",\"name\":\"HALYARD\",\"organizationId\":\"A\"}\n",
    "[{\"model\":\"django_peeringdb.network\",\"pk\":7,\"fields\":{\"asn\":64500,\"name\":\"Halyard\",\"aka\":\"\",\"org_id\":3}}]",
];

/// AS relationships: serial-1, serial-2, SNAP.
pub(crate) const RELATIONSHIPS: &[&str] = &[
    "# <provider-as>|<customer-as>|-1\n64500|64501|-1\n64500|64502|0\n64501|64503|-1\n",
    "64500|64501|-1|bgp\n64500|64502|0|mlp\n",
    "# FromNodeId\tToNodeId\tRelationship\n64501\t64500\t-1\n64500\t64501\t1\n64500\t64502\t0\n",
];

/// Customer cones, organisations in their three forms, names, prefixes in both forms, PeeringDB.
pub(crate) const TOPOLOGY: &[&str] = &[
    "# inferred clique: 64500\n# total size: 4\n64500 64500 64501 64502\n64501 64501 64503\n",
    "# format:org_id|changed|org_name|country|source\nHALY|20000101|Halyard Inc|US|ARIN\n\
     # format:aut|changed|aut_name|org_id|opaque_id|source\n64501|20000101|HALYARD|HALY||ARIN\n",
    "{\"name\":\"Halyard Inc\",\"organizationId\":\"HALY\",\"type\":\"Organization\"}\n\
     {\"asn\":\"64501\",\"name\":\"HALYARD\",\"organizationId\":\"HALY\",\"type\":\"ASN\"}\n",
    "ripe,ORG-HALY,64501\nripe,ORG-HALY,64502\n",
    "{\"64501\": \"HALYARD - Halyard Inc, US\", \"64502\": \"HERON - Heron Ltd, GB\"}",
    "64501 HALYARD - Halyard Inc, US\n64502|HERON\n",
    "198.51.100.0\t24\t64501\n2001:db8::\t32\t64501_64502,64503\n",
    "; IP-ASN-DAT file\n198.51.100.0/24\t64501\n203.0.113.0/24\t64502\n",
    "{\"net\": {\"data\": [{\"id\": 1, \"org_id\": 2, \"asn\": 64501, \"name\": \"Halyard\"}]}, \"org\": \
     {\"data\": [{\"id\": 2, \"name\": \"Halyard Inc\"}]}, \"ix\": {\"data\": [{\"id\": 3, \"name\": \
     \"HERON-IX\"}]}, \"ixpfx\": {\"data\": [{\"ixlan_id\": 3, \"prefix\": \"198.51.100.0/24\"}]}}",
    "{\"data\": [{\"id\": 1, \"org_id\": 2, \"asn\": 64501, \"name\": \"Halyard\", \"aka\": \"H\"}]}",
];

/// The first second of 2000, with which the time of the case begins.
const BASE: u32 = 946_684_800;

/// An MRT record (RFC 6396, section 2), so many seconds later.
fn record(at: u32, kind: u16, subtype: u16, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut bytes = (BASE + at).to_be_bytes().to_vec();
    bytes.extend(kind.to_be_bytes());
    bytes.extend(subtype.to_be_bytes());
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    bytes
}

/// AS numbers with two or four octets each.
fn numbers(asns: &[u16], wide: bool) -> Vec<u8> {
    let one = |asn: &u16| {
        let octets = u32::from(*asn).to_be_bytes();
        octets[if wide { 0 } else { 2 }..].to_vec()
    };
    asns.iter().flat_map(one).collect()
}

/// ORIGIN, AS_PATH, NEXT_HOP, and both lists of prefixes of other families.
fn attributes(wide: bool) -> Vec<u8> {
    let width = if wide { 4 } else { 2 };
    let mut bytes = vec![0x40, 1, 1, 0, 0x40, 2, 2 * width + 2 + width + 2, 2, 2];
    bytes.extend(numbers(&[64500, 64501], wide));
    bytes.extend([1, 1]);
    bytes.extend(numbers(&[64502], wide));
    bytes.extend([0x40, 3, 4, 192, 0, 2, 1]);
    bytes.extend([0x90, 14, 0, 28, 0, 2, 1, 16]);
    bytes.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    bytes.extend([0, 48, 0x20, 1, 0x0d, 0xb8, 0, 1]);
    bytes.extend([0x80, 15, 8, 0, 2, 1, 32, 0x20, 1, 0x0d, 0xb8]);
    bytes
}

fn message(subtype: u16) -> Vec<u8> {
    let (wide, add_path) = (matches!(subtype, 4 | 9), subtype > 7);
    let mut bytes = numbers(&[64500, 64666], wide);
    bytes.extend([0, 0, 0, 1, 192, 0, 2, 1, 192, 0, 2, 254]);
    bytes.extend([0xff; 16]);
    let mut attributes = attributes(wide);
    if add_path {
        // The lists of other families hold no identifiers here.
        attributes.truncate(if wide { 30 } else { 24 });
    }
    let list: &[u8] = if add_path { &[0, 0, 0, 7] } else { &[] };
    let list = [list, &[24, 198, 51, 100]].concat();
    let octets = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap_or(0).to_be_bytes();
    let mut body = octets(&list).to_vec();
    body.extend(&list);
    body.extend(octets(&attributes));
    body.extend(&attributes);
    body.extend(&list);
    let length = u16::try_from(body.len() + 19).unwrap_or(0);
    bytes.extend(length.to_be_bytes());
    bytes.push(2);
    bytes.extend(body);
    bytes
}

/// Parquet files, not packed: with names of IODA, of our own probe results, and with others.
pub(crate) fn parquet() -> Vec<Vec<u8>> {
    // A row without a time would be a problem; one without a value is none.
    let times = |start: i64| Column::Long((0..100).map(|n| Some(start + n)).collect());
    let long =
        |start: i64| Column::Long((0..100).map(|n| (n % 7 > 0).then_some(start + n)).collect());
    let text = |word: &str| Column::Text(vec![Some(word.to_owned()); 100]);
    let truth = Column::Bool((0..100).map(|n| Some(n % 3 > 0)).collect());
    let value = Column::Double(
        (0..100)
            .map(|n| (n % 9 > 0).then_some(f64::from(n)))
            .collect(),
    );
    let start = 946_684_800;
    let files: [(&[&str], Vec<Column>); 3] = [
        (
            &[
                "optional int64 time",
                "optional int64 bgp",
                "optional double gtr",
            ],
            vec![times(start), long(600), value.clone()],
        ),
        (
            &[
                "optional int64 time",
                "optional boolean success",
                "optional int64 asn",
                "optional binary target (STRING)",
                "optional binary probe (STRING)",
            ],
            vec![
                times(start),
                truth,
                long(64_500),
                text("halyard-sip"),
                text("p1"),
            ],
        ),
        (
            &[
                "optional int64 when (TIMESTAMP(MICROS,true))",
                "optional double value",
                "optional binary host (STRING)",
                "optional binary metric (STRING)",
            ],
            vec![
                times(start * 1_000_000),
                value,
                text("halyard-sip"),
                text("loss"),
            ],
        ),
    ];
    let all = files.iter().flat_map(|(fields, group)| {
        [false, true].map(|second| parquet_file(fields, &[group.clone(), group.clone()], second))
    });
    all.flatten().collect()
}

/// MRT files: updates of every kind, and both kinds of tables.
pub(crate) fn mrt() -> Vec<Vec<u8>> {
    let mut updates = Vec::new();
    for subtype in [1, 4, 8, 9] {
        updates.extend(record(100, 16, subtype, &message(subtype)));
        updates.extend(record(
            101,
            17,
            subtype,
            &[&[0; 4], &message(subtype)[..]].concat(),
        ));
    }
    let mut change = numbers(&[64500, 64666], true);
    change.extend([0, 0, 0, 1, 192, 0, 2, 1, 192, 0, 2, 254, 0, 6, 0, 1]);
    updates.extend(record(102, 16, 5, &change));
    let mut peers = vec![10, 0, 0, 1, 0, 0, 0, 1, 2, 10, 0, 0, 2, 192, 0, 2, 1];
    peers.extend(numbers(&[64500], true));
    let mut entry = vec![0, 0, 0, 0, 24, 198, 51, 100, 0, 1, 0, 0, 0, 0, 0, 9];
    let path = attributes(true);
    entry.extend(u16::try_from(path.len()).unwrap_or(0).to_be_bytes());
    entry.extend(path);
    let table = [
        record(100, 13, 1, &peers),
        record(100, 13, 2, &entry).repeat(3),
    ]
    .concat();
    let mut old = vec![
        0, 0, 0, 1, 198, 51, 100, 0, 24, 1, 0, 0, 0, 9, 192, 0, 2, 1, 0xfb, 0xf4,
    ];
    let path = attributes(false);
    old.extend(u16::try_from(path.len()).unwrap_or(0).to_be_bytes());
    old.extend(path);
    let old = record(100, 12, 1, &old).repeat(3);
    vec![updates, table, old]
}

/// Pages: an article with comments, a thread, a status page, an embedded post, and what parsers
/// stumble over.
pub(crate) const PAGES: &[&str] = &[
    "<!doctype html><html lang=en><head><title>Halyard is back | Gazette</title><meta property='article:published_time' \
     content='2000-01-01T10:00:00Z'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Halyard is \
     back\",\"author\":[{\"name\":\"Ada Quill\"}],\"articleBody\":\"Halyard said on Monday that its network had been restored \
     after three hours.\"}</script></head><body><nav><a href=/>Home</a></nav><article><h1>Halyard is back</h1><div \
     class=byline>By Ada Quill, <time datetime=2000-01-01>1 January</time></div><p>Halyard said on Monday that its network had \
     been restored after three hours.</p><blockquote class=twitter-tweet><p>We are back.</p>&mdash; Halyard (@halyard) January 1, \
     2000</blockquote><table><tr><td>10:00<td>down<tr><td>13:00<td>up</table><ul><li>One<li>Two</ul><p>Correction: an earlier \
     version gave the wrong hour.</p></article><div id=comments><div class=comment id=comment-1><cite>nora</cite> says:<p>Still \
     down.</p></div><div class=comment><b>bo</b><p>Same &amp; worse.</p></div></div></body></html>",
    "<html id=XF><h1>Is Halyard down?</h1><article class=message><a class=username>nora</a><div class=bbWrapper><blockquote>x</blockquote>\
     No route since noon.</div></article><article class=message><div class=message-body>Same here.</div></article></html>",
    "<meta name=generator content=Statuspage><h1 class=incident-name>Fault</h1><div class=update-row><div class=update-title>Resolved\
     </div><div class=update-body>All is back.</div><small>Jan 1, 2000 - 13:00 UTC</small></div>",
    "<b><i><a href=x><table><b><tr><i>x</table><p><svg><g></svg><select><option>y<!-- --><noscript><img></noscript><template>z",
];

/// Feeds, sitemaps, answers of interfaces, a message, a list of captures, a capture.
pub(crate) const SOURCES: &[&str] = &[
    "<?xml version='1.0'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>News</title><link>/</link>\
     <description>n</description><atom:link rel='next' href='/feed?page=2'/><item><title>Halyard is back</title><link>/a?x=1&amp;y=2\
     </link><pubDate>Sat, 01 Jan 2000 13:00:00 GMT</pubDate><description><![CDATA[<p>All is <b>back</b>.]]></description></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Status</title><id>urn:x</id><updated>2000-01-01T13:00:00Z</updated><entry><id>urn:y</id>\
     <title>Fault</title><link rel='alternate' href='https://gazette.example/b'/><updated>2000-01-01T13:00:00Z</updated>\
     <content type='html'>&lt;p&gt;Down.&lt;/p&gt;</content></entry></feed>",
    r#"{"version":"https://jsonfeed.org/version/1.1","title":"News","next_url":"/n","items":[{"id":"1","url":"/c","content_html":"<p>Up."}]}"#,
    "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/2000-01.xml</loc><lastmod>2000-01-02</lastmod></sitemap></sitemapindex>",
    "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/2000/01/01/halyard</loc><news:news><news:publication_date>2000-01-01\
     </news:publication_date><news:title>Halyard</news:title></news:news></url></urlset>",
    r#"{"data":[{"id":"1","text":"We are back.","author_id":"7","created_at":"2000-01-01T13:00:00.000Z","referenced_tweets":[{"type":"replied_to","id":"2"}]}],"includes":{"users":[{"id":"7","username":"halyard"}]},"meta":{"next_token":"n"}}"#,
    r#"window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","full_text":"Down.","created_at":"Sat Jan 01 13:00:00 +0000 2000"}}]"#,
    r#"[{"id":"9","uri":"https://s.example/9","created_at":"2000-01-01T13:00:00.000Z","content":"<p>Up.</p>","account":{"acct":"halyard"},"reblog":null}]"#,
    r#"{"feed":[{"post":{"uri":"at://did:plc:a/app.bsky.feed.post/1","author":{"handle":"halyard.example"},"record":{"text":"Up.","createdAt":"2000-01-01T13:00:00Z"},"indexedAt":"2000-01-01T13:00:01Z"}}],"cursor":"k"}"#,
    r#"{"id":8,"type":"story","by":"nora","time":946731600,"title":"Down?","kids":[9],"children":[{"id":9,"author":"bo","text":"Yes.","children":[]}]}"#,
    r#"{"page":{"id":"p"},"incidents":[{"id":"a","name":"Fault","created_at":"2000-01-01T10:00:00Z","shortlink":"https://s.example/a","incident_updates":[{"body":"Back.","status":"resolved","display_at":"2000-01-01T13:00:00Z"}]}]}"#,
    "From nora at gazette.example  Sat Jan  1 13:00:00 2000\nFrom: nora at gazette.example (Nora)\nDate: Sat, 1 Jan 2000 13:00:00 +0000\n\
     Subject: [list] Halyard\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=utf-8\n\nOn Sat, bo wrote:\n> Down?\nYes.\n-- \nNora\n",
    "<div data-react-props=\"{&quot;months&quot;:[{&quot;name&quot;:&quot;January&quot;,&quot;year&quot;:2000,&quot;incidents&quot;:[{&quot;code&quot;:&quot;a&quot;}]}]}\"><a href=2000-January.txt>t</a>",
    r#"[["timestamp","original","mimetype"],["20000101130000","https://halyard.example/","text/html"]]"#,
    "<https://halyard.example/>; rel=\"original\",\n<https://w.example/web/20000101130000/https://halyard.example/>; rel=\"memento\"; datetime=\"Sat, 01 Jan 2000 13:00:00 GMT\"",
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://halyard.example/\r\nWARC-Date: 2000-01-01T13:00:00Z\r\nContent-Length: 59\r\n\r\n\
     HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>u\r\n0\r\n\r\n\r\n\r\n",
];
