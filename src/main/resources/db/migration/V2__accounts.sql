-- Somebody who has signed up. The address is kept in lower case.
CREATE TABLE account (
  id            uuid PRIMARY KEY,
  name          text NOT NULL,
  email         text NOT NULL CHECK (email = lower(email)),
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('visitor', 'operator')),
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT one_account_an_address UNIQUE (email)
);

-- A welcome mail that was asked for, and what became of it. From "status" on, the columns are the same
-- in each table whose rows are worked on.
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
  CONSTRAINT finished_is_dated CHECK ((status = 'PROCESSING') = (finished_at IS NULL)),
  CONSTRAINT failure_has_a_reason CHECK (status <> 'FAILED' OR error IS NOT NULL)
);
CREATE INDEX welcome_mail_of_recipient ON welcome_mail (recipient_id, accepted_at DESC);
