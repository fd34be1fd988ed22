-- The user whose click made this guest: the maker sees the guest's mails and jobs. Null for others, and for the first guest
-- of a session.
ALTER TABLE account ADD COLUMN maker_id uuid REFERENCES account ON DELETE SET NULL;
CREATE INDEX account_of_maker ON account (maker_id) WHERE maker_id IS NOT NULL;
