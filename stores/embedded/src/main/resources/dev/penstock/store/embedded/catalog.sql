-- One row per collection: its head.
CREATE TABLE IF NOT EXISTS collection (
  id TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  -- The job of the last replace; parts of earlier jobs are gone. Empty before the first replace.
  base TEXT NOT NULL
) WITHOUT ROWID;

-- What a collection came to at each generation that readers may still be on.
CREATE TABLE IF NOT EXISTS generation (
  collection TEXT NOT NULL,
  number INTEGER NOT NULL,
  job TEXT NOT NULL,
  published INTEGER NOT NULL,
  features INTEGER NOT NULL,
  min_x REAL, min_y REAL, max_x REAL, max_y REAL,
  authority TEXT NOT NULL, code INTEGER NOT NULL, name TEXT NOT NULL, wkt TEXT NOT NULL,
  PRIMARY KEY (collection, number)
) WITHOUT ROWID;

-- What publishers were told, to be told again: one row per publishing chunk.
CREATE TABLE IF NOT EXISTS publication (
  job TEXT NOT NULL,
  chunk INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  features INTEGER NOT NULL, -- of the whole collection
  superseded_by TEXT,
  PRIMARY KEY (job, chunk)
) WITHOUT ROWID;

-- One row per published part. A manifest is the parts with since <= generation < until.
CREATE TABLE IF NOT EXISTS part (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job TEXT NOT NULL,
  round INTEGER NOT NULL,
  chunk INTEGER NOT NULL, -- that published it
  collection TEXT NOT NULL,
  mode TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  features INTEGER NOT NULL,
  visible INTEGER NOT NULL, -- features less those that a later upsert hides
  min_x REAL, min_y REAL, max_x REAL, max_y REAL, -- of the visible ones
  on_disk INTEGER NOT NULL DEFAULT 1,
  UNIQUE (job, round)
);
CREATE INDEX IF NOT EXISTS part_manifest ON part (collection, until);
CREATE INDEX IF NOT EXISTS part_on_disk ON part (collection, until) WHERE on_disk = 1;

-- Rows that a later upsert hides, from a generation on.
CREATE TABLE IF NOT EXISTS shadow (
  part INTEGER NOT NULL,
  fid INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (part, fid)
) WITHOUT ROWID;
