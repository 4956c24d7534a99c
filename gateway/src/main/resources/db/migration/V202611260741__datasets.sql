-- Datasets that are sealed: what was handed out never changes. The file lies in the data folder.
CREATE TABLE dataset (
  session   text PRIMARY KEY,
  sha256    text        NOT NULL,
  bytes     bigint      NOT NULL,
  sealed_at timestamptz NOT NULL
);
