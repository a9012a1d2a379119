SELECT
  window_start, window_end, application_id, part,
  CAST('{}' AS STRING) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM late_events_by_minute
GROUP BY window_start, window_end, application_id, part
