//! Which snapshots answer for a day.

use std::mem::discriminant;

use backpedal_model::TopologySpec;
use jiff::civil::Date;

/// Of each kind of file those of the last day not after `on`, and those of the first day after it,
/// in the order given.
#[must_use]
pub fn nearest_files(files: &[TopologySpec], on: Date) -> Vec<TopologySpec> {
    let chosen = |file: &&TopologySpec| {
        let same = files
            .iter()
            .filter(|other| discriminant(&other.kind) == discriminant(&file.kind))
            .map(|other| other.date);
        let best = if file.date <= on {
            same.filter(|date| *date <= on).max()
        } else {
            same.filter(|date| *date > on).min()
        };
        best == Some(file.date)
    };
    files.iter().filter(chosen).cloned().collect()
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Origin, RelationshipFormat, TopologyKind};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_kind_has_its_own_neighbours() {
        let links = |format| TopologyKind::Relationships(format);
        let file = |kind, year| TopologySpec {
            kind,
            origin: Origin::File(format!("{year}")),
            date: date(year, 1, 1),
            synthetic: false,
            note: None,
        };
        let files = [
            file(links(RelationshipFormat::Serial1), 2012),
            file(links(RelationshipFormat::Snap), 2007),
            file(links(RelationshipFormat::Snap), 2005),
            file(TopologyKind::BgpTable, 2016),
            file(TopologyKind::BgpTable, 2010),
            file(TopologyKind::BgpTable, 2010),
            file(TopologyKind::AsNames, 2009),
        ];
        let years = |on: Date| {
            let chosen = nearest_files(&files, on);
            chosen
                .iter()
                .map(|file| file.date.year())
                .collect::<Vec<_>>()
        };
        assert_eq!(years(date(2009, 1, 1)), [2012, 2007, 2010, 2010, 2009]);
        assert_eq!(years(date(2001, 1, 1)), [2005, 2010, 2010, 2009]);
        assert_eq!(years(date(2020, 1, 1)), [2012, 2016, 2009]);
    }
}
