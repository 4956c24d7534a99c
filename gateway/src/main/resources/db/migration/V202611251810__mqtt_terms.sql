-- How a machine's own broker is spoken to: version, group of gateways, certificates (names or public texts, never keys).
ALTER TABLE registered_machine ADD COLUMN mqtt jsonb NOT NULL DEFAULT '{}';
