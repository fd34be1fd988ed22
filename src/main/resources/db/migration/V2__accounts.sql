-- A user. The email is stored in lower case.
CREATE TABLE account (
  id            uuid PRIMARY KEY,
  name          text NOT NULL,
  email         text NOT NULL CHECK (email = lower(email)),
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('visitor', 'operator')),
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- when a guest of the stage is deleted; null for others
  expires_at    timestamptz,
  CONSTRAINT one_account_per_address UNIQUE (email)
);
CREATE INDEX account_expiry ON account (expires_at) WHERE expires_at IS NOT NULL;

-- A signed-in browser. The id is a hash of the cookie's token: a reader of this table cannot use the session.
CREATE TABLE session (
  id         bytea PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  begun_at   timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);

-- A welcome mail and its work state. The columns from "status" to "max_attempts" are the same in every table of records.
CREATE TABLE welcome_mail (
  id           uuid PRIMARY KEY,
  recipient_id uuid NOT NULL REFERENCES account,

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
CREATE INDEX welcome_mail_of_recipient ON welcome_mail (recipient_id, accepted_at DESC);
