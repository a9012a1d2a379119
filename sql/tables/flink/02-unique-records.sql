-- The first copy of each record; the others are duplicates. Ordered by processing time, so that no row is ever taken back.
-- All metrics share this view: one source, one judgement, one state, which a copy that comes within the time to live finds.
SET 'pipeline.shared-views' = 'unique_records';
SET 'table.exec.state.ttl' = '${DEDUPLICATION_TTL}';

CREATE VIEW unique_records AS
SELECT
  outcome, reason, event_key, application_id, event_id, event_type, event_name, event_version, app_version, player_id,
  session_id, platform, country, event_data, event_time
FROM (
  SELECT *, ROW_NUMBER() OVER (
    PARTITION BY outcome, application_id, event_key ORDER BY processing_time ASC
  ) AS copy_number
  FROM judged_records
)
WHERE copy_number = 1;

-- In time: its minute is still open. A window fires once the watermark has reached its last millisecond.
CREATE VIEW records_in_time AS
SELECT * FROM unique_records
WHERE CURRENT_WATERMARK(event_time) IS NULL
  OR FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '59.999' SECOND > CAST(CURRENT_WATERMARK(event_time) AS TIMESTAMP(3));

CREATE VIEW late_records AS
SELECT * FROM unique_records
WHERE CURRENT_WATERMARK(event_time) IS NOT NULL
  AND FLOOR(CAST(event_time AS TIMESTAMP(3)) TO MINUTE) + INTERVAL '59.999' SECOND <= CAST(CURRENT_WATERMARK(event_time) AS TIMESTAMP(3));
