-- From schema 1, in which every capture was a file of its own, to schema 2 with segments.

ALTER TABLE snapshots ADD COLUMN start INTEGER;
ALTER TABLE snapshots ADD COLUMN size INTEGER;
ALTER TABLE snapshots ADD COLUMN target TEXT;
ALTER TABLE visits ADD COLUMN note TEXT;
CREATE TABLE segments (
    name TEXT PRIMARY KEY,
    length INTEGER NOT NULL,
    closed INTEGER NOT NULL
) STRICT;
