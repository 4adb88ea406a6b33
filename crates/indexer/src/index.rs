//! The index on disk: opening it, making it anew, and replacing a case's entries.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use backpedal_model::{Dossier, Sha256};
use serde::{Deserialize, Serialize};
use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term,
    directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory},
    index::SegmentId,
    indexer::NoMergePolicy,
};

use crate::{
    Error, Facet,
    entry::entries,
    files::{check, empty, has_index, sort},
    schema::{Fields, VERSION, register, schema},
};

/// Memory of the writer, in bytes: a little above the engine's least, which is 15 MB. A case has
/// some hundred entries.
const MEMORY: usize = 20_000_000;

/// More segments than this are merged into one (policy): each costs a look at every search.
const MOST_SEGMENTS: usize = 8;

/// The search index of one store. It can always be made again from the dossiers.
///
/// Can be shared between threads. Each search sees the last finished update of any process.
pub struct Index {
    dir: PathBuf,
    index: tantivy::Index,
    reader: IndexReader,
    /// What `reader` has loaded.
    loaded: Mutex<Vec<(SegmentId, u32)>>,
    fields: Fields,
    rebuilt: Option<String>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

/// What each commit says of the whole index.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Commit {
    version: u32,
    /// The digest of each case's entries.
    cases: BTreeMap<String, Sha256>,
}

