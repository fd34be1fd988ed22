-- An intent to pay and its work state. The id is the payment attempt id: made once per (owner, intent key), sent to the
-- gateway as its idempotency key, and never changed, however often the job runs.
CREATE TABLE charge (
  id              uuid PRIMARY KEY,
  owner_id        uuid NOT NULL REFERENCES account,
  intent_key      text NOT NULL,
  amount          int NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  receipt         text,
  -- The gateway may or may not have charged: no new payment is accepted until that is known.
  outcome_unknown boolean NOT NULL DEFAULT false,

  status          text NOT NULL CHECK (status IN ('PROCESSING', 'COMPLETE', 'FAILED')),
  mode            text NOT NULL CHECK (mode IN ('INLINE', 'VOLATILE', 'DURABLE')),
  process_run     uuid NOT NULL,
  step            text,
  done            int NOT NULL,
  total           int NOT NULL,
  error           text,
  rejected        boolean NOT NULL,
  accepted_at     timestamptz NOT NULL,
  started_at      timestamptz,
  finished_at     timestamptz,
  request_ms      int,
  -- the job and attempt that completed it, stored here because the job is pruned
  job             uuid,
  attempt         int,
  max_attempts    int,
  CONSTRAINT finished_is_dated CHECK ((status = 'PROCESSING') = (finished_at IS NULL)),
  CONSTRAINT failure_has_a_reason CHECK (status <> 'FAILED' OR error IS NOT NULL),
  -- A double click, the back button and a resubmit are one intent.
  CONSTRAINT one_charge_per_intent UNIQUE (owner_id, intent_key),
  CONSTRAINT complete_has_a_receipt CHECK (status <> 'COMPLETE' OR receipt IS NOT NULL)
);
CREATE INDEX charge_of_owner ON charge (owner_id, accepted_at DESC);
