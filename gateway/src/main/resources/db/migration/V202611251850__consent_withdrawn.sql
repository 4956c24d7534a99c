-- Who took the last consent back, and when: the operator has to be told why the machine stopped.
ALTER TABLE session ADD COLUMN withdrawn_by text;
ALTER TABLE session ADD COLUMN withdrawn_at timestamptz;
