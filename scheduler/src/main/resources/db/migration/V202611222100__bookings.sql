-- Who holds a machine, when. The database itself refuses overlap, whatever program writes.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE bookable_machine (
  id           text PRIMARY KEY,
  centre       text NOT NULL,
  family       text NOT NULL,
  capabilities text[] NOT NULL,
  rules        jsonb NOT NULL,
  in_service   boolean NOT NULL,
  -- a machine that is taken out of booking stays, as bookings name it
  retired      boolean NOT NULL DEFAULT false
);

CREATE TABLE booking (
  id           text PRIMARY KEY,
  person       text NOT NULL,
  organisation text NOT NULL,
  window_from  timestamptz NOT NULL,
  window_to    timestamptz NOT NULL,
  purpose      text NOT NULL,
  state        text NOT NULL
    CHECK (state IN ('CONFIRMED', 'IN_USE', 'COMPLETED', 'CANCELLED', 'TERMINATED')),
  version      bigint NOT NULL CHECK (version > 0),
  created_at   timestamptz NOT NULL,
  CHECK (window_from < window_to)
);

CREATE INDEX booking_newest ON booking (window_from DESC, id DESC);
CREATE INDEX booking_of_organisation ON booking (organisation, window_from DESC, id DESC);

CREATE TABLE allocation (
  session     text PRIMARY KEY,
  booking     text NOT NULL REFERENCES booking (id),
  machine     text NOT NULL REFERENCES bookable_machine (id),
  window_from timestamptz NOT NULL,
  window_to   timestamptz NOT NULL,
  -- the window with its buffers, from in, to out
  occupied    tstzrange NOT NULL,
  -- whether it occupies the machine; stays true when its session has ended
  active      boolean NOT NULL,
  ended_at    timestamptz,
  UNIQUE (booking, machine),
  CHECK (window_from < window_to),
  -- an empty range overlaps nothing and would slip through the constraint below
  CHECK (NOT isempty(occupied) AND NOT lower_inf(occupied) AND NOT upper_inf(occupied)),
  CHECK (lower_inc(occupied) AND NOT upper_inc(occupied)),
  CHECK (lower(occupied) <= window_from AND window_to <= upper(occupied)),
  CONSTRAINT allocations_never_overlap
    EXCLUDE USING gist (machine WITH =, occupied WITH &&) WHERE (active)
);

CREATE INDEX allocation_open ON allocation (window_from) WHERE active AND ended_at IS NULL;

-- The same key has one effect.
CREATE TABLE booking_key (
  organisation text NOT NULL,
  key          text NOT NULL,
  request_hash text NOT NULL,
  booking      text NOT NULL REFERENCES booking (id),
  PRIMARY KEY (organisation, key)
);

-- The last number given to a lease of a machine; it only grows.
CREATE TABLE fence (
  machine text PRIMARY KEY REFERENCES bookable_machine (id),
  last    bigint NOT NULL CHECK (last > 0)
);

CREATE TABLE audit (
  number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL,
  person       text NOT NULL,
  organisation text NOT NULL,
  capacity     text NOT NULL,
  actor_centre text,
  centre       text,
  action       text NOT NULL,
  subject      text NOT NULL,
  detail       jsonb NOT NULL
);

CREATE INDEX audit_of_centre ON audit (centre, number DESC);
CREATE INDEX audit_of_subject ON audit (subject, number DESC);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: no % of it', TG_OP;
END
$$;

CREATE TRIGGER audit_keeps_its_lines
  BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_keeps_all
  BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
