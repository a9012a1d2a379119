SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, event_type, count(*) AS events
FROM events
GROUP BY date_trunc('minute', occurred_at), application_id, event_type
ORDER BY window_start, application_id, event_type
