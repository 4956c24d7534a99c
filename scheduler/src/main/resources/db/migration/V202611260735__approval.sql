-- Windows a technician approves first: they occupy meanwhile, and lapse where nobody does in time.

ALTER TABLE booking
  ADD COLUMN reason text,
  DROP CONSTRAINT booking_state_check,
  ADD CONSTRAINT booking_state_check CHECK (state IN ('PENDING_APPROVAL', 'CONFIRMED', 'IN_USE',
    'COMPLETED', 'CANCELLED', 'TERMINATED', 'REJECTED', 'EXPIRED'));

-- what waits for approval, as technicians list it
CREATE INDEX booking_waiting ON booking (window_from DESC, id DESC)
  WHERE state = 'PENDING_APPROVAL';

ALTER TABLE allocation
  -- while it waits: the instant from which approval comes too late, never after the window begins
  ADD COLUMN approve_by timestamptz,
  ADD CONSTRAINT allocation_waits_while_it_occupies
    CHECK (approve_by IS NULL OR (active AND ended_at IS NULL AND approve_by <= window_from));

CREATE INDEX allocation_waiting ON allocation (approve_by) WHERE approve_by IS NOT NULL;
