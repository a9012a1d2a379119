SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(KEY 'spell' VALUE JSON_VALUE(event_data, '$.spell_id')) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'user_knockout'
GROUP BY window_start, window_end, application_id, part, JSON_VALUE(event_data, '$.spell_id')
