-- What a machine's technicians approved: values by "command.argument".
ALTER TABLE registered_machine ADD COLUMN allow_lists jsonb NOT NULL DEFAULT '{}';
