-- The result of a complete photo that is not whole, in one sentence.
ALTER TABLE photo ADD COLUMN warning text;
