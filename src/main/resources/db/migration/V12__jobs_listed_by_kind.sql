-- For the board: the latest jobs of each lane, kind and state, of everybody and of one owner.
DROP INDEX job_listed;
CREATE INDEX job_listed ON job (lane, kind, state, seq DESC);
DROP INDEX job_of_owner;
CREATE INDEX job_of_owner ON job (owner, kind, state, seq DESC);
