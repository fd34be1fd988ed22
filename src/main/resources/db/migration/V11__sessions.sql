-- Who is signed in, since when, and until when. The id is a keyed hash of what the browser carries in its cookie: who
-- reads this table cannot be anybody, and neither can who writes to it without the session key.
CREATE TABLE session (
  id         bytea PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  begun_at   timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);
