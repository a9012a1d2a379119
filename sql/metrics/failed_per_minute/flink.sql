SELECT
  window_start, window_end, CAST('' AS STRING) AS application_id, part,
  JSON_OBJECT(KEY 'reason' VALUE reason) AS dimensions,
  COUNT(*) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM failed_by_minute
GROUP BY window_start, window_end, part, reason
