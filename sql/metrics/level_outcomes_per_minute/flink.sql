SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(
    KEY 'level' VALUE JSON_VALUE(event_data, '$.level_id'),
    KEY 'outcome' VALUE
      CASE event_type WHEN 'level_started' THEN 'started' WHEN 'level_completed' THEN 'completed' ELSE 'failed' END
  ) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'level_started' OR event_type = 'level_completed' OR event_type = 'level_failed'
GROUP BY window_start, window_end, application_id, part, event_type, JSON_VALUE(event_data, '$.level_id')
