-- What the task module keeps. Every statement can be run again; every index names the query that it is there for.

-- What waits or runs. A row that has come to its end moves to task_results.
CREATE TABLE IF NOT EXISTS tasks (
    id              uuid        PRIMARY KEY,
    queue           text        COLLATE "C" NOT NULL,
    type            text        COLLATE "C" NOT NULL,
    priority        smallint    NOT NULL,
    run_at          timestamptz NOT NULL,
    enqueued_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    worker          bigint,             -- who has claimed it
    claimed_at      timestamptz,
    attempt         integer     NOT NULL DEFAULT 0, -- tries begun, or claimed to be begun
    failed          integer     NOT NULL DEFAULT 0, -- tries that have failed: these count against the retries
    cancelled       boolean     NOT NULL DEFAULT false,
    progress        smallint,
    payload         text        NOT NULL,
    unique_key      text        COLLATE "C", -- only while it waits for its first try
    idempotency_key text        COLLATE "C",
    owner           text        COLLATE "C",
    progress_text   text,
    checkpoint      text,
    failures        jsonb
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
        autovacuum_analyze_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);
-- Claim: the next tasks of a queue and priority.
CREATE INDEX IF NOT EXISTS tasks_waiting_idx ON tasks (queue, priority, run_at) WHERE worker IS NULL;
-- What a worker has in hand: give back what a lost worker had, cancel, show.
CREATE INDEX IF NOT EXISTS tasks_claimed_idx ON tasks (worker) WHERE worker IS NOT NULL;
-- One waiting task of a key.
CREATE UNIQUE INDEX IF NOT EXISTS tasks_unique_key_idx ON tasks (type, unique_key) WHERE unique_key IS NOT NULL;

-- What has come to its end, until it expires.
CREATE TABLE IF NOT EXISTS task_results (
    id              uuid        PRIMARY KEY,
    queue           text        COLLATE "C" NOT NULL,
    type            text        COLLATE "C" NOT NULL,
    priority        smallint    NOT NULL,
    state           text        COLLATE "C" NOT NULL CHECK (state IN ('SUCCEEDED', 'DEAD', 'CANCELLED')),
    enqueued_at     timestamptz NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL,
    attempt         integer     NOT NULL,
    result          text,
    error           text,
    payload         text,               -- of what did not succeed
    idempotency_key text        COLLATE "C",
    owner           text        COLLATE "C",
    failures        jsonb
) WITH (autovacuum_vacuum_insert_scale_factor = 0.5);
-- Clean-up.
CREATE INDEX IF NOT EXISTS task_results_expires_at_idx ON task_results (expires_at);
-- The dead ones, newest first.
CREATE INDEX IF NOT EXISTS task_results_dead_idx ON task_results (finished_at DESC, id) WHERE state = 'DEAD';

-- Keys that stay taken for a period.
CREATE TABLE IF NOT EXISTS task_keys (
    type       text        COLLATE "C" NOT NULL,
    key        text        COLLATE "C" NOT NULL,
    task_id    uuid        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (type, key)
);
-- Clean-up.
CREATE INDEX IF NOT EXISTS task_keys_expires_at_idx ON task_keys (expires_at);

-- Queues about which something was decided; a queue without a row runs.
CREATE TABLE IF NOT EXISTS task_queues (
    queue     text        COLLATE "C" PRIMARY KEY,
    paused    boolean     NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT now()
);

-- Processes that run tasks. One that stops saying that it lives is removed, and what it had runs elsewhere.
CREATE TABLE IF NOT EXISTS task_workers (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL,
    queues       jsonb       NOT NULL, -- concurrency by queue
    types        jsonb       NOT NULL, -- what it can run
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    heartbeat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    running      integer     NOT NULL DEFAULT 0,
    stopping     boolean     NOT NULL DEFAULT false
);

CREATE TABLE IF NOT EXISTS task_schedules (
    name       text        COLLATE "C" PRIMARY KEY,
    type       text        COLLATE "C" NOT NULL,
    payload    text        NOT NULL,
    timing     text        NOT NULL, -- a cron expression with its zone, or a rate
    missed     text        NOT NULL CHECK (missed IN ('RUN_ONCE', 'SKIP')),
    configured boolean     NOT NULL, -- whether it comes from the configuration, and goes with it
    next_at    timestamptz NOT NULL,
    last_at    timestamptz,
    last_task  uuid
);
