-- What machines sent that could not be understood: of each the newest of each kind, newest first.
CREATE TABLE dead_letter (
  machine text        NOT NULL,
  place   integer     NOT NULL,
  source  text        NOT NULL,
  reason  text        NOT NULL,
  excerpt text        NOT NULL,
  size    integer     NOT NULL,
  at      timestamptz NOT NULL,
  times   bigint      NOT NULL,
  PRIMARY KEY (machine, place)
);
CREATE TABLE dead_letter_total (
  machine text PRIMARY KEY,
  total   bigint NOT NULL
);
