SELECT
  date_trunc('minute', received_at) AS window_start, application_id, reason, count(*) AS events
FROM quarantined_events
GROUP BY date_trunc('minute', received_at), application_id, reason
ORDER BY window_start, application_id, reason
