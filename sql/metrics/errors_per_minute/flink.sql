SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(KEY 'app_version' VALUE app_version) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'error'
GROUP BY window_start, window_end, application_id, part, app_version
