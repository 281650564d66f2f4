-- Events that endpoints have taken, also those whose jobs are gone. They go with their endpoint; a
-- change of an endpoint removes its row and makes a new one, so they do not refer to it.
CREATE TABLE webhook_event (
  webhook TEXT NOT NULL,
  event TEXT NOT NULL,
  job TEXT NOT NULL,
  at INTEGER NOT NULL, -- milliseconds since the epoch
  PRIMARY KEY (webhook, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_event_by_time ON webhook_event (at);
