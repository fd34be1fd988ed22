-- How often the intent was submitted: all presses of its form's button lead to this charge.
ALTER TABLE charge ADD COLUMN presses int NOT NULL DEFAULT 1;
