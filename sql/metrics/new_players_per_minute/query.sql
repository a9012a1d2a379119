SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, count(*) AS events
FROM user_registration
GROUP BY date_trunc('minute', occurred_at), application_id
ORDER BY window_start, application_id
