SELECT
  window_start, window_end, application_id, CAST('' AS STRING) AS part,
  CAST('{}' AS STRING) AS dimensions,
  CAST(NULL AS BIGINT) AS events, COUNT(DISTINCT player_id) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount
FROM TABLE(HOP(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))
WHERE player_id IS NOT NULL
GROUP BY window_start, window_end, application_id
