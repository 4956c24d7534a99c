-- Drafts, where signals live on a machine that is not as its profile says, and what people report of machines.
ALTER TABLE registered_machine
  ADD COLUMN published boolean NOT NULL DEFAULT true,
  ADD COLUMN signals   jsonb   NOT NULL DEFAULT '{}',
  ADD COLUMN insecure  boolean NOT NULL DEFAULT false,
  ADD COLUMN user_key  bytea;

CREATE TABLE problem_report (
  id           text PRIMARY KEY,
  machine      text        NOT NULL,
  text         text        NOT NULL,
  severity     text        NOT NULL CHECK (severity IN ('MINOR', 'LIMITS', 'STOPS')),
  at           timestamptz NOT NULL,
  person       text        NOT NULL,
  organisation text        NOT NULL,
  photo        bytea,
  resolved_at  timestamptz,
  resolved_by  text,
  resolution   text
);
CREATE INDEX problem_report_of_machine ON problem_report (machine, at DESC);
