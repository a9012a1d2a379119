SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(
    KEY 'direction' VALUE CASE event_type WHEN 'currency_earned' THEN 'source' ELSE 'sink' END,
    KEY 'currency' VALUE JSON_VALUE(event_data, '$.currency_id')
  ) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players,
  CAST(SUM(TRY_CAST(JSON_VALUE(event_data, '$.amount') AS DECIMAL(18, 4))) AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'currency_earned' OR event_type = 'currency_spent'
GROUP BY window_start, window_end, application_id, part, event_type, JSON_VALUE(event_data, '$.currency_id')
