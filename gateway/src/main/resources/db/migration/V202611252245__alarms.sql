-- Alarms, one row an occurrence: judged by profile rules or raised by machines themselves.
CREATE TABLE alarm (
  id              text PRIMARY KEY,
  machine         text        NOT NULL,
  centre          text        NOT NULL,
  source          text        NOT NULL CHECK (source IN ('PROFILE', 'MACHINE')),
  condition       text        NOT NULL,
  signal          text,
  title_en        text        NOT NULL,
  title_it        text        NOT NULL,
  severity        integer     NOT NULL CHECK (severity BETWEEN 1 AND 1000),
  raised_at       timestamptz NOT NULL,
  value           jsonb,
  cleared_at      timestamptz CHECK (cleared_at >= raised_at),
  cleared_by      text CHECK (cleared_by IN ('BACK_TO_NORMAL', 'NO_LONGER_SHOWN', 'RULE_GONE', 'MACHINE_GONE')),
  acknowledged_at timestamptz,
  acknowledged_by text,
  note            text,
  CHECK ((cleared_at IS NULL) = (cleared_by IS NULL))
);
CREATE INDEX alarm_standing ON alarm (machine) WHERE cleared_at IS NULL OR acknowledged_at IS NULL;
CREATE INDEX alarm_of_machine ON alarm (machine, raised_at DESC, id DESC);
CREATE INDEX alarm_of_centre ON alarm (centre, raised_at DESC, id DESC);
