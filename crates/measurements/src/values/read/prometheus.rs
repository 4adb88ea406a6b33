//! Answers of Prometheus to a range query: `{"status", "data": {"resultType", "result"}}`, where
//! each result has the labels of a series as `metric` and its `values` as pairs of seconds and text
//! (<https://prometheus.io/docs/prometheus/latest/querying/api/>).

use backpedal_model::Problem;
use serde_json::Value;

use super::{Each, Item, Labels, Point, number, seconds};

pub(super) fn read(name: &str, file: &Value, problems: &mut Vec<Problem>, each: &mut Each<'_>) {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    if text(file, "status").as_deref() == Some("error") {
        let cause = text(file, "error").unwrap_or_default();
        problems.push(Problem::new(
            name,
            format!("is an error of Prometheus: {cause}"),
        ));
        return;
    }
    let data = file.get("data");
    let shape = data
        .and_then(|data| text(data, "resultType"))
        .unwrap_or_default();
    if shape != "matrix" {
        let message = format!("is a result of type {shape:?}, not of a range query");
        let hint = "ask `/api/v1/query_range`, or a range like probe_success[8d]";
        problems.push(Problem::new(name, message).hint(hint));
        return;
    }
    let results = data
        .and_then(|data| data.get("result"))
        .and_then(Value::as_array);
    let mut wrong = 0_u64;
    for series in results.into_iter().flatten() {
        let label = |key: &str| {
            series
                .get("metric")
                .and_then(|m| m.get(key))
                .and_then(Value::as_str)
        };
        let values = series.get("values").and_then(Value::as_array);
        for pair in values.into_iter().flatten() {
            let at = pair.get(0).and_then(Value::as_f64).and_then(seconds);
            let Some((at, value)) = at.zip(pair.get(1).and_then(Value::as_str)) else {
                wrong += 1;
                continue;
            };
            each(Item::Point(Point {
                metric: label("__name__").unwrap_or("value"),
                labels: Labels::of(label),
                region: None,
                step: None,
                at,
                value: number(value),
            }));
        }
    }
    if wrong > 0 {
        let message = format!("{wrong} values are no pair of time and number");
        problems.push(Problem::new(name, message));
    }
}
