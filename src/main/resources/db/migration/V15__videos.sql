-- An uploaded video and its work state.
CREATE TABLE video (
  id           uuid PRIMARY KEY,
  owner_id     uuid NOT NULL REFERENCES account,
  name         text NOT NULL,
  content_hash text NOT NULL,
  width        int NOT NULL CHECK (width > 0),
  height       int NOT NULL CHECK (height > 0),
  -- as its header says; null if it does not
  duration_ms  bigint,
  -- the estimated rest of the running work
  remaining_ms bigint,
  -- the segments that the last attempt found; null in the first
  kept         int,
  -- the run whose files are the result
  completed_by uuid,
  warning      text,

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
  cancelled_by text,
  -- the job and attempts that ended it, stored here because the job is pruned
  job          uuid,
  attempt      int,
  max_attempts int,
  runs         text,
  CONSTRAINT finished_is_dated CHECK ((status = 'PROCESSING') = (finished_at IS NULL)),
  CONSTRAINT failure_has_a_reason CHECK (status <> 'FAILED' OR error IS NOT NULL)
);
CREATE INDEX video_of_owner ON video (owner_id, accepted_at DESC);

-- A transcoded part of a video that is on the disk. Only its row makes it count: a file without a row may be from a run
-- that lost its lease.
CREATE TABLE video_segment (
  video_id    uuid NOT NULL REFERENCES video ON DELETE CASCADE,
  number      int NOT NULL,
  -- the run that wrote it, whose folder has the file
  token       uuid NOT NULL,
  -- the attempt of that run; 1 without a job
  attempt     int NOT NULL,
  -- in microseconds from the start of the video
  starts_at   bigint NOT NULL,
  ends_at     bigint NOT NULL,
  frames      int NOT NULL CHECK (frames > 0),
  -- of the source, the settings and ffmpeg's version: segments with another one do not fit
  fingerprint text NOT NULL,
  -- whether the video ends here
  last        boolean NOT NULL,
  PRIMARY KEY (video_id, number)
);
