-- What somebody has broken on purpose. In the database, because the process that must obey may be another one.
CREATE TABLE lab_fault (
  name  text PRIMARY KEY,
  value text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);
