-- The lab's armed faults. They are in the database because the process that must fail may be another one.
CREATE TABLE lab_fault (
  name  text PRIMARY KEY,
  value text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);
