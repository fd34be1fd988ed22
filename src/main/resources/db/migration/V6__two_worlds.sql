-- Which of the two worlds a process belongs to, and where it serves pages, if it does.
ALTER TABLE process_run
  ADD COLUMN role text NOT NULL DEFAULT 'ALL' CHECK (role IN ('ALL', 'WEB', 'WORKER')),
  ADD COLUMN address text;

-- Messages about a job that a consumer has received. More than its attempts: some were duplicates, or came too late.
ALTER TABLE job ADD COLUMN deliveries int NOT NULL DEFAULT 0;
