-- Processes, with the last time that something was heard of them.
CREATE TABLE monitor_nodes (
  node text PRIMARY KEY,
  role text NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  stopped boolean NOT NULL DEFAULT false
);

-- Ten seconds of a node, in a row; for twenty minutes.
CREATE TABLE monitor_frames (
  node text NOT NULL,
  start timestamptz NOT NULL,
  seconds int NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  merged boolean NOT NULL DEFAULT false,
  content bytea NOT NULL,
  PRIMARY KEY (start, node)
);
CREATE INDEX monitor_frames_unmerged ON monitor_frames (start) WHERE NOT merged;

CREATE TABLE monitor_series (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  UNIQUE (kind, name)
);

-- What all nodes did in a minute, ten minutes, an hour, a day.
CREATE TABLE monitor_buckets (
  period smallint NOT NULL,
  start timestamptz NOT NULL,
  series int NOT NULL REFERENCES monitor_series ON DELETE CASCADE,
  content bytea NOT NULL,
  PRIMARY KEY (period, start, series)
);
CREATE INDEX monitor_buckets_series ON monitor_buckets (series, period, start);
