-- Of a durable record that is complete: the job that did it, and how many attempts that took. A job is forgotten after
-- its time, and what is complete must go on saying what it has said.
ALTER TABLE welcome_mail ADD COLUMN job uuid, ADD COLUMN attempt int, ADD COLUMN max_attempts int;
ALTER TABLE photo ADD COLUMN job uuid, ADD COLUMN attempt int, ADD COLUMN max_attempts int;
ALTER TABLE charge ADD COLUMN job uuid, ADD COLUMN attempt int, ADD COLUMN max_attempts int;

UPDATE welcome_mail r SET job = j.id, attempt = j.attempt, max_attempts = j.max_attempts
  FROM job j WHERE j.kind = 'send-welcome-mail' AND j.key = r.id::text AND r.status = 'COMPLETE';
UPDATE photo r SET job = j.id, attempt = j.attempt, max_attempts = j.max_attempts
  FROM job j WHERE j.kind = 'resize-photo' AND j.key = r.id::text AND r.status = 'COMPLETE';
UPDATE charge r SET job = j.id, attempt = j.attempt, max_attempts = j.max_attempts
  FROM job j WHERE j.kind = 'make-charge' AND j.key = r.id::text AND r.status = 'COMPLETE';
