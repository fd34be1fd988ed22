-- The last runs of the job that ended the work on a record, as JSON, stored here because the job is pruned.
ALTER TABLE welcome_mail ADD COLUMN runs text;
ALTER TABLE photo ADD COLUMN runs text;
ALTER TABLE charge ADD COLUMN runs text;

-- A charge fails only on proof. These did not: without a receipt their outcome is still unknown.
UPDATE charge SET status = 'COMPLETE', error = NULL
 WHERE status = 'FAILED' AND receipt IS NOT NULL;
UPDATE charge SET status = 'PROCESSING', finished_at = NULL, rejected = false
 WHERE status = 'FAILED' AND outcome_unknown;
