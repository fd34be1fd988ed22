-- The mock gateway's own ledger; only the gateway reads or writes it. Keys never expire.
CREATE TABLE gateway_ledger (
  key        text PRIMARY KEY,
  amount     int NOT NULL,
  status     text NOT NULL CHECK (status IN ('PENDING', 'CHARGED', 'DECLINED', 'VOIDED')),
  -- charge requests received for this key, whatever their outcome
  deliveries int NOT NULL DEFAULT 0,
  receipt    text UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT charged_has_a_receipt CHECK ((status = 'CHARGED') = (receipt IS NOT NULL))
);
-- For prefix searches: a payment that the lab charges without its key has several rows, key#1, key#2 …
CREATE INDEX gateway_ledger_of_purchase ON gateway_ledger (key text_pattern_ops);
