//! What stages made, dossiers and decisions.

use backpedal_model::{Decision, Dossier, Sha256};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Error, Store};

/// What a list of cases shows of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseSummary {
    /// The case's id.
    pub id: String,
    /// The headline of its report.
    pub title: String,
    /// A sentence or two on what is in dispute.
    pub summary: Option<String>,
    /// Whether anything in it was made by a generator.
    pub synthetic: bool,
    /// The time up to which things were known.
    pub as_of: Timestamp,
    /// How many documents.
    pub documents: usize,
    /// How many claims.
    pub claims: usize,
    /// How many contradictions.
    pub contradictions: usize,
}

/// What to do where a record of the program's own making is not readable.
const RUN_AGAIN: &str = "it was written by another version; run the case again";

/// What to do where a decision is not readable: nothing can make it again.
const RESTORE: &str = "use the version that wrote it, or restore the database from a backup";

impl Store {
    /// What a stage made before of inputs with that digest, as JSON.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn stage(&self, stage: &str, version: u32, key: &Sha256) -> Result<Option<String>, Error> {
        let sql = "SELECT json FROM stages WHERE stage = ?1 AND version = ?2 AND key = ?3";
        let key = key.to_string();
        self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement
                .query_row(params![stage, version, key], |row| row.get(0))
                .optional()
        })
    }

    /// Keeps what a stage made. `key` is the digest of everything that the result depends on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_stage(
        &self,
        stage: &str,
        version: u32,
        key: &Sha256,
        json: &str,
    ) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO stages (stage, version, key, json)
                   VALUES (?1, ?2, ?3, ?4)";
        let key = key.to_string();
        self.database.with(|connection| {
            connection
                .prepare_cached(sql)?
                .execute(params![stage, version, key, json])
        })?;
        Ok(())
    }

    /// Keeps a case's dossier in place of the one before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_dossier(&self, dossier: &Dossier) -> Result<(), Error> {
        let id = dossier.case.id.as_str();
        let what = || format!("the dossier of {id}");
        let wrap = |source| Error::Json {
            what: what(),
            source,
        };
        let summary = serde_json::to_string(&summary(dossier)).map_err(wrap)?;
        let json = serde_json::to_string(dossier).map_err(wrap)?;
        let sql = "INSERT OR REPLACE INTO dossiers (case_id, as_of_us, summary, json)
                   VALUES (?1, ?2, ?3, ?4)";
        let as_of = dossier.run.as_of.as_microsecond();
        self.database.with(|connection| {
            connection
                .prepare_cached(sql)?
                .execute(params![id, as_of, summary, json])
        })?;
        Ok(())
    }

    /// The last dossier of a case.
    ///
    /// # Errors
    /// When the database cannot be read, or another version wrote the dossier.
    pub fn dossier(&self, case: &str) -> Result<Option<Dossier>, Error> {
        let sql = "SELECT json FROM dossiers WHERE case_id = ?1";
        let json: Option<String> = self.database.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_row([case], |row| row.get(0))
                .optional()
        })?;
        json.map(|json| self.parse_json(&json, &format!("the dossier of {case}")))
            .transpose()
    }

    /// All cases that have a dossier, by id.
    ///
    /// # Errors
    /// When the database cannot be read, or another version wrote a dossier.
    pub fn cases(&self) -> Result<Vec<CaseSummary>, Error> {
        let sql = "SELECT summary FROM dossiers ORDER BY case_id";
        let rows: Vec<String> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map((), |row| row.get(0))?.collect()
        })?;
        rows.iter()
            .map(|json| self.parse_json(json, "a case's summary"))
            .collect()
    }

    /// Adds a decision to the log; those before stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_decision(&self, decision: &Decision) -> Result<(), Error> {
        let subject = decision.subject.printed();
        let json = serde_json::to_string(decision);
        let json = json.map_err(|source| Error::Json {
            what: format!("the decision on {subject}"),
            source,
        })?;
        let sql = "INSERT INTO decisions (case_id, subject, decided_us, json)
                   VALUES (?1, ?2, ?3, ?4)";
        let at = decision.at.as_microsecond();
        self.database.with(|connection| {
            connection
                .prepare_cached(sql)?
                .execute(params![decision.case, subject, at, json])
        })?;
        Ok(())
    }

    /// The decisions of a case, in the order in which they were taken: a log, with those that
    /// were taken back.
    ///
    /// # Errors
    /// When the database cannot be read, or another version wrote a decision. None is ever left
    /// out: a run that knows half of them would publish what was refused.
    pub fn decisions(&self, case: &str) -> Result<Vec<Decision>, Error> {
        let sql = "SELECT json FROM decisions WHERE case_id = ?1 ORDER BY number";
        let rows: Vec<String> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map([case], |row| row.get(0))?.collect()
        })?;
        rows.iter()
            .map(|json| self.read_json(json, "a decision", RESTORE))
            .collect()
    }

    fn parse_json<T: DeserializeOwned>(&self, json: &str, what: &str) -> Result<T, Error> {
        self.read_json(json, what, RUN_AGAIN)
    }

    fn read_json<T: DeserializeOwned>(
        &self,
        json: &str,
        what: &str,
        next: &'static str,
    ) -> Result<T, Error> {
        serde_json::from_str(json).map_err(|e| Error::Damaged {
            path: self.database.path().to_path_buf(),
            cause: format!("{what} is not readable ({e})"),
            next,
        })
    }
}

fn summary(dossier: &Dossier) -> CaseSummary {
    CaseSummary {
        id: dossier.case.id.clone(),
        title: dossier.case.title.clone(),
        summary: dossier.case.summary.clone(),
        synthetic: dossier.is_synthetic(),
        as_of: dossier.run.as_of,
        documents: dossier.documents.len(),
        claims: dossier.claims.len(),
        contradictions: dossier.contradictions.len(),
    }
}
