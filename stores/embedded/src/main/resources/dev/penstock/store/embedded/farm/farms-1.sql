CREATE TABLE farm (
  tenant     TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  version    INTEGER NOT NULL, -- of the boundary, from 1
  name       TEXT    NOT NULL,
  active     INTEGER NOT NULL,
  threshold  REAL,             -- null: what the job says
  alert_drop REAL    NOT NULL,
  alert_days INTEGER NOT NULL,
  area       REAL    NOT NULL, -- square metres
  digest     TEXT    NOT NULL, -- of the boundary
  wkb        BLOB    NOT NULL,
  PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

-- What a scene showed of a farm, by one index. The body is the whole of it as JSON.
CREATE TABLE observation (
  tenant    TEXT    NOT NULL,
  farm      TEXT    NOT NULL,
  version   INTEGER NOT NULL,
  idx       TEXT    NOT NULL,
  scene     TEXT    NOT NULL, -- what all processings of it have in common
  time      INTEGER NOT NULL, -- ms since 1970
  failed    INTEGER NOT NULL,
  processed TEXT    NOT NULL, -- grows with each processing of the scene
  fence     INTEGER NOT NULL,
  body      BLOB    NOT NULL,
  PRIMARY KEY (tenant, farm, version, idx, scene)
) WITHOUT ROWID;
CREATE INDEX observation_time ON observation (tenant, farm, version, idx, time);

CREATE TABLE chip (
  tenant  TEXT    NOT NULL,
  farm    TEXT    NOT NULL,
  version INTEGER NOT NULL,
  time    INTEGER NOT NULL,
  idx     TEXT    NOT NULL,
  scene   TEXT    NOT NULL,
  item    TEXT    NOT NULL,
  valid   REAL    NOT NULL, -- share of the farm
  body    BLOB    NOT NULL,
  PRIMARY KEY (tenant, farm, version, time, idx, scene)
) WITHOUT ROWID;

-- What a farm's state is: one row a farm, worked out when something changes.
CREATE TABLE state (
  tenant      TEXT    NOT NULL,
  farm        TEXT    NOT NULL,
  status      TEXT    NOT NULL,
  stale_after INTEGER NOT NULL,
  body        BLOB    NOT NULL,
  job         TEXT,             -- that looks at the farm now
  checked     INTEGER NOT NULL, -- up to when scenes were looked for; 0: never
  trouble     BLOB,             -- why that failed last
  trouble_job TEXT,
  rules       BLOB    NOT NULL, -- by which it was worked out
  PRIMARY KEY (tenant, farm)
) WITHOUT ROWID;
CREATE INDEX state_job ON state (job) WHERE job IS NOT NULL;

-- Farms that a job looks at.
CREATE TABLE looked (
  job     TEXT    NOT NULL,
  tenant  TEXT    NOT NULL,
  farm    TEXT    NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (job, farm)
) WITHOUT ROWID;

-- Chunks whose findings are kept.
CREATE TABLE receipt (
  job   TEXT    NOT NULL,
  round INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  PRIMARY KEY (job, round, chunk)
) WITHOUT ROWID;
