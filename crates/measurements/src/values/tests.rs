use backpedal_model::{AnomalyEnd, MeasurementKind, Parsed, ValueLevel, ValueSource};

use backpedal_testkit::{Column, parquet_file};

use super::*;
use crate::{
    Observed,
    testing::{case, input, party},
};

const DAY: i64 = 86_400;

/// Two days of steps of five minutes; the second day is the window.
fn observed(
    texts: &[String],
    change: impl Fn(&mut backpedal_model::MeasurementSpec),
) -> Parsed<Observed> {
    let case = case(DAY, 2 * DAY, vec![party("kestrel", &[])]);
    let inputs = texts.iter().map(|text| {
        let mut input = input(MeasurementKind::Series, 0, 2 * DAY, text.as_bytes());
        input.spec.series.party = Some(PartyId::new("kestrel").expect("a good id"));
        change(&mut input.spec);
        input
    });
    crate::observe(&case, inputs.collect(), &mut |_| {})
}

fn values(parsed: &Parsed<Observed>) -> Vec<&Values> {
    let signals = parsed.value.observations.iter().map(|o| match &o.signal {
        Signal::Values(values) => values,
        other => panic!("{other:?}"),
    });
    signals.collect()
}

/// A fall of both from the eighth hour of the second day on, for two hours.
fn ioda() -> String {
    let mut text = "timestamp,gtr,bgp,ping-slash24\n".to_owned();
    for at in (0..2 * DAY).step_by(300) {
        let low = (DAY + 8 * 3600..DAY + 10 * 3600).contains(&at);
        let traffic = if at % 1800 == 0 { "1000" } else { "" };
        let (bgp, up) = if low { (900, 200) } else { (1000, 600) };
        text += &format!("{at},{traffic},{bgp},{up}\n");
    }
    text
}

#[test]
fn a_file_of_ioda_gives_a_series_a_source() {
    let parsed = observed(&[ioda()], |_| {});
    assert_eq!(parsed.problems, []);
    let found = values(&parsed);
    let names: Vec<_> = found
        .iter()
        .map(|v| (v.name.as_str(), v.source, v.bin_seconds))
        .collect();
    assert_eq!(
        names,
        [
            ("bgp", ValueSource::Bgp, 300),
            ("gtr", ValueSource::Traffic, 1800),
            ("ping-slash24", ValueSource::Probing, 300),
        ]
    );
    let fall = Seconds {
        from: DAY + 8 * 3600,
        to: DAY + 10 * 3600,
    }
    .interval();
    assert_eq!(found[0].anomalies.len(), 1);
    assert_eq!(
        (found[0].anomalies[0].weak, found[0].anomalies[0].interval),
        (true, fall)
    );
    assert_eq!(found[1].anomalies, []);
    assert_eq!(
        (found[2].anomalies[0].weak, found[2].anomalies[0].interval),
        (false, fall)
    );
    assert_eq!(found[2].confirmed_by(&found, &Policy::default()), [fall]);
    let ids: Vec<_> = parsed.value.observations.iter().map(|o| &o.id).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    let coverage = &parsed.value.observations[2].coverage;
    assert_eq!(coverage.gaps, []);
    assert_eq!(coverage.covered, Some(coverage.window));
}

#[test]
fn several_files_join_and_a_hole_is_a_gap() {
    let text = ioda();
    let (lines, header) = (text.lines().skip(1), "timestamp,gtr,bgp,ping-slash24\n");
    let part = |keep: &dyn Fn(i64) -> bool| {
        let kept = lines.clone().filter(|l| {
            let at = l.split(',').next().and_then(|at| at.parse().ok());
            at.is_some_and(keep)
        });
        kept.fold(header.to_owned(), |text, line| text + line + "\n")
    };
    let early = part(&|at| at < DAY + 7200);
    let late = part(&|at| at >= DAY + 10_800);
    let parsed = observed(&[late, early], |_| {});
    let seen = &parsed.value.observations[2];
    let hole = Seconds {
        from: DAY + 7200,
        to: DAY + 10_800,
    }
    .interval();
    let gaps: Vec<_> = seen
        .coverage
        .gaps
        .iter()
        .map(|g| (g.interval, g.reason))
        .collect();
    assert_eq!(gaps, [(hole, GapReason::NoData)]);
    assert_eq!(seen.datasets.len(), 2);
    let found = values(&parsed);
    assert_eq!(found[2].anomalies.len(), 1);
    assert_eq!(found[2].level_during(hole), ValueLevel::NotMeasured);
}

