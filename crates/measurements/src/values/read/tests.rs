use super::*;

/// Every item as a line, then every problem.
fn read_all(text: &str, columns: Option<&Columns>) -> Vec<String> {
    let mut told = Vec::new();
    let mut problems = Vec::new();
    let Some(form) = form(&text.as_bytes()[..text.len().min(512)], columns) else {
        return vec!["unknown".to_owned()];
    };
    let mut each = |item: Item<'_>| {
        told.push(match item {
            Item::Point(p) => {
                let value = p.value.map_or("-".to_owned(), |value| value.to_string());
                let labels = [
                    p.labels.target,
                    p.labels.probe,
                    p.labels.asn,
                    p.region.unwrap_or(""),
                ];
                let labels = labels.join(" ");
                format!("{} {} {value} {}", p.metric, p.at, labels.trim())
                    .trim()
                    .to_owned()
            }
            Item::Note(series, when, text) => format!("{series} {}-{} {text}", when.from, when.to),
        });
    };
    read(
        "f",
        form,
        columns,
        &mut text.as_bytes(),
        &mut problems,
        &mut each,
    );
    told.extend(problems.iter().map(ToString::to_string));
    told
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read_all(text, None), expected, "{text}");
}

#[test]
fn csv_of_ioda() {
    check(
        "timestamp,gtr,gtr-norm,bgp,ping-slash24,LABEL\n\
         60,5.5,0.1,560,35.0,0\n\
         360,,0.1,559,NaN,1\n",
        &[
            "gtr 60 5.5",
            "bgp 60 560",
            "ping-slash24 60 35",
            "gtr 360 -",
            "bgp 360 559",
            "ping-slash24 360 -",
        ],
    );
    check("datetime,bgp\n1970-01-01 00:01:00+00:00,7\n", &["bgp 60 7"]);
    check(
        "time,bgp\nyesterday,7\n60,many\n",
        &[
            "f, line 2: holds no time and value",
            "f, line 3: holds no time and value",
        ],
    );
    // A table of something else.
    check("time,price\n60,7\n", &["unknown"]);
    check("", &["unknown"]);
}

#[test]
fn csv_by_the_columns_of_the_case() {
    let mut columns = Columns {
        time: "when".into(),
        value: "ok".into(),
        target: Some("host, full".into()),
        ..Columns::default()
    };
    let text = "\u{feff}ok,\"host, full\",when\r\n1,\"kestrel \"\"a\"\"\",60\r\nfalse,heron,1970-01-01T00:02:00Z\r\n,x,180\r\nmaybe,x,1\r\n";
    assert_eq!(
        read_all(text, Some(&columns)),
        [
            "ok 60 1 kestrel \"a\"",
            "ok 120 0 heron",
            "ok 180 - x",
            "f, line 5: holds no time and value"
        ]
    );
    columns.metric = Some("name".into());
    let told = read_all(text, Some(&columns)).join("; ");
    assert!(told.contains("has no column \"name\""), "{told}");
}

#[test]
fn signals_of_ioda() {
    let text = r#"{"type":"signals","requestParameters":{},"error":null,"data":[[
        {"entityType":"country","entityName":"Kestrelia","datasource":"bgp","subtype":"","from":600,
         "until":1200,"step":300,"nativeStep":300,"values":[10,null]},
        {"entityType":"asn","entityName":"AS64500","datasource":"ping-slash24","from":600,"step":600,
         "values":[4.5]},
        {"datasource":"ping-slash24-loss","from":600,"step":600,"values":[[{"agg_values":{}}]]}]]}"#;
    check(
        text,
        &[
            "bgp 600 10 Kestrelia",
            "bgp 900 - Kestrelia",
            "ping-slash24 600 4.5",
            "f: ping-slash24-loss hold no plain numbers and are not read",
        ],
    );
    check(
        r#"{"type":"signals","requestParameters":{},"error":"no such entity","data":null}"#,
        &["f: is an error of IODA: \"no such entity\""],
    );
}

