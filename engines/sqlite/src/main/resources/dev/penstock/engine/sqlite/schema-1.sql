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
CREATE TABLE lane(
  id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  stage TEXT NOT NULL,
  UNIQUE (pipeline, stage)
);

-- "key": the id's time, then the order of admission. stages: for each stage [ready, delayed, running, done, dead, cancelled,
-- ok, repaired, rejected, dead items, duplicates, retries]. barriers (group "" only): [round, stage,
-- flags, open, ok, repaired, duplicates]. rounds: [round, stages told as complete].
-- grouped: rows of barrier written so far.
CREATE TABLE job(
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  plan INTEGER NOT NULL REFERENCES plan,
  name TEXT NOT NULL,
  inputs TEXT NOT NULL,
  blob TEXT,
  blob_length INTEGER,
  blob_digest TEXT,
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

CREATE TABLE chunk(
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  lane INTEGER NOT NULL,
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
  blob TEXT,
  blob_length INTEGER,
  blob_digest TEXT,
  bytes BLOB,
  cursor BLOB,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;

CREATE INDEX chunk_ready ON chunk(lane, job, number) WHERE status = 2;

-- since: until when it waits. In all other rows: since when it has its
-- status, or, while it runs, since when it was ready.
CREATE INDEX chunk_delayed ON chunk(since) WHERE status = 4;

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
