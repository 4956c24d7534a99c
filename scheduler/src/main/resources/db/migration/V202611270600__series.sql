-- Windows that come back by a rule. Each is a booking like any other; the series says by which rule
-- they were made, and which of them was not to be had.

CREATE TABLE series (
  id           text PRIMARY KEY,
  person       text NOT NULL,
  organisation text NOT NULL,
  machines     text[] NOT NULL,
  -- the first window as it was asked for
  window_from  timestamptz NOT NULL,
  window_to    timestamptz NOT NULL,
  -- the wall clock by which it comes back
  zone         text NOT NULL,
  rule         text NOT NULL,
  exdates      timestamptz[] NOT NULL,
  purpose      text NOT NULL,
  created_at   timestamptz NOT NULL,
  CHECK (window_from < window_to)
);

CREATE INDEX series_newest ON series (created_at DESC, id DESC);

CREATE TABLE occurrence (
  series        text NOT NULL REFERENCES series (id),
  -- when the rule has it begin; stays when its booking is moved
  recurrence_at timestamptz NOT NULL,
  window_to     timestamptz NOT NULL,
  -- empty where it was not to be had, for the reasons beside it
  booking       text UNIQUE REFERENCES booking (id),
  refusals      jsonb NOT NULL,
  PRIMARY KEY (series, recurrence_at),
  CHECK (recurrence_at < window_to)
);

ALTER TABLE booking ADD CONSTRAINT booking_of_known_series FOREIGN KEY (series) REFERENCES series (id);
