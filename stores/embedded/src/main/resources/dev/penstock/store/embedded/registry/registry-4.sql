-- Where senders of webhooks post to. Moments are milliseconds since the epoch.
CREATE TABLE webhook (
  id TEXT NOT NULL PRIMARY KEY, -- in the URL, so no two tenants have the same
  tenant TEXT NOT NULL,
  scheme TEXT NOT NULL,
  header TEXT NOT NULL, -- that holds the secret; empty: it is a signature
  pipeline TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_by_tenant ON webhook (tenant, id);

-- Kept in clear: a signature cannot be checked with a hash.
CREATE TABLE webhook_secret (
  webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  secret TEXT NOT NULL,
  PRIMARY KEY (webhook, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook_input (
  webhook TEXT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (webhook, name)
) STRICT, WITHOUT ROWID;
