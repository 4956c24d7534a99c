-- Devices that may connect to the embedded broker, each below topics of its own.

CREATE TABLE device_user (
  name          text PRIMARY KEY,
  centre        text NOT NULL,
  prefix        text,
  edge_group    text,
  edge_node     text,
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL,
  CHECK ((prefix IS NULL) = (edge_group IS NOT NULL)),
  CHECK ((edge_group IS NULL) = (edge_node IS NULL))
);
CREATE UNIQUE INDEX device_user_edge ON device_user (edge_group, edge_node);