#[test]
fn alerts_and_events_are_notes() {
    let text = r#"{"type":"outages.alerts","requestParameters":{},"error":null,"data":[
        {"datasource":"bgp","entity":{"code":"KS"},"time":600,"level":"critical","condition":"< 0.8",
         "value":3,"historyValue":10},
        {"location":"country/KS","start":600,"duration":300,"score":120.5,"datasource":"bgp"},
        {"from":600,"until":1200,"datasource":"ping-slash24","score":9},
        {"odd":1}]}"#;
    check(
        text,
        &[
            "bgp 600-600 alert on bgp: level critical, condition < 0.8, value 3, before 10",
            "bgp 600-900 event on bgp: score 120.5",
            "ping-slash24 600-1200 event on ping-slash24: score 9",
            "f: 1 entries are neither series nor alert nor event",
        ],
    );
}

#[test]
fn range_queries_of_prometheus() {
    let text = r#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"probe_success","instance":"sip.halyard.example","job":"blackbox"},
         "values":[[60.781,"1"],[120,"NaN"],["x","1"]]}]}}"#;
    check(
        text,
        &[
            "probe_success 60 1 sip.halyard.example blackbox",
            "probe_success 120 - sip.halyard.example blackbox",
            "f: 1 values are no pair of time and number",
        ],
    );
    check(
        r#"{"status":"error","errorType":"bad_data","error":"parse error"}"#,
        &["f: is an error of Prometheus: parse error"],
    );
    let vector = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    let told = read_all(vector, None).join("");
    assert!(told.contains("\"vector\", not of a range query"), "{told}");
    let cut = r#"{"status":"success","data":{"resultType":"matrix","#;
    assert!(read_all(cut, None)[0].contains("is no whole JSON"));
}

#[test]
fn text_of_openmetrics() {
    check(
        "# TYPE probe_success gauge\n\
         probe_success{instance=\"a\\\"b,c\",probe=\"p1\",asn=\"64500\"} 1 60.5\n\
         probe_success{instance=\"d\"} 0 1700000000000 # {trace_id=\"x\"} 1\n\
         probe_success 0\n\
         what is this\n\
         # EOF\n",
        &[
            "probe_success 60 1 a\"b,c p1 64500",
            "probe_success 1700000000 0 d",
            "f, line 5: is no sample",
            "f: 1 samples have no time and are not used (hint: export them with their times, as \
             `promtool tsdb dump-openmetrics` does)",
        ],
    );
    let cut = read_all("# HELP up x\nup 1 60\n", None).join("; ");
    assert_eq!(
        cut,
        "up 60 1; f: does not end with `# EOF`: it may be cut off"
    );
    check("# a comment\nhello world\n", &["unknown"]);
}

#[test]
fn other_files_are_none() {
    for text in [
        "{\"a\": 1}",
        "BGP4MP|1|W|192.0.2.1|64500|198.51.100.0/24\n",
        "64500|64501|-1\n",
    ] {
        assert_eq!(form(text.as_bytes(), None), None, "{text}");
    }
    for text in ["12,34", "NaN", "1e400", "-"] {
        assert_eq!(time(text), None, "{text}");
    }
}

#[test]
fn a_line_without_end_is_cut() {
    let long = format!("time,bgp\n60,{}\n120,7\n", "9".repeat(3 * LONGEST_LINE));
    let told = read_all(&long, None);
    // Cut or not, it is no number that a series could hold.
    assert_eq!(told, ["bgp 120 7", "f, line 2: holds no time and value"]);
}

proptest::proptest! {
    /// Whatever the bytes, a reader ends without a panic, and what it tells has its time.
    #[test]
    fn no_bytes_break_a_reader(
        start in proptest::sample::select(vec![
            "timestamp,bgp,gtr\n", "# TYPE up gauge\nup{a=\"", "t,v,\"m\n", "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
            "{\"requestParameters\":1,\"data\":[[{\"from\":9223372036854775807,\"step\":9223372036854775807,\"values\":[1,2,3]}]]}", "",
        ]),
        rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        more in "[-0-9a-z{}\\[\\]\",:.\\\\#\n =]{0,200}",
    ) {
        let bytes = [start.as_bytes(), &rest, more.as_bytes()].concat();
        let columns = Columns { time: "t".into(), value: "v".into(), ..Columns::default() };
        for form in [Form::Ioda, Form::Mapped, Form::Json, Form::OpenMetrics] {
            for bytes in [&bytes[..], &[start.as_bytes(), more.as_bytes()].concat()] {
                let mut count = 0;
                let mut each = |_: Item<'_>| count += 1;
                let read = read("f", form, Some(&columns), &mut &*bytes, &mut Vec::new(), &mut each);
                proptest::prop_assert_eq!(read, count);
            }
        }
    }
}
