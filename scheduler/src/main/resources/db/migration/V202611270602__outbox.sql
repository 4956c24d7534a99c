-- What people and programs are told of bookings, written with the change itself. The line of the
-- audit says who did what; here stands what it does not say: the windows as they were then.

CREATE TABLE outbox (
  -- the number of the audit's line
  line      bigint PRIMARY KEY,
  booking   text NOT NULL,
  -- [{session, machine, from, to, open, approveBy}] by machine
  windows   jsonb NOT NULL,
  -- when it was settled who is told; null until then
  spread_at timestamptz
);

CREATE INDEX outbox_new ON outbox (line) WHERE spread_at IS NULL;
CREATE INDEX outbox_old ON outbox (spread_at);
