-- The mock payment company's own books; nobody else reads or writes them. A key is never forgotten.
CREATE TABLE gateway_ledger (
  key        text PRIMARY KEY,
  amount     int NOT NULL,
  status     text NOT NULL CHECK (status IN ('PENDING', 'CHARGED', 'DECLINED', 'VOIDED')),
  -- how often somebody asked to charge this key, whatever came of it
  deliveries int NOT NULL DEFAULT 0,
  receipt    text UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT charged_has_a_receipt CHECK ((status = 'CHARGED') = (receipt IS NOT NULL))
);
