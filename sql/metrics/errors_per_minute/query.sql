SELECT
  date_trunc('minute', occurred_at) AS window_start, application_id, app_version, count(*) AS events
FROM error
GROUP BY date_trunc('minute', occurred_at), application_id, app_version
ORDER BY window_start, application_id, app_version
