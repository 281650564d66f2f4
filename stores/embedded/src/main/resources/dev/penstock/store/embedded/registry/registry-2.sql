-- Who is told of jobs. Moments are milliseconds since the epoch.
CREATE TABLE subscription (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  target TEXT NOT NULL,
  types TEXT NOT NULL, -- words with commas between them
  pipelines TEXT NOT NULL, -- the same; empty: all
  format TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  since INTEGER NOT NULL,
  failures INTEGER NOT NULL, -- in a row
  failing_since INTEGER,
  disabled TEXT, -- why we gave up on it
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- What signs deliveries. Kept in clear: a signature cannot be made with a hash.
CREATE TABLE signing (
  tenant TEXT NOT NULL,
  endpoint TEXT NOT NULL, -- a subscription, or '-' for the addresses that jobs name
  secret TEXT NOT NULL,
  former TEXT,
  former_until INTEGER,
  PRIMARY KEY (tenant, endpoint)
) STRICT, WITHOUT ROWID;

-- What is to be told to whom.
CREATE TABLE delivery (
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  target TEXT NOT NULL,
  event TEXT NOT NULL,
  type TEXT NOT NULL,
  job TEXT,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX delivery_by_time ON delivery (tenant, at, id);
CREATE INDEX delivery_by_endpoint ON delivery (tenant, endpoint, at, id);
CREATE INDEX delivery_by_job ON delivery (tenant, job, at, id);
CREATE INDEX delivery_by_update ON delivery (updated);

CREATE TABLE attempt (
  number INTEGER PRIMARY KEY,
  delivery TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  took INTEGER NOT NULL, -- milliseconds
  said TEXT NOT NULL
) STRICT;

CREATE INDEX attempt_by_delivery ON attempt (delivery, number);

-- API keys; of the secret only its SHA-256.
CREATE TABLE api_key (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL, -- words with commas between them
  hash TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER,
  used INTEGER
) STRICT;

-- Who did what.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  status INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_tenant ON audit (tenant, number);
