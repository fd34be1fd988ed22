-- With a broker, a relay marks a due row, and a message with its id goes to the workers. A mark that has expired is none: the
-- row is handed over again. The claim clears it.
ALTER TABLE job
  ADD COLUMN handed_over_at timestamptz,
  ADD COLUMN handed_over_until timestamptz,
  -- the name of the process that handed it over
  ADD COLUMN handed_over_by text,
  -- since the last claim
  ADD COLUMN hand_overs int NOT NULL DEFAULT 0,
  ADD CONSTRAINT marked_is_queued CHECK (state = 'QUEUED' OR handed_over_until IS NULL);
CREATE INDEX job_handed_over ON job (lane) WHERE handed_over_until IS NOT NULL;

ALTER TABLE process_run
  ADD COLUMN transport text NOT NULL DEFAULT 'in-memory',
  -- of each lane, how many workers it has here, and whether its runs are short; null if the process runs no jobs
  ADD COLUMN lanes jsonb,
  -- how long the job that it claimed last had been due, in ms
  ADD COLUMN lag_ms bigint,
  -- how many messages led to no claim
  ADD COLUMN unclaimed bigint NOT NULL DEFAULT 0;
