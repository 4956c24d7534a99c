-- A motion whose profile wants the room warned stands at WARNING before it is sent.
ALTER TABLE command DROP CONSTRAINT command_step_check;
ALTER TABLE command ADD CONSTRAINT command_step_check
  CHECK (step IN ('WARNING', 'SENT', 'ACCEPTED', 'EXECUTING', 'CONFIRMED', 'FAILED'));
