-- What somebody has broken on purpose. In the database, because the process that must obey may be another one.
CREATE TABLE lab_fault (
  name  text PRIMARY KEY,
  value text NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);

-- Without its key a payment has several lines in the company's books, key#1, key#2 …: to find them together.
CREATE INDEX gateway_ledger_of_purchase ON gateway_ledger (key text_pattern_ops);
