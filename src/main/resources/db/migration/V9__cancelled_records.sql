-- The person that cancelled the work on a record, or null.
ALTER TABLE welcome_mail ADD COLUMN cancelled_by text;
ALTER TABLE photo ADD COLUMN cancelled_by text;
ALTER TABLE charge ADD COLUMN cancelled_by text;
