-- Somebody who has signed up with one click on the stage, and is forgotten some time later.
ALTER TABLE account ADD COLUMN expires_at timestamptz;
CREATE INDEX account_expiry ON account (expires_at) WHERE expires_at IS NOT NULL;
