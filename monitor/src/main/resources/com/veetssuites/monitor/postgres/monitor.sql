-- Processes, with the last time that something was heard of them.
CREATE TABLE IF NOT EXISTS monitor_nodes (
  node text PRIMARY KEY,
  role text NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  stopped boolean NOT NULL DEFAULT false
);

-- Ten seconds of a node, in a row; for twenty minutes.
CREATE TABLE IF NOT EXISTS monitor_frames (
  node text NOT NULL,
  start timestamptz NOT NULL,
  seconds int NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  merged boolean NOT NULL DEFAULT false,
  content bytea NOT NULL,
  PRIMARY KEY (start, node)
);
CREATE INDEX IF NOT EXISTS monitor_frames_unmerged ON monitor_frames (start) WHERE NOT merged;

CREATE TABLE IF NOT EXISTS monitor_series (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  UNIQUE (kind, name)
);

-- What all nodes did in a minute, ten minutes, an hour, a day.
CREATE TABLE IF NOT EXISTS monitor_buckets (
  period smallint NOT NULL,
  start timestamptz NOT NULL,
  series int NOT NULL REFERENCES monitor_series ON DELETE CASCADE,
  content bytea NOT NULL,
  PRIMARY KEY (period, start, series)
);
CREATE INDEX IF NOT EXISTS monitor_buckets_series ON monitor_buckets (series, period, start);

-- When one of the nodes has looked at all rules.
CREATE TABLE IF NOT EXISTS monitor_alert_evaluations (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  evaluated_at timestamptz NOT NULL
);

-- What is beyond its limit, or was just now.
CREATE TABLE IF NOT EXISTS monitor_alerts (
  rule text NOT NULL,
  series text NOT NULL,
  alert uuid NOT NULL,
  state text NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  unit text NOT NULL,
  sentence text NOT NULL,
  PRIMARY KEY (rule, series)
);

-- What fired and was resolved; for 90 days, and at most 10 000.
CREATE TABLE IF NOT EXISTS monitor_alert_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert uuid NOT NULL,
  rule text NOT NULL,
  series text NOT NULL,
  state text NOT NULL,
  at timestamptz NOT NULL,
  value double precision NOT NULL,
  threshold double precision NOT NULL,
  unit text NOT NULL,
  sentence text NOT NULL
);

-- Who is still to be told of what: written with the event, gone when it was told.
CREATE TABLE IF NOT EXISTS monitor_alert_deliveries (
  event bigint NOT NULL REFERENCES monitor_alert_events ON DELETE CASCADE,
  outlet text NOT NULL,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  PRIMARY KEY (event, outlet)
);
