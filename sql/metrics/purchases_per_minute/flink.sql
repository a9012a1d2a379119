SELECT
  window_start, window_end, application_id, part,
  JSON_OBJECT(KEY 'currency' VALUE JSON_VALUE(event_data, '$.currency_type')) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players,
  CAST(SUM(TRY_CAST(JSON_VALUE(event_data, '$.currency_amount') AS DECIMAL(18, 4))) AS DECIMAL(38, 6)) AS amount
FROM events_by_minute
WHERE event_type = 'iap_transaction'
GROUP BY window_start, window_end, application_id, part, JSON_VALUE(event_data, '$.currency_type')
