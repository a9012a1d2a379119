SELECT
  window_start, window_end, application_id, part,
  CAST('{}' AS STRING) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'login'
GROUP BY window_start, window_end, application_id, part
