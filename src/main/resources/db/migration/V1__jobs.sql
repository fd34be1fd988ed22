-- One process, from start to end. Volatile work is lost with its process, so each record stores the process's id.
CREATE TABLE process_run (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  role       text NOT NULL CHECK (role IN ('ALL', 'WEB', 'WORKER')),
  -- address of its pages; null for a worker
  address    text,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  -- the problem of a background thread, in a sentence; null if there is none
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
  -- messages received for this job: one for each claim, and any duplicates
  deliveries        int NOT NULL DEFAULT 0,
  -- attempts given back by a drain; limited, or repeated drains could run a job forever
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
  CONSTRAINT one_job_per_key UNIQUE (kind, key),
  -- A job has a lease exactly while it runs.
  CONSTRAINT running_is_leased CHECK (
    (state = 'RUNNING') = (lease_token IS NOT NULL AND leased_until IS NOT NULL AND worker IS NOT NULL)),
  CONSTRAINT finished_is_dated CHECK (
    (state IN ('COMPLETE', 'DEAD', 'CANCELLED')) = (finished_at IS NOT NULL)),
  CONSTRAINT attempts_are_limited CHECK (max_attempts IS NULL OR attempt <= max_attempts)
);
-- The first two leave out finished jobs, which would slow the relay and the rescue.
CREATE INDEX job_due ON job (lane, run_at, id) WHERE state = 'QUEUED';
CREATE INDEX job_leased ON job (leased_until) WHERE state = 'RUNNING';
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_of_owner ON job (owner, created_at DESC);

-- A job's timeline: one row per step, written by the statement that takes the step.
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
