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

-- The counts that triggers keep change rows that no statement of the application names: the triggers tell the cache.

CREATE OR REPLACE FUNCTION count_inserted_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    courses_counted bigint[];
    deltas bigint[];
BEGIN
    SELECT array_agg(course_id), array_agg(delta)
      INTO courses_counted, deltas
      FROM (SELECT course_id, count(*) AS delta
              FROM inserted
             WHERE payment_status = 'completed'
             GROUP BY course_id) AS changes;
    IF courses_counted IS NOT NULL THEN
        PERFORM add_to_enrollment_counts(courses_counted, deltas);
        PERFORM cache_note(VARIADIC counted_courses(courses_counted));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_deleted_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    courses_counted bigint[];
    deltas bigint[];
BEGIN
    SELECT array_agg(course_id), array_agg(delta)
      INTO courses_counted, deltas
      FROM (SELECT course_id, -count(*) AS delta
              FROM deleted
             WHERE payment_status = 'completed'
             GROUP BY course_id) AS changes;
    IF courses_counted IS NOT NULL THEN
        PERFORM add_to_enrollment_counts(courses_counted, deltas);
        PERFORM cache_note(VARIADIC counted_courses(courses_counted));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_updated_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    courses_counted bigint[];
    deltas bigint[];
BEGIN
    SELECT array_agg(course_id), array_agg(delta)
      INTO courses_counted, deltas
      FROM (SELECT course_id, sum(delta)::bigint AS delta
              FROM (SELECT course_id, 1 AS delta FROM after WHERE payment_status = 'completed'
                    UNION ALL
                    SELECT course_id, -1 FROM before WHERE payment_status = 'completed') AS rows
             GROUP BY course_id
            HAVING sum(delta) <> 0) AS changes;
    IF courses_counted IS NOT NULL THEN
        PERFORM add_to_enrollment_counts(courses_counted, deltas);
        PERFORM cache_note(VARIADIC counted_courses(courses_counted));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_truncated_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE courses SET enrollment_count = 0 WHERE enrollment_count <> 0;
    PERFORM cache_note('courses!', 'courses*');
    RETURN NULL;
END $$;

-- What the cache has to know when the counts of these courses change; of many, that any may have.
CREATE FUNCTION counted_courses(course_ids bigint[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
               WHEN cardinality(course_ids) > 100 THEN ARRAY ['courses!', 'courses*']
               ELSE ARRAY ['courses*', 'courses.enrollment_count']
                    || ARRAY(SELECT 'courses#' || id FROM unnest(course_ids) AS id)
           END
$$;

CREATE OR REPLACE FUNCTION count_inserted_courses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM add_to_published_course_count((SELECT count(*) FROM inserted WHERE is_published));
    PERFORM cache_note('published_course_counts!', 'published_course_counts*')
      FROM inserted
     WHERE is_published
     LIMIT 1;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_deleted_courses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM add_to_published_course_count((SELECT -count(*) FROM deleted WHERE is_published));
    PERFORM cache_note('published_course_counts!', 'published_course_counts*')
      FROM deleted
     WHERE is_published
     LIMIT 1;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_updated_course() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM add_to_published_course_count(CASE WHEN NEW.is_published THEN 1 ELSE -1 END);
    PERFORM cache_note('published_course_counts!', 'published_course_counts*');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_truncated_courses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE published_course_counts SET count = 0;
    PERFORM cache_note('published_course_counts!', 'published_course_counts*');
    RETURN NULL;
END $$;
