-- Windows claimed for a short time, while a form is open or as an offer of the waiting list, and
-- the ends a booking may have that are nobody's wish.

ALTER TABLE booking
  -- while it is claimed: the instant from which its window is free again
  ADD COLUMN claimed_until timestamptz,
  -- the series it is an occurrence of
  ADD COLUMN series text,
  DROP CONSTRAINT booking_state_check,
  ADD CONSTRAINT booking_state_check CHECK (state IN ('CLAIMED', 'PENDING_APPROVAL', 'CONFIRMED',
    'IN_USE', 'COMPLETED', 'CANCELLED', 'TERMINATED', 'REJECTED', 'EXPIRED', 'DISPLACED',
    'NO_SHOW', 'UNFULFILLED')),
  ADD CONSTRAINT booking_is_claimed_until_an_instant
    CHECK ((state = 'CLAIMED') = (claimed_until IS NOT NULL));

CREATE INDEX booking_claimed ON booking (claimed_until) WHERE state = 'CLAIMED';
CREATE INDEX booking_of_series ON booking (series, window_from) WHERE series IS NOT NULL;
