SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(
    KEY 'phase' VALUE CASE event_type WHEN 'match_start' THEN 'started' ELSE 'ended' END,
    KEY 'result' VALUE JSON_VALUE(event_data, '$.match_result_type')
  ) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'match_start' OR event_type = 'match_end'
GROUP BY window_start, window_end, application_id, part, event_type, JSON_VALUE(event_data, '$.match_result_type')
