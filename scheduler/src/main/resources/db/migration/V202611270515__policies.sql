-- House rules beyond those of one machine. Append-only: the newest version in a scope for an
-- organisation is in force; one without content ends what was before it.

CREATE TABLE policy (
  -- network, centre:… or machine:…
  scope        text NOT NULL,
  -- empty: for everybody who has none of their own in this scope
  organisation text NOT NULL,
  version      bigint NOT NULL CHECK (version > 0),
  content      jsonb,
  set_by       text NOT NULL,
  set_at       timestamptz NOT NULL,
  PRIMARY KEY (scope, organisation, version)
);
