-- Reports are kept one a day, and what has had its time is found by an index.

-- A report that is made again on the same day takes the place of the one before.
ALTER TABLE analytics_reports
    ADD COLUMN generated_on date GENERATED ALWAYS AS ((created_at AT TIME ZONE 'UTC')::date) STORED;
DELETE FROM analytics_reports AS older
 USING analytics_reports AS newer
 WHERE older.report_type = newer.report_type
   AND older.date_from = newer.date_from
   AND older.date_to = newer.date_to
   AND older.generated_on = newer.generated_on
   AND older.id < newer.id;
ALTER TABLE analytics_reports
    ADD CONSTRAINT analytics_reports_of_a_day_key UNIQUE (report_type, date_from, date_to, generated_on);
-- The list of reports, newest first. Also the clean-up of old ones.
CREATE INDEX analytics_reports_created_at_idx ON analytics_reports (created_at DESC, id DESC);

-- Clean-up of expired refresh tokens.
CREATE INDEX refresh_tokens_expires_at_idx ON refresh_tokens (expires_at);

-- Clean-up of files that nobody names: whose are these?
CREATE INDEX portfolios_file_key_idx ON portfolios (file_key);
CREATE INDEX sessions_recording_key_idx ON sessions (recording_key) WHERE recording_key IS NOT NULL;

-- Clean-up of old mail.
CREATE INDEX notifications_created_at_idx ON notifications (created_at);
