-- Times are microseconds since 1970. Chunk status: 2 ready, 3 running, 4 delayed, 5 dead,
-- 6 cancelled, 7 done (kept only where a late commit of an earlier holder may still come).
-- Arrays are JSON, so that the sqlite3 shell can read them with json_each.

-- Fences up to this one may have been given.
CREATE TABLE fence(one INTEGER PRIMARY KEY CHECK (one = 1), reserved INTEGER NOT NULL);

INSERT INTO fence VALUES (1, 0);

CREATE TABLE plan(
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  pipeline TEXT NOT NULL,
  version INTEGER NOT NULL,
  stages TEXT NOT NULL
);

-- A stage of a pipeline, whatever the version: where claims look for chunks.
CREATE TABLE shelf(
  id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  stage TEXT NOT NULL,
  UNIQUE (pipeline, stage)
);

-- What gates let through; one that was never set or paused has no row. period: of the rate, as
-- PT1S. full: when the bucket is full again. paused_until: 9223372036854775807 is for ever.
CREATE TABLE gate(
  name TEXT PRIMARY KEY,
  permits INTEGER NOT NULL,
  period TEXT NOT NULL,
  burst INTEGER NOT NULL,
  concurrency INTEGER NOT NULL,
  full INTEGER NOT NULL,
  paused_until INTEGER NOT NULL
) WITHOUT ROWID;

-- "key": the id's time, then the order of admission. bytes: of the payload, inline or not.
-- gate, weight: the toll of the first chunk. chunks: how many there were so far; a job that
-- waits in a line has none. letters: dead chunks now. follow_ups: rows of follow_up.
-- stages: for each stage [ready, delayed, running, done, dead, cancelled, ok, repaired, rejected,
-- dead items, duplicates, retries]. barriers (group "" only): [round, stage, flags, open, ok,
-- repaired, duplicates]. rounds: [round, stages told as complete]. grouped: rows of barrier
-- written so far.
CREATE TABLE job(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  plan INTEGER NOT NULL REFERENCES plan,
  name TEXT NOT NULL,
  inputs TEXT NOT NULL,
  blob TEXT,
  bytes INTEGER NOT NULL,
  blob_digest TEXT,
  priority INTEGER NOT NULL,
  lane TEXT,
  coalesce_key TEXT,
  tolerated_items INTEGER,
  tolerated_share REAL,
  gate TEXT,
  weight INTEGER,
  follow_ups INTEGER NOT NULL,
  parent TEXT,
  state TEXT NOT NULL,
  accepted INTEGER NOT NULL,
  started INTEGER,
  updated INTEGER NOT NULL,
  ended INTEGER,
  items INTEGER NOT NULL,
  ok INTEGER NOT NULL,
  repaired INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  round INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  letters INTEGER NOT NULL,
  events INTEGER NOT NULL,
  anomalies INTEGER NOT NULL,
  results INTEGER NOT NULL,
  grouped INTEGER NOT NULL,
  problem TEXT,
  detail TEXT,
  stages TEXT NOT NULL,
  barriers TEXT NOT NULL,
  rounds TEXT NOT NULL
);

CREATE INDEX job_of_tenant ON job(tenant, id);

-- All that opening the engine has to know of the jobs that have not ended.
CREATE INDEX job_open ON job(key, tenant, priority, bytes, plan) WHERE ended IS NULL;

CREATE UNIQUE INDEX job_with_letters ON job(tenant, id) WHERE letters > 0;

-- An inline payload, apart from the job's row, which is written often.
CREATE TABLE job_bytes(job INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE job_key(
  tenant TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  hash TEXT NOT NULL,
  job INTEGER NOT NULL,
  PRIMARY KEY (tenant, idempotency_key)
) WITHOUT ROWID;

CREATE INDEX job_key_of_job ON job_key(job);

-- Jobs that begin when this one ends. endings: an array of states.
CREATE TABLE follow_up(
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  endings TEXT NOT NULL,
  plan INTEGER NOT NULL REFERENCES plan,
  name TEXT NOT NULL,
  inputs TEXT NOT NULL,
  gate TEXT,
  weight INTEGER,
  blob TEXT,
  blob_length INTEGER,
  blob_digest TEXT,
  bytes BLOB,
  PRIMARY KEY (job, n)
) WITHOUT ROWID;

-- Jobs that have not ended, in their lines: one for each lane, one for each coalesce key of a
-- pipeline. A job begins when it has the lowest place in all its lines.
CREATE TABLE line(
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('lane', 'key')),
  name TEXT NOT NULL,
  place INTEGER NOT NULL,
  job INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, name, place)
) WITHOUT ROWID;

CREATE INDEX line_of_job ON line(job);

-- Where a named group began: at this stage, from that group.
CREATE TABLE birth(
  job INTEGER NOT NULL,
  grp TEXT NOT NULL,
  stage INTEGER NOT NULL,
  parent TEXT NOT NULL,
  PRIMARY KEY (job, grp)
) WITHOUT ROWID;

-- Barriers of named groups, n in the order of their making; flags: 1 had a chunk, 2 fired.
CREATE TABLE barrier(
  job INTEGER NOT NULL,
  round INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  grp TEXT NOT NULL,
  flags INTEGER NOT NULL,
  open INTEGER NOT NULL,
  ok INTEGER NOT NULL,
  repaired INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (job, round, stage, grp)
) WITHOUT ROWID;

-- cost: what a claim costs the tenant. gate, weight: the toll.
CREATE TABLE chunk(
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  shelf INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  status INTEGER NOT NULL,
  round INTEGER NOT NULL,
  grp TEXT NOT NULL,
  ok INTEGER NOT NULL,
  repaired INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  since INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  claims INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  problem TEXT,
  detail TEXT,
  gate TEXT,
  weight INTEGER,
  cost INTEGER NOT NULL,
  blob TEXT,
  blob_length INTEGER,
  blob_digest TEXT,
  bytes BLOB,
  cursor BLOB,
  checkpoints INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;

CREATE INDEX chunk_ready ON chunk(shelf, job, gate, weight, number) WHERE status = 2;

-- since: until when it waits. In all other rows: since when it has its
-- status, or, while it runs, since when it was ready.
CREATE INDEX chunk_delayed ON chunk(since) WHERE status = 4;

CREATE INDEX chunk_dead ON chunk(job, number, shelf, problem) WHERE status = 5;

CREATE TABLE event(
  job INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  stage TEXT,
  chunk INTEGER,
  attempt INTEGER,
  fence INTEGER,
  problem TEXT,
  detail TEXT,
  PRIMARY KEY (job, seq)
) WITHOUT ROWID;

-- by_code: {"geojson.ring_not_closed": 3}
CREATE TABLE reject(
  job INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  n INTEGER NOT NULL,
  stage TEXT NOT NULL,
  blob TEXT NOT NULL,
  blob_length INTEGER NOT NULL,
  blob_digest TEXT NOT NULL,
  by_code TEXT NOT NULL,
  PRIMARY KEY (job, chunk, n)
) WITHOUT ROWID;

CREATE TABLE result(
  job INTEGER NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  href TEXT,
  blob TEXT,
  blob_length INTEGER,
  blob_digest TEXT,
  PRIMARY KEY (job, name)
) WITHOUT ROWID;
