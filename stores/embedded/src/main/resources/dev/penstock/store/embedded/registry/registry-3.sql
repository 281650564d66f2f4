-- Which slots of a schedule were submitted: ranges, no two of one timing overlap or touch.
CREATE TABLE schedule_done (
  number INTEGER PRIMARY KEY, -- the last changed has the highest
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  since INTEGER NOT NULL, -- the first millisecond
  until INTEGER NOT NULL -- the first millisecond after it
) STRICT;

CREATE INDEX schedule_done_by_time ON schedule_done (tenant, id, since);
