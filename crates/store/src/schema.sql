-- Everything but decisions can be made again from the captures and the case files.
-- Times are microseconds since 1970 where rows are ordered by them; the JSON holds them exactly.

CREATE TABLE snapshots (
    id TEXT PRIMARY KEY,
    origin_kind TEXT NOT NULL,      -- url, file, stdin
    origin TEXT NOT NULL,
    captured_us INTEGER NOT NULL,
    digest TEXT NOT NULL,           -- of the payload
    file TEXT NOT NULL,             -- under captures/
    start INTEGER,                  -- first byte of its records in a segment; NULL: the whole file
    size INTEGER,                   -- how many bytes they are there
    target TEXT,                    -- the address that answered, where redirects led elsewhere
    holds INTEGER NOT NULL,         -- 0 where the records are a revisit, without the payload
    fetched INTEGER NOT NULL,       -- 1 where they hold the HTTP exchange
    json TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_by_origin ON snapshots (origin_kind, origin, captured_us);
CREATE INDEX snapshots_by_digest ON snapshots (digest, holds);

-- How far each segment under captures/ is listed; what lies behind was never reported stored.
CREATE TABLE segments (
    name TEXT PRIMARY KEY,
    length INTEGER NOT NULL,
    closed INTEGER NOT NULL         -- 1: its end is damaged, so nothing more is written to it
) STRICT;

-- What a stage made of an input: skipped on a second run.
CREATE TABLE stages (
    stage TEXT NOT NULL,
    version INTEGER NOT NULL,
    key TEXT NOT NULL,              -- digest of everything that the result depends on
    json TEXT NOT NULL,
    PRIMARY KEY (stage, version, key)
) STRICT;

-- What the person decided: a log, to which rows are added and from which none is deleted. An undo
-- is a row too.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,     -- the order in which they were taken
    case_id TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the id of the claim or contradiction at that time
    decided_us INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id, subject);

-- The latest dossier of each case.
CREATE TABLE dossiers (
    case_id TEXT PRIMARY KEY,
    as_of_us INTEGER NOT NULL,
    summary TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;

-- Looks at an origin that brought nothing new (HTTP 304), or failed.
CREATE TABLE visits (
    origin_kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    status INTEGER NOT NULL,        -- 0: no answer
    note TEXT,                      -- why there was none
    PRIMARY KEY (origin_kind, origin, at_us)
) STRICT;
