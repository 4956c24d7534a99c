-- People, their organisations, and how they are known when they come back.

CREATE TABLE organisation (
  id         text PRIMARY KEY,
  name       text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE person (
  id            text PRIMARY KEY,
  organisation  text NOT NULL REFERENCES organisation (id),
  email         text NOT NULL,
  name          text NOT NULL,
  capacity      text NOT NULL CHECK (capacity IN ('MEMBER', 'WATCHER', 'TECHNICIAN', 'COORDINATOR', 'ADMINISTRATOR')),
  centre        text,
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL,
  disabled_at   timestamptz,
  CHECK (capacity <> 'TECHNICIAN' OR centre IS NOT NULL),
  CHECK (capacity NOT IN ('MEMBER', 'WATCHER') OR centre IS NULL)
);
CREATE UNIQUE INDEX person_email ON person (lower(email));
CREATE INDEX person_organisation ON person (organisation);

-- One sign-in of a person, in a browser or by a program; the secret itself is kept nowhere.
CREATE TABLE sign_in (
  id          text PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE,
  person      text NOT NULL REFERENCES person (id),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  ended_at    timestamptz
);
CREATE INDEX sign_in_expires ON sign_in (expires_at);

CREATE TABLE api_token (
  id           text PRIMARY KEY,
  secret_hash  bytea NOT NULL UNIQUE,
  person       text NOT NULL REFERENCES person (id),
  name         text NOT NULL,
  scope        text NOT NULL CHECK (scope IN ('READ', 'OPERATE')),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX api_token_person ON api_token (person);
