-- One process, from start to end. Volatile work is lost with the process that accepted it, so each record keeps its id.
CREATE TABLE process_run (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  role       text NOT NULL CHECK (role IN ('ALL', 'WEB', 'WORKER')),
  -- address of its pages; null for a worker
  address    text,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  -- why it cannot work, in a sentence; null: it can
  problem    text
);

-- A durable job: outbox, queue and outcome in one row.
CREATE TABLE job (
  id                uuid PRIMARY KEY,
  kind              text NOT NULL,
  key               text NOT NULL,
  lane              text NOT NULL,
  payload           text NOT NULL,
  owner             text NOT NULL,
  subject           text NOT NULL,
  state             text NOT NULL DEFAULT 'QUEUED'
                    CHECK (state IN ('QUEUED', 'RUNNING', 'COMPLETE', 'DEAD', 'CANCELLED')),
  round             int NOT NULL DEFAULT 1,
  attempt           int NOT NULL DEFAULT 0,
  -- null: no limit
  max_attempts      int,
  -- messages received for this job; more than one per attempt means duplicates
  deliveries        int NOT NULL DEFAULT 0,
  -- attempts given back by a drain; limited, because drains could repeat a job without end
  releases          int NOT NULL DEFAULT 0 CHECK (releases <= 3),
  run_at            timestamptz NOT NULL DEFAULT now(),
  handed_over_until timestamptz,
  handed_over_by    uuid,
  worker            text,
  lease_token       uuid,
  leased_until      timestamptz,
  last_error        text,
  retryable         boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL DEFAULT now(),
  claimed_at        timestamptz,
  finished_at       timestamptz,

  -- A second submit with the same key finds the first job.
  CONSTRAINT one_job_a_key UNIQUE (kind, key),
  -- A job has a lease exactly while it runs.
  CONSTRAINT running_is_leased CHECK (
    (state = 'RUNNING') = (lease_token IS NOT NULL AND leased_until IS NOT NULL AND worker IS NOT NULL)),
  CONSTRAINT finished_is_dated CHECK (
    (state IN ('COMPLETE', 'DEAD', 'CANCELLED')) = (finished_at IS NOT NULL)),
  CONSTRAINT attempts_are_limited CHECK (max_attempts IS NULL OR attempt <= max_attempts)
);
-- Partial indexes: finished jobs cost the relay and the rescue nothing.
CREATE INDEX job_due ON job (lane, run_at, id) WHERE state = 'QUEUED';
CREATE INDEX job_leased ON job (leased_until) WHERE state = 'RUNNING';
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_of_owner ON job (owner, created_at DESC);

-- A job's timeline: one row a step, written by the statement that takes the step.
CREATE TABLE job_event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job_id  uuid NOT NULL REFERENCES job ON DELETE CASCADE,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  round   int NOT NULL,
  attempt int NOT NULL,
  step    text NOT NULL,
  detail  text,
  process text NOT NULL
);
CREATE INDEX job_event_of_job ON job_event (job_id, id);
