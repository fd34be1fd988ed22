-- How large the original is: it counts for its owner's quota. Null of a photo that was accepted before there were
-- quotas, until the next start has weighed it.
ALTER TABLE photo ADD COLUMN bytes bigint CHECK (bytes >= 0);
CREATE INDEX photo_not_weighed ON photo (id) WHERE bytes IS NULL;

-- What a user keeps is added up from the index alone.
CREATE INDEX photo_weight_of_owner ON photo (owner_id) INCLUDE (bytes);
