-- What is said of a header holds for the tenant who has said it.
CREATE TABLE tenant_mapping (
  tenant   TEXT NOT NULL,
  header   TEXT NOT NULL,
  columns  TEXT NOT NULL,
  decimals TEXT NOT NULL,
  dates    TEXT NOT NULL,
  PRIMARY KEY (tenant, header)
) WITHOUT ROWID;
INSERT INTO tenant_mapping (tenant, header, columns, decimals, dates)
SELECT 'default', header, columns, decimals, dates FROM mapping;
DROP TABLE mapping;
ALTER TABLE tenant_mapping RENAME TO mapping;
