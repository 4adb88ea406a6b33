//! The shared words of Backpedal.
//!
//! Every stage of the program reads and writes the types of this crate: what was collected
//! ([`Snapshot`], [`Document`]), what was said ([`Claim`]), what was measured ([`Observation`],
//! [`Coverage`], [`Gap`]), and what follows ([`Position`], [`Contradiction`], [`Verdict`]).
//! Nothing here opens a file, waits for the network or reads the clock.
//!
//! ```
//! use backpedal_model::{Span, TextIndex};
//!
//! let text = "“We’re up,” she said.";
//! let index = TextIndex::new(text);
//! let quote = Span::new(1, 9);
//! assert_eq!(index.slice(text, quote), "We’re up");
//! ```
//!
//! Two rules hold everywhere. Offsets count Unicode scalar values, never bytes, so that any
//! language can check them. Identifiers are made from content, so a second run agrees with the
//! first.

mod asn;
mod case;
mod change;
mod claim;
mod contradiction;
mod coverage;
mod decision;
mod document;
mod dossier;
mod frontier;
mod guard;
mod id;
mod observation;
mod parsed;
mod party;
mod policy;
mod position;
mod snapshot;
mod span;
mod standing;
mod statement;
mod time;
mod topology;
mod verdict;

pub use asn::Asn;
pub use case::{
    ArchiveSpec, Case, CaseError, Columns, Cron, CronError, MeasurementKind, MeasurementSpec,
    Mistake, RelationshipFormat, Schedule, SeriesSpec, SourceKind, SourceSpec, TopologyKind,
    TopologySpec, X_POST_FIELDS,
};
pub use change::{
    Absence, Addition, Altered, Announcement, Change, ChangeClass, ChangeKind, Edition, Ending,
    Passage, Piece, PieceSide, Version,
};
pub use claim::{
    Bound, CauseKind, Claim, ClaimKind, Mention, Polarity, Quantity, Quote, Speaker, Voice,
};
pub use contradiction::{
    Contradiction, ContradictionKind, NonContradiction, NonContradictionKind, Strength,
};
pub use coverage::{Coverage, Gap, GapReason};
pub use decision::{
    Action, ClaimKey, Correction, Decision, DocumentKey, Extracted, Fit, LinkKey, LinkPlace, Met,
    ObjectLink, PairKey, Review, Sibling, Subject, same_words,
};
pub use document::{
    Block, BlockKind, DateSource, Dated, Document, DocumentKind, Part, PartRole, PublishedDate,
};
pub use dossier::{Dossier, LeftOut, RunInfo};
pub use frontier::{Address, Finished, Looks, Taken};
pub use guard::{caught, hush};
pub use id::{
    ChangeId, ClaimId, ContradictionId, DatasetId, DecisionId, DocumentId, ObservationId, PartyId,
    PartyIdError, Sha256, SnapshotId, SourceId,
};
pub use observation::{
    Anomaly, AnomalyEnd, Baseline, BaselineKind, BaselinePart, BaselineTime, Dataset, Edges, Ended,
    Observation, OriginChange, PeerLack, ProbeBin, ProbeDetail, ProbeLevel, Probes, Rerouted,
    RoutingLevel, RttChange, Signal, ValueBin, ValueLevel, ValueNote, ValueSource, Values,
    Visibility, VisibilityBin,
};
pub use parsed::{Parsed, Place, Problem};
pub use party::{Parties, Party, Person, Resolution, Validity, name_key};
pub use policy::Policy;
pub use position::{Move, Position, Stance, Topic};
pub use snapshot::{Origin, Snapshot, Truncation};
pub use span::{Span, TextIndex};
pub use standing::{End, Relations, Standing};
pub use statement::{Carriage, Incident, Sighting, Statement, Support};
pub use time::{DurationRange, Interval, Moment, Precision, TimeExpr, TimeRange, TimeSource, Zone};
pub use topology::{PathFact, RelationshipFact, TransitAnswer, TransitRelation, TransitSigns};
pub use verdict::{
    Bearing, Edge, Evidence, Finding, Level, Outcome, PartOutcome, Question, Untestable, Verdict,
};