#[test]
fn what_the_case_says_goes_before_what_the_file_says() {
    let parsed = observed(&[ioda()], |spec| {
        spec.series.region = Some("Coast".to_owned());
        spec.series.source = Some(ValueSource::Other);
    });
    let found = values(&parsed);
    assert!(
        found
            .iter()
            .all(|v| v.region.as_deref() == Some("Coast") && v.anomalies.is_empty())
    );
}

/// The same values in Parquet are the same observations, but for where they were read.
#[test]
fn parquet_gives_what_csv_gives() {
    let text = ioda();
    let column = |n: usize| {
        let fields = text.lines().skip(1).map(move |line| line.split(',').nth(n));
        Column::Long(fields.map(|field| field?.parse().ok()).collect())
    };
    let fields = ["timestamp", "gtr", "bgp", "ping-slash24"].map(|n| format!("optional int64 {n}"));
    let fields = fields.each_ref().map(String::as_str);
    let file = parquet_file(&fields, &[(0..4).map(column).collect()], true).expect("a file");
    let case = case(DAY, 2 * DAY, vec![party("kestrel", &[])]);
    let mut input = input(MeasurementKind::Series, 0, 2 * DAY, &file);
    input.spec.series.party = Some(PartyId::new("kestrel").expect("a good id"));
    let parsed = crate::observe(&case, vec![input], &mut |_| {});
    assert_eq!(parsed.problems, []);
    assert_eq!(values(&parsed), values(&observed(&[text], |_| {})));
    assert_eq!(parsed.value.datasets[0].records, 3 * 2 * 288);
    let told = crate::summarize("f", Box::new(std::io::Cursor::new(file)));
    assert_eq!(told.problems, []);
    assert_eq!(told.value.series.len(), 3);
    // Names that only a case file can explain.
    let column = Column::Long(vec![Some(1)]);
    let other = parquet_file(&["optional int64 when"], &[vec![column]], false).expect("a file");
    let told = crate::summarize("f", Box::new(std::io::Cursor::new(other)));
    assert_eq!(told.value.kind, crate::FileKind::Unknown);
    assert!(told.problems[0].to_string().contains("it has when"));
}

#[test]
fn own_probes_are_a_share_of_the_partys_targets() {
    let mut text = "# TYPE probe_success gauge\n".to_owned();
    for at in (0..2 * DAY).step_by(60) {
        let low = i64::from(at < DAY + 3600);
        text += &format!("probe_success{{instance=\"a\"}} {low} {at}\n");
        text += &format!("probe_success{{instance=\"b\"}} {low} {at}\n");
        text += &format!("probe_success{{instance=\"other\"}} 1 {at}\n");
    }
    text += "# EOF\n";
    let mut kestrel = party("kestrel", &[]);
    kestrel.targets = ["a", "b"]
        .map(|t| backpedal_model::Dated::always(t.to_owned()))
        .to_vec();
    let case = case(DAY, 2 * DAY, vec![kestrel]);
    let mut file = input(MeasurementKind::Series, 0, 2 * DAY, text.as_bytes());
    file.spec.series.party = Some(case.parties.0[0].id.clone());
    let parsed = crate::observe(&case, vec![file], &mut |_| {});
    assert_eq!(parsed.problems, []);
    let found = values(&parsed);
    assert_eq!(
        (found[0].source, found[0].bin_seconds),
        (ValueSource::OwnProbes, 60)
    );
    assert_eq!(found[0].anomalies[0].end, AnomalyEnd::Open);
    assert_eq!(found[0].anomalies[0].lowest.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn alerts_are_kept_apart_from_values() {
    let text = format!(
        "{{\"type\":\"outages.alerts\",\"requestParameters\":{{}},\"data\":[{{\"datasource\":\"bgp\",\
         \"time\":{DAY},\"level\":\"critical\"}}]}}"
    );
    let parsed = observed(&[text], |_| {});
    let found = values(&parsed);
    assert_eq!((found[0].bins.len(), found[0].notes.len()), (0, 1));
    assert_eq!(found[0].notes[0].by, "IODA");
    assert_eq!(found[0].anomalies, []);
    assert_eq!(parsed.value.observations[0].coverage.covered, None);
}

#[test]
fn what_cannot_be_used_is_said() {
    let outside = observed(&[ioda()], |spec| spec.covers.end = stamp(DAY));
    assert!(
        outside.problems[0].message.starts_with("864 values"),
        "{:?}",
        outside.problems
    );
    let unknown = observed(&["a,b\n1,2\n".to_owned()], |_| {});
    assert!(unknown.problems[0].message.contains("no series"));
    assert_eq!(unknown.value.observations, []);
    assert_eq!(unknown.value.datasets.len(), 1);
}
