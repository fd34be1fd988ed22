-- An uploaded picture and its work state.
CREATE TABLE photo (
  id           uuid PRIMARY KEY,
  owner_id     uuid NOT NULL REFERENCES account,
  name         text NOT NULL,
  content_hash text NOT NULL,
  width        int NOT NULL CHECK (width > 0),
  height       int NOT NULL CHECK (height > 0),

  status       text NOT NULL CHECK (status IN ('PROCESSING', 'COMPLETE', 'FAILED')),
  mode         text NOT NULL CHECK (mode IN ('INLINE', 'VOLATILE', 'DURABLE')),
  process_run  uuid NOT NULL,
  step         text,
  done         int NOT NULL,
  total        int NOT NULL,
  error        text,
  rejected     boolean NOT NULL,
  accepted_at  timestamptz NOT NULL,
  started_at   timestamptz,
  finished_at  timestamptz,
  request_ms   int,
  -- the job and attempt that completed it, stored here because the job is pruned
  job          uuid,
  attempt      int,
  max_attempts int,
  CONSTRAINT finished_is_dated CHECK ((status = 'PROCESSING') = (finished_at IS NULL)),
  CONSTRAINT failure_has_a_reason CHECK (status <> 'FAILED' OR error IS NOT NULL)
);
CREATE INDEX photo_of_owner ON photo (owner_id, accepted_at DESC);
