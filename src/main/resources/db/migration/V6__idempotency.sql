-- A program's request under an Idempotency-Key: its fingerprint, the records it created, and the response to repeat.
-- Written in the transaction of the work. The response is deleted after a day; the row is kept as long as its owner.
CREATE TABLE idempotency_record (
  id          uuid PRIMARY KEY,
  owner_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  key         text NOT NULL,
  fingerprint text NOT NULL,
  -- the ids of the accepted records
  records     uuid[],
  accepted_at timestamptz NOT NULL,

  -- the stored response; null while it is unknown (inline work in progress), after an error, and once deleted
  status      int CHECK (status BETWEEN 200 AND 299),
  location    text,
  body        text,

  CONSTRAINT one_record_per_key UNIQUE (owner_id, key),
  CONSTRAINT responses_are_whole CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (location IS NULL))
);
CREATE INDEX idempotency_record_with_response ON idempotency_record (accepted_at) WHERE body IS NOT NULL;
