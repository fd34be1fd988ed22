-- A program's intent: the key by which it may repeat a request, what the request asked for, and what that has led to.
-- Written in the transaction of the work: both are there, or neither. The answer is forgotten after a day; the intent
-- goes with its owner, and not before, or its key would be a new one.
CREATE TABLE intent (
  id          uuid PRIMARY KEY,
  owner_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  key         text NOT NULL,
  fingerprint text NOT NULL,
  -- the ids of the records that were accepted
  records     uuid[],
  accepted_at timestamptz NOT NULL,

  -- the answer, word by word; null until it is known (inline, while the work goes on), where it was an error, or forgotten
  status      int CHECK (status BETWEEN 200 AND 299),
  location    text,
  body        text,

  CONSTRAINT one_intent_a_key UNIQUE (owner_id, key),
  CONSTRAINT answers_are_whole CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (location IS NULL))
);
CREATE INDEX intent_answered ON intent (accepted_at) WHERE body IS NOT NULL;
