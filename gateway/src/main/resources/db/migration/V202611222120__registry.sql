-- What exists: centres, added profiles, registered machines. Credentials are encrypted before they come here.
CREATE TABLE centre (
  id   text PRIMARY KEY,
  name text NOT NULL,
  city text NOT NULL
);

CREATE TABLE added_profile (
  id       text        NOT NULL,
  version  text        NOT NULL,
  text     text        NOT NULL,
  added_at timestamptz NOT NULL,
  added_by text        NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE registered_machine (
  id           text PRIMARY KEY,
  name         text    NOT NULL,
  centre       text    NOT NULL REFERENCES centre (id),
  profile      text    NOT NULL,
  endpoint     text    NOT NULL,
  security     text    NOT NULL,
  username     text,
  password     bytea,
  variables    jsonb   NOT NULL,
  rules        jsonb   NOT NULL,
  in_service   boolean NOT NULL,
  service_note text    NOT NULL,
  retired      boolean NOT NULL DEFAULT false
);
