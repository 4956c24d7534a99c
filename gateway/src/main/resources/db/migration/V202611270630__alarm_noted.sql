-- A note may come after the acknowledgement, from somebody else.
ALTER TABLE alarm ADD COLUMN noted_by text, ADD COLUMN noted_at timestamptz,
  ADD CHECK ((noted_by IS NULL) = (noted_at IS NULL));
