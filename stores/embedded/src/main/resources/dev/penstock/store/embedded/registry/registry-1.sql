-- One row per schedule. Moments are milliseconds since the epoch.
CREATE TABLE schedule (
  number INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  misfire TEXT NOT NULL, -- skip, once or catch-up
  most INTEGER, -- slots of a catch-up
  enabled INTEGER NOT NULL,
  since INTEGER NOT NULL,
  through INTEGER NOT NULL, -- slots up to here are settled
  owed INTEGER NOT NULL, -- slots up to here are submitted in any case
  last_slot INTEGER,
  last_job TEXT,
  payload BLOB NOT NULL, -- last: who reads only the others does not read its pages
  UNIQUE (tenant, id)
) STRICT;

-- The inputs that a schedule's jobs are given.
CREATE TABLE schedule_input (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (tenant, id, name),
  FOREIGN KEY (tenant, id) REFERENCES schedule (tenant, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
