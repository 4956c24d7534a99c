-- Sessions: the booked window in action. The id is the allocation's; a row appears when the window opens.
CREATE TABLE session (
  id             text PRIMARY KEY,
  booking        text        NOT NULL,
  machine        text        NOT NULL,
  person         text        NOT NULL,
  organisation   text        NOT NULL,
  window_from    timestamptz NOT NULL,
  window_to      timestamptz NOT NULL CHECK (window_from < window_to),
  state          text        NOT NULL CHECK (state IN ('ACTIVE', 'ENDING', 'ENDED', 'QUARANTINED')),
  operator       text,
  consent_by     text,
  consent_at     timestamptz,
  fencing        bigint      NOT NULL,
  started_at     timestamptz,
  ended_at       timestamptz,
  end_reason     text,
  end_outcome    text,
  motion_command text,
  motion_since   timestamptz
);
CREATE INDEX session_of_organisation ON session (organisation, window_from DESC);
CREATE INDEX session_of_machine ON session (machine, window_from DESC);
-- One running session a machine, whatever the code believes.
CREATE UNIQUE INDEX session_one_running ON session (machine) WHERE state IN ('ACTIVE', 'ENDING');

CREATE TABLE command (
  id        text PRIMARY KEY,
  session   text REFERENCES session (id),
  machine   text        NOT NULL,
  command   text        NOT NULL,
  arguments jsonb       NOT NULL,
  person    text        NOT NULL,
  nonce     text,
  step      text        NOT NULL CHECK (step IN ('SENT', 'ACCEPTED', 'EXECUTING', 'CONFIRMED', 'FAILED')),
  steps     jsonb       NOT NULL,
  at        timestamptz NOT NULL,
  UNIQUE (session, nonce)
);
CREATE INDEX command_of_session ON command (session, at);

-- What the scheduler has granted, as sessions see it: one row an allocation.
CREATE VIEW booked_session AS
SELECT a.session, a.booking, a.machine, b.person, b.organisation, a.window_from, a.window_to,
       a.active AND a.ended_at IS NULL AND b.state IN ('CONFIRMED', 'IN_USE') AS active
FROM allocation a
JOIN booking b ON b.id = a.booking;
