-- The store that has the files of a record: file or s3. An older version, which knows only files, may still write records.
ALTER TABLE photo ADD COLUMN storage text NOT NULL DEFAULT 'file';
ALTER TABLE video ADD COLUMN storage text NOT NULL DEFAULT 'file';
-- The start of the names of a photo's renditions, which its settlement sets: in s3 it carries the run's lease token.
ALTER TABLE photo ADD COLUMN prefix text NOT NULL DEFAULT '';
