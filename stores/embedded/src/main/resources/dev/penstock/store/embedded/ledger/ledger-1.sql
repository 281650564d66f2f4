-- Blocks of ledgers. An id is never given twice: readers keep blocks by it.
CREATE TABLE block (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  job   TEXT    NOT NULL,
  round INTEGER NOT NULL,
  kind  TEXT    NOT NULL,
  name  TEXT    NOT NULL,
  live  INTEGER NOT NULL DEFAULT 0, -- 1: some generation has it
  note  BLOB    NOT NULL,
  bytes BLOB    NOT NULL
);
CREATE UNIQUE INDEX block_name ON block (job, round, kind, name);
CREATE INDEX block_unseen ON block (job, round) WHERE live = 0;

-- The latest attempt of each chunk that has written.
CREATE TABLE writer (
  job   TEXT    NOT NULL,
  round INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  PRIMARY KEY (job, round, chunk)
) WITHOUT ROWID;

CREATE TABLE generation (
  account   TEXT    NOT NULL,
  number    INTEGER NOT NULL,
  job       TEXT    NOT NULL,
  round     INTEGER NOT NULL,
  published INTEGER NOT NULL, -- ms since 1970
  facts     BLOB    NOT NULL,
  parts     BLOB    NOT NULL, -- ids of its blocks, in their order, eight bytes each
  PRIMARY KEY (account, number)
);

-- The generation that readers see, and the one that can be brought back.
CREATE TABLE head (
  account TEXT PRIMARY KEY,
  number  INTEGER NOT NULL,
  other   INTEGER
) WITHOUT ROWID;

CREATE TABLE price (
  currency TEXT    NOT NULL,
  asset    TEXT    NOT NULL,
  day      INTEGER NOT NULL, -- since 1970
  outcome  INTEGER NOT NULL, -- 0: found
  value    TEXT,
  source   TEXT    NOT NULL,
  time     INTEGER NOT NULL, -- ms since 1970
  PRIMARY KEY (currency, asset, day)
) WITHOUT ROWID;

CREATE TABLE settlement (
  account TEXT NOT NULL,
  issue   TEXT NOT NULL,
  action  TEXT NOT NULL,
  detail  TEXT NOT NULL,
  note    TEXT NOT NULL,
  PRIMARY KEY (account, issue)
) WITHOUT ROWID;

-- How files with a certain header are to be read.
CREATE TABLE mapping (
  header   TEXT PRIMARY KEY,
  columns  TEXT NOT NULL,
  decimals TEXT NOT NULL,
  dates    TEXT NOT NULL
) WITHOUT ROWID;
