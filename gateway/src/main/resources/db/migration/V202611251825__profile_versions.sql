-- A machine is pinned to one version of its profile; those of before are pinned at the next start, to the newest then.
ALTER TABLE registered_machine ADD COLUMN profile_version text;
