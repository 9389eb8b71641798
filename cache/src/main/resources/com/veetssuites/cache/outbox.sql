-- The invalidations of committed transactions, until they are known everywhere. Tags may be inserted
-- by hand: INSERT INTO cache_outbox (tags) VALUES ('{courses!,courses*}') drops all that was made of
-- the table courses; '{*}' drops everything.
CREATE TABLE IF NOT EXISTS cache_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tags       text[]      NOT NULL
);
-- What was written since a snapshot.
CREATE INDEX IF NOT EXISTS cache_outbox_xid_idx ON cache_outbox (xid);

-- For functions and triggers: names what they have written, as tags for the commit of the transaction.
-- SELECT cache_note('courses#7', 'courses.enrollment_count', 'courses*')
CREATE OR REPLACE FUNCTION cache_note(VARIADIC tags text[]) RETURNS void LANGUAGE sql AS $$
    SELECT set_config(
        'veets.cache_tags',
        concat_ws(',', nullif(current_setting('veets.cache_tags', true), ''), array_to_string(tags, ',')),
        true)
$$;
