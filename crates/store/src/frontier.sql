-- What crawls still have to do. Times are nanoseconds since 1970.

CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    host TEXT NOT NULL,
    due INTEGER,                    -- of what waits, the earliest; NULL where nothing does
    UNIQUE (case_id, host)
) STRICT;
CREATE INDEX hosts_by_due ON hosts (case_id, due, host) WHERE due IS NOT NULL;

CREATE TABLE addresses (
    number INTEGER PRIMARY KEY,     -- the order in which they were added
    key INTEGER NOT NULL,           -- the beginning of a digest over case and url
    host INTEGER NOT NULL,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT,                      -- as JSON
    depth INTEGER NOT NULL,
    state INTEGER NOT NULL,         -- 0 waits, 1 is in flight, 2 has ended
    due INTEGER NOT NULL,
    last INTEGER,
    changed INTEGER,
    count INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    every_seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX addresses_by_key ON addresses (key);
CREATE INDEX addresses_by_due ON addresses (host, due, number) WHERE state = 0;
CREATE INDEX addresses_in_flight ON addresses (host) WHERE state = 1;
