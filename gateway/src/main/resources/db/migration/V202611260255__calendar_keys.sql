-- Secret addresses of calendars: whoever has one reads the windows of its person, or of a machine.

CREATE TABLE calendar_key (
  id          text PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE,
  person      text NOT NULL REFERENCES person (id),
  machine     text,
  created_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX calendar_key_of ON calendar_key (person, coalesce(machine, ''));
