-- Who has cancelled the work on a record; null if nobody has.
ALTER TABLE welcome_mail ADD COLUMN cancelled_by text;
ALTER TABLE photo ADD COLUMN cancelled_by text;
ALTER TABLE charge ADD COLUMN cancelled_by text;
