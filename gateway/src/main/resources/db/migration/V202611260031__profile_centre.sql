-- Further versions of a profile come from the centre that added its first.
ALTER TABLE added_profile ADD COLUMN centre text;
UPDATE added_profile SET centre = person.centre FROM person WHERE person.id = added_profile.added_by;
