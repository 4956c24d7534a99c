-- Who is told what, in which language, and how far each telling has come.

ALTER TABLE person
  ADD COLUMN language text NOT NULL DEFAULT 'it' CHECK (language IN ('it', 'en')),
  ADD COLUMN mailed boolean NOT NULL DEFAULT true;

CREATE TABLE webhook (
  id           text PRIMARY KEY,
  name         text NOT NULL,
  url          text NOT NULL,
  events       text[] NOT NULL,
  -- whose bookings: an organisation's, or those on the machines of a centre
  organisation text REFERENCES organisation (id),
  centre       text,
  -- encrypted, as it is needed to sign
  secret       bytea NOT NULL,
  created_at   timestamptz NOT NULL,
  CHECK ((organisation IS NULL) <> (centre IS NULL))
);
CREATE INDEX webhook_of ON webhook (organisation, centre);

-- One for each who is told of a line, by each way: tried again by itself until it arrived.
CREATE TABLE delivery (
  id         text PRIMARY KEY,
  line       bigint NOT NULL REFERENCES outbox (line) ON DELETE CASCADE,
  booking    text NOT NULL,
  way        text NOT NULL CHECK (way IN ('MAIL', 'WEBHOOK')),
  -- id of the person or of the webhook
  recipient  text NOT NULL,
  state      text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED')),
  attempts   int NOT NULL DEFAULT 0,
  -- when it is tried next; while it is being tried, when another process may
  due_at     timestamptz NOT NULL,
  done_at    timestamptz,
  last_error text,
  UNIQUE (line, way, recipient),
  CHECK ((state = 'WAITING') = (done_at IS NULL))
);
CREATE INDEX delivery_due ON delivery (way, due_at) WHERE state = 'WAITING';
CREATE INDEX delivery_order ON delivery (way, recipient, booking, line) WHERE state = 'WAITING';
CREATE INDEX delivery_of ON delivery (recipient, line DESC);
