-- The pick claims, so a job is never handed over without a lease.
ALTER TABLE job
  DROP COLUMN handed_over_until,
  DROP COLUMN handed_over_by,
  DROP COLUMN deliveries,
  -- the order of submission: of several due jobs, the first submitted starts first
  ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY,
  -- runs lost to a crash, in a row; a run that ends or reports progress sets 0
  ADD COLUMN crashes int NOT NULL DEFAULT 0,
  ADD COLUMN max_crashes int NOT NULL DEFAULT 10,
  -- the first claim
  ADD COLUMN started_at timestamptz;
UPDATE job SET started_at = claimed_at;

-- Only a running row has a token, so the token alone is the fence.
UPDATE job SET worker = NULL, lease_token = NULL, leased_until = NULL WHERE state <> 'RUNNING';
ALTER TABLE job
  DROP CONSTRAINT running_is_leased,
  ADD CONSTRAINT running_is_leased CHECK (
    num_nonnulls(lease_token, leased_until, worker) = CASE WHEN state = 'RUNNING' THEN 3 ELSE 0 END);

DROP INDEX job_due;
CREATE INDEX job_due ON job (lane, run_at, seq) WHERE state = 'QUEUED';
-- For the board: the latest jobs of each state, and their number.
CREATE INDEX job_listed ON job (lane, state, created_at DESC);

-- A process can have a problem and take work all the same.
ALTER TABLE process_run ADD COLUMN ready boolean NOT NULL DEFAULT true;

-- No process claims a job of a paused lane.
CREATE TABLE paused_lane (
  lane      text PRIMARY KEY,
  paused_by text NOT NULL,
  paused_at timestamptz NOT NULL DEFAULT now()
);

-- The method of JobTable whose statement wrote the row.
ALTER TABLE job_event
  ADD COLUMN move text,
  -- The statement that moves a job inserts its step: a foreign key would check that once more (ADR 0015).
  DROP CONSTRAINT job_event_job_id_fkey;