impl Index {
    /// Opens the index to write and read, and creates it where it is absent. One that another
    /// version wrote or that is damaged is emptied; [`Index::rebuilt`] then says why, and every
    /// case is to be updated again.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let io = |action| {
            move |source| Error::Io {
                action,
                path: dir.to_path_buf(),
                source,
            }
        };
        fs::create_dir_all(dir).map_err(io("create"))?;
        let mut why = None;
        if let Some(index) = Self::usable(dir, &mut why)? {
            return Ok(index);
        }
        // Nobody may write while the directory is emptied; and who just did may have mended it.
        let files = MmapDirectory::open(dir).map_err(|e| sort(dir, e.into()))?;
        let _lock = files
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|e| sort(dir, e.into()))?;
        if let Some(index) = Self::usable(dir, &mut why)? {
            return Ok(index);
        }
        empty(dir).map_err(io("empty"))?;
        let created = tantivy::Index::builder()
            .schema(schema().0)
            .create_in_dir(dir);
        let created = created.map_err(|source| sort(dir, source))?;
        Ok(Self {
            rebuilt: why,
            ..Self::with(dir, created)?
        })
    }

    /// The index in the directory; `None` where there is none, or `why` it cannot be used.
    fn usable(dir: &Path, why: &mut Option<String>) -> Result<Option<Self>, Error> {
        if !has_index(dir) {
            return Ok(None);
        }
        match Self::load(dir) {
            Err(reason @ (Error::Outdated { .. } | Error::Damaged { .. })) => {
                *why = Some(reason.to_string());
                Ok(None)
            }
            loaded => loaded.map(Some),
        }
    }

    /// Opens an index that must be there, to read.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none, [`Error::Outdated`] or [`Error::Damaged`] where it
    /// must be made anew first.
    pub fn open_read(dir: &Path) -> Result<Self, Error> {
        if !has_index(dir) {
            return Err(Error::Missing {
                path: dir.to_path_buf(),
            });
        }
        Self::load(dir)
    }

    /// Why the index was emptied when it was opened.
    #[must_use]
    pub fn rebuilt(&self) -> Option<&str> {
        self.rebuilt.as_deref()
    }

    /// The cases that have entries, by id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn cases(&self) -> Result<Vec<String>, Error> {
        Ok(self.last_commit()?.cases.into_keys().collect())
    }

    /// Replaces the entries of the dossier's case, all at once: a search sees those before or
    /// those after. Does nothing where nothing changed.
    ///
    /// # Errors
    /// [`Error::Busy`] while another process writes; else when the index cannot be written.
    pub fn update(&self, dossier: &Dossier) -> Result<(), Error> {
        let entries = entries(dossier);
        let unreadable =
            |e: serde_json::Error| self.failed(TantivyError::InternalError(e.to_string()));
        let json = serde_json::to_vec(&entries).map_err(unreadable)?;
        let (case, digest) = (dossier.case.id.as_str(), Sha256::of(&json));
        if self.last_commit()?.cases.get(case) == Some(&digest) {
            return Ok(());
        }
        let mut documents = Vec::with_capacity(entries.len());
        for entry in &entries {
            documents.push(self.fields.document(entry).map_err(unreadable)?);
        }
        self.replace(case, digest, documents)
            .map_err(|source| self.failed(source))
    }

    fn replace(
        &self,
        case: &str,
        digest: Sha256,
        documents: Vec<tantivy::TantivyDocument>,
    ) -> tantivy::Result<()> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, MEMORY)?;
        // Merges are made below, so that when they happen does not depend on luck.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        if let Some(field) = self.fields.facet(Facet::Case) {
            writer.delete_term(Term::from_field_text(field, case));
        }
        for document in documents {
            writer.add_document(document)?;
        }
        // Read again under the writer's lock: another process may have been between.
        let mut commit = read_commit(&self.index)?.unwrap_or_default();
        commit.version = VERSION;
        commit.cases.insert(case.to_owned(), digest);
        let payload = serde_json::to_string(&commit)
            .map_err(|e| TantivyError::InternalError(e.to_string()))?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.tidy(&mut writer)?;
        writer.wait_merging_threads()
    }

    /// Drops deleted entries for good: they would count in the statistics behind the scores, so
    /// that the order of hits would tell of the past. Each segment that holds any is rewritten.
    fn tidy(&self, writer: &mut IndexWriter) -> tantivy::Result<()> {
        let segments = self.index.searchable_segment_metas()?;
        let all: Vec<SegmentId> = segments.iter().map(|segment| segment.id()).collect();
        if all.len() > MOST_SEGMENTS {
            writer.merge(&all).wait()?;
        } else {
            for segment in segments.iter().filter(|segment| segment.has_deletes()) {
                writer.merge(&[segment.id()]).wait()?;
            }
        }
        writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// A view of the last finished update.
    pub(crate) fn searcher(&self) -> Result<Searcher, Error> {
        let wrap = |source| self.failed(source);
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let now = segments(&self.index).map_err(wrap)?;
        if *loaded != now {
            check_version(&self.dir, &self.index)?;
            self.reader.reload().map_err(wrap)?;
            *loaded = now;
        }
        Ok(self.reader.searcher())
    }

    pub(crate) const fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn failed(&self, source: TantivyError) -> Error {
        sort(&self.dir, source)
    }

    pub(crate) fn damaged(&self, cause: String) -> Error {
        Error::Damaged {
            path: self.dir.clone(),
            cause,
        }
    }

    fn last_commit(&self) -> Result<Commit, Error> {
        Ok(read_commit(&self.index)
            .map_err(|source| self.failed(source))?
            .unwrap_or_default())
    }

    /// Opens what is there and checks every file, because the engine trusts them later on. Where
    /// another process finished an update meanwhile, files may have gone with good reason.
    fn load(dir: &Path) -> Result<Self, Error> {
        let wrap = |source| sort(dir, source);
        loop {
            let index = tantivy::Index::open_in_dir(dir).map_err(wrap)?;
            let before = segments(&index).map_err(wrap)?;
            check_version(dir, &index)?;
            let loaded = check(dir, &index).and_then(|()| Self::with(dir, index.clone()));
            match loaded {
                Err(Error::Damaged { .. }) if segments(&index).map_err(wrap)? != before => {}
                loaded => return loaded,
            }
        }
    }

    fn with(dir: &Path, index: tantivy::Index) -> Result<Self, Error> {
        let wrap = |source| sort(dir, source);
        register(&index);
        let loaded = segments(&index).map_err(wrap)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into();
        Ok(Self {
            dir: dir.to_path_buf(),
            reader: reader.map_err(wrap)?,
            index,
            loaded: Mutex::new(loaded),
            fields: schema().1,
            rebuilt: None,
        })
    }
}

/// Whether this version of the program wrote what is there now.
fn check_version(dir: &Path, index: &tantivy::Index) -> Result<(), Error> {
    let wrap = |source| sort(dir, source);
    let version = read_commit(index)
        .map_err(wrap)?
        .map(|commit| commit.version);
    let same_schema = index.load_metas().map_err(wrap)?.schema == schema().0;
    if !same_schema || version.is_some_and(|version| version != VERSION) {
        return Err(Error::Outdated {
            path: dir.to_path_buf(),
        });
    }
    Ok(())
}

/// What was said with the last commit; `None` where nothing was ever committed.
fn read_commit(index: &tantivy::Index) -> tantivy::Result<Option<Commit>> {
    let payload = index.load_metas()?.payload;
    // A text of another form is of another version.
    Ok(payload.map(|payload| serde_json::from_str(&payload).unwrap_or_default()))
}

fn segments(index: &tantivy::Index) -> tantivy::Result<Vec<(SegmentId, u32)>> {
    let segments = index.searchable_segment_metas()?;
    Ok(segments
        .iter()
        .map(|segment| (segment.id(), segment.num_deleted_docs()))
        .collect())
}
