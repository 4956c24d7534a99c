-- Who waits for a machine that is taken. What comes free is offered in the order of the numbers.

CREATE TABLE waiting (
  number       bigint GENERATED ALWAYS AS IDENTITY,
  id           text PRIMARY KEY,
  person       text NOT NULL,
  organisation text NOT NULL,
  -- what will do; an empty one lets all through
  machine      text REFERENCES bookable_machine (id),
  family       text,
  capability   text,
  centre       text,
  seconds      bigint NOT NULL CHECK (seconds > 0),
  window_from  timestamptz NOT NULL,
  window_to    timestamptz NOT NULL,
  purpose      text NOT NULL,
  state        text NOT NULL CHECK (state IN
    ('WAITING', 'OFFERED', 'ACCEPTED', 'DECLINED', 'LAPSED', 'OUTDATED', 'WITHDRAWN')),
  -- the window that was offered
  booking      text UNIQUE REFERENCES booking (id),
  created_at   timestamptz NOT NULL,
  CHECK (window_from < window_to),
  CHECK (state IN ('WAITING', 'OUTDATED', 'WITHDRAWN') = (booking IS NULL))
);

CREATE INDEX waiting_in_line ON waiting (number) WHERE state = 'WAITING';
CREATE INDEX waiting_of_organisation ON waiting (organisation, number DESC);
