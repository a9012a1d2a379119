SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(KEY 'event_type' VALUE event_type) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
GROUP BY window_start, window_end, application_id, part, event_type
