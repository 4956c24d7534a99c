-- Machines out for upkeep. They occupy through the table and the constraint that bookings do, so
-- that the database itself refuses the one over the other.

CREATE TABLE blackout (
  id          text PRIMARY KEY,
  centre      text NOT NULL,
  machines    text[] NOT NULL CHECK (cardinality(machines) > 0),
  window_from timestamptz NOT NULL,
  window_to   timestamptz NOT NULL,
  reason      text NOT NULL,
  made_by     text NOT NULL,
  made_at     timestamptz NOT NULL,
  -- lifted before it began it never occupied; lifted later its window ends there
  lifted_at   timestamptz,
  version     bigint NOT NULL CHECK (version > 0),
  CHECK (window_from < window_to),
  CHECK (lifted_at IS NULL OR lifted_at <= window_from OR lifted_at = window_to)
);

ALTER TABLE booking
  ADD CONSTRAINT booking_that_is_displaced_says_why
    CHECK (state <> 'DISPLACED' OR reason IS NOT NULL);

CREATE INDEX blackout_by_end ON blackout (window_to);

ALTER TABLE allocation
  ALTER COLUMN booking DROP NOT NULL,
  ADD COLUMN blackout text REFERENCES blackout (id),
  ADD UNIQUE (blackout, machine),
  ADD CONSTRAINT allocation_is_of_a_booking_or_of_a_blackout
    CHECK (num_nonnulls(booking, blackout) = 1),
  ADD CONSTRAINT allocation_of_a_blackout_has_no_buffers
    CHECK (blackout IS NULL OR (occupied = tstzrange(window_from, window_to)
      AND ended_at IS NULL AND approve_by IS NULL));
